import type { OrderDeed, OrderView } from '#device/assist-api.ts';
import { isAbove, levelsBeside, mayTake, stationLevel, type OrderLevel, type OrderState } from '#domain/assist/order.ts';
import type { MandateState } from '#domain/assist/mandate.ts';
import type { VisitState } from '#domain/case/state.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import type { Station } from '../station.svelte.ts';
import type { CaseView } from '../types.ts';

export type { OrderView };

/** One order: what it is, what became of it, and what the worker who looks may do. */
export class OrderPage {
  view = $state.raw<OrderView | null>(null);
  asked = $state(false);
  error = $state('');
  busy = $state(false);
  case = $state.raw<CaseView | null>(null);
  visit = $state.raw<VisitState | null>(null);
  mandate = $state.raw<MandateState | null>(null);
  readonly id: string;
  readonly #station: Station;

  readonly order = $derived<OrderState | null>(this.view?.order ?? null);
  readonly level = $derived<OrderLevel>(this.order?.opened.level ?? 'village');
  readonly items = $derived.by(() => (this.#station.catalogue?.items ?? []).filter(({ id }) => this.order?.opened.itemIds.includes(id)));
  readonly may = $derived.by(() => {
    const { order } = this;
    const me = this.#station.status?.staff?.id ?? '';
    const own = stationLevel(this.#station.status?.station?.divisionCode ?? '');
    const open = order !== null && order.status !== 'closed';
    const here = open && !isAbove(order);
    return {
      take: order !== null && mayTake(order, own, me),
      recall: here && order.status === 'handing',
      hand: here && order.status === 'open',
      /** The station's own part of the work goes on, whoever coordinates above. */
      work: open,
      close: here && order.status === 'open',
      cancel: open
    };
  });
  /** Where it can go: a colleague first, then the levels above. */
  readonly targets = $derived<OrderLevel[]>(this.order === null ? [] : [this.level, ...levelsBeside(this.level, this.level)]);

  constructor(station: Station, id: string) {
    this.#station = station;
    this.id = id;
  }

  async load(): Promise<void> {
    const { api } = this.#station;
    const view = await api.desk('order', this.id);
    const { caseId, visitId, mandateId } = view?.order ?? { caseId: null, visitId: null, mandateId: null };
    [this.case, this.visit, this.mandate] = [
      caseId === null ? null : await api.case(caseId),
      visitId === null ? null : await api.desk('visit', visitId),
      mandateId === null ? null : ((await api.desk('mandate', mandateId))?.mandate ?? null)
    ];
    this.view = view;
    this.asked = true;
  }

  async do(deed: OrderDeed): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = '';
    const result = await this.#station.api.desk('doOrder', this.id, deed);
    if (!result.ok) this.error = problemWords(result.error);
    await this.load();
    this.busy = false;
    return result.ok;
  }
  take(): Promise<boolean> {
    return this.do({ type: 'order.taken', body: { level: this.level } });
  }
  /** Begins the intake of its item; the order goes with the case, and its mandate is taken up by the form. Null when it could not be begun. */
  async begin(itemId: string): Promise<string | null> {
    const { api } = this.#station;
    const visitId = this.visit?.status === 'planned' ? this.visit.id : undefined;
    const started = await api.startDraft({ itemId, ...(visitId !== undefined && { visitId }) });
    const saved = started.ok ? await api.saveDraft({ ...started.value, extra: { ...started.value.extra, orderId: this.id } }) : started;
    if (started.ok && saved.ok) return `/intake/${started.value.id}${this.mandate === null ? '' : `?mandate=${this.mandate.id}`}`;
    this.error = saved.ok ? '' : problemWords(saved.error);
    return null;
  }
}
