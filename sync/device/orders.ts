import type { OrderState } from '#domain/assist/order.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { AssistDeeds, OrderDeed, OrderView } from './assist-api.ts';
import type { Core } from './core.ts';
import { recordWith, recordsOf } from './records.ts';

/** 帮办代办工单 on this device. */
export class Orders {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  list(): Promise<OrderState[]> {
    return recordsOf(this.#core, 'order');
  }
  async one(id: string): Promise<OrderView | null> {
    const found = await recordWith(this.#core, 'order', id);
    return found === null ? null : { order: found.state, sync: found.sync, refused: found.refused };
  }
  async open(opened: Parameters<AssistDeeds['openOrder']>[0]): Promise<Result<string>> {
    const id = this.#acts.newId();
    const done = await this.#acts.perform(id, () => Promise.resolve({ type: 'order.opened', body: { ...opened, fee: 0 }, blobs: [] }));
    return done.ok ? { ok: true, value: id } : done;
  }
  act(id: string, { type, body }: OrderDeed): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type, body, blobs: [] }));
  }
}

/** Tells an order of the case that was taken in under it. The case names its order anyway: without this only the order's page knows less. */
export async function linkCase(acts: Acts, orderId: string, caseId: string): Promise<void> {
  await acts.perform(orderId, (current) =>
    Promise.resolve(
      current?.kind === 'order' && current.status !== 'closed' && current.caseId === null
        ? { type: 'order.changed', body: { caseId }, blobs: [] }
        : ('nothing_changed' as const)
    )
  );
}
