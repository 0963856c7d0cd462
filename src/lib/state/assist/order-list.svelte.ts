import { stationLevel, type OrderState } from '#domain/assist/order.ts';
import type { Station } from '../station.svelte.ts';
import { groupOf, type OrderGroup } from './order-words.ts';

/** A station's orders, as the worker who looks has to do with them. */
export class OrderList {
  orders = $state.raw<OrderState[] | null>(null);
  readonly #station: Station;
  readonly groups = $derived.by((): { id: OrderGroup; orders: OrderState[] }[] => {
    const { status } = this.#station;
    const [me, level] = [status?.staff?.id ?? '', stationLevel(status?.station?.divisionCode ?? '')];
    const of = (id: OrderGroup) => (this.orders ?? []).filter((order) => groupOf(order, me, level) === id);
    return (['waiting', 'mine', 'others', 'closed'] as const).map((id) => ({ id, orders: of(id) }));
  });

  constructor(station: Station) {
    this.#station = station;
  }
  async load(): Promise<void> {
    this.orders = await this.#station.api.desk('orders');
  }
}
