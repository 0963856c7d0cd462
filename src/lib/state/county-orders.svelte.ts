import type { OrderLevel } from '#domain/assist/order.ts';
import type { OrderRow } from '#protocol/assist.ts';
import type { CountyApi } from './county-api.ts';

export type { OrderRow };
export type OrderGroup = 'waiting' | 'mine' | 'others';

/** 帮办工单 at the console: asked for when the page is opened, and after each act. */
export class CountyOrders {
  rows = $state.raw<OrderRow[] | null>(null);
  level = $state<OrderLevel>('county');
  total = $state(0);
  closed = $state(false);
  problem = $state('');
  /** What was said to the last act, at the row that it was for. */
  refused = $state.raw<{ id: string; message: string } | null>(null);
  busy = $state(false);
  #api: CountyApi;

  readonly groups = $derived.by((): { id: OrderGroup; rows: OrderRow[] }[] =>
    (['waiting', 'mine', 'others'] as const).map((id) => ({ id, rows: (this.rows ?? []).filter((row) => this.groupOf(row) === id) }))
  );

  constructor(api: CountyApi) {
    this.#api = api;
  }
  groupOf({ order }: OrderRow): OrderGroup {
    if (order.pending?.to === this.level) return 'waiting';
    return order.owner.level === this.level && order.status === 'open' ? 'mine' : 'others';
  }

  async load(closed = this.closed): Promise<void> {
    this.closed = closed;
    const reply = await this.#api.orders(closed);
    if (closed !== this.closed) return;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (reply.ok) [this.rows, this.level, this.total] = [reply.value.rows, reply.value.level, reply.value.total];
  }
  /** True when it stands. A conflict brings the list anew, so that the next act is made on what is true. */
  async act(row: OrderRow, type: 'order.takenAbove' | 'order.passedOn' | 'order.advised', body: object): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refused = null;
    const reply = await this.#api.actOnOrder(row, type, body);
    this.busy = false;
    if (!reply.ok) this.refused = { id: row.order.id, message: reply.problem.message };
    await this.load();
    return reply.ok;
  }
}
