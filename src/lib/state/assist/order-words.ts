import { levelLabels, mayTake, type OrderLevel, type OrderState } from '#domain/assist/order.ts';
import { zhOrder as words } from '#lib/messages/zh-assist.ts';
import type { LightName } from '#lib/ui/icons.ts';

export type OrderGroup = 'waiting' | 'mine' | 'others' | 'closed';

/** Where an order belongs for the person who looks. */
export function groupOf(order: OrderState, me: string, level: OrderLevel): OrderGroup {
  if (order.status === 'closed') return 'closed';
  if (mayTake(order, level, me)) return 'waiting';
  return order.owner.id === me ? 'mine' : 'others';
}

/** Who answers, in one line with a light: amber while an offer waits. */
export function standing(order: OrderState): { light: LightName; words: string } {
  if (order.status === 'closed') return order.outcome === 'done' ? { light: 'green', words: words.done } : { light: 'hold', words: words.cancelled };
  const { pending, owner, opened } = order;
  if (pending === null) return { light: 'wait', words: words.ownedBy(owner.name, levelLabels[owner.level]) };
  if (pending.to === opened.level && owner.level !== opened.level) return { light: 'amber', words: words.returned };
  return { light: 'amber', words: words.handedTo(toWords(order)) };
}
export function toWords({ pending, opened, owner }: Pick<OrderState, 'pending' | 'opened' | 'owner'>): string {
  if (pending === null) return '';
  if (pending.name !== null && pending.name !== '') return pending.name;
  return pending.to === opened.level && owner.level === opened.level ? words.page.colleague : levelLabels[pending.to];
}
