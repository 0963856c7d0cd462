import type { Result } from '#device/api.ts';
import { openingHours, overlaps, slotKind, slotKindLabels } from '#domain/assist/slots.ts';
import type { VisitNeed } from '#domain/assist/visit.ts';
import type { BodyOf } from '#domain/case/operations.ts';
import type { VisitState } from '#domain/case/state.ts';
import { zhAgenda } from '#lib/messages/zh-agenda.ts';
import type { VisitForm } from '../visit-form.ts';
import type { Station } from '../station.svelte.ts';

type Plan = BodyOf<'visit.planned@1'>;
export const lengths = [30, 60, 90, 120] as const;

/** What an appointment has beside name, place and time, and what stands at that time already (M21, M22). */
export class BookingForm {
  at = $state<'home' | 'station'>('home');
  minutes = $state<number>(60);
  needs = $state<VisitNeed[]>([]);
  mine = $state(true);
  companion = $state('');
  readonly #station: Station;
  readonly #form: VisitForm;
  readonly #orderId: string | null;
  #taken = $state.raw<VisitState[]>([]);

  readonly #plan = $derived.by((): Plan => {
    const { name, address, date, time } = this.#form;
    return { name, address, date, time, ...this.extras };
  });
  /** Said before it is saved; both are kept all the same. */
  readonly clash = $derived.by(() => {
    const probe = { id: 'new', status: 'planned' as const, plan: this.#plan };
    const others = this.#form.time === '' ? [] : (overlaps([probe, ...this.#taken]).get('new') ?? []);
    return others[0] === undefined ? null : zhAgenda.form.clash(others[0].plan.time, others.map(({ plan }) => plan.name).join('、'));
  });
  readonly outside = $derived.by(() => {
    const { date, time } = this.#form;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || time === '') return null;
    const kind = slotKind(
      { date, time, minutes: this.minutes },
      openingHours(this.#station.status?.station?.hours ?? ''),
      this.#station.catalogue?.calendar ?? {}
    );
    return kind === 'usual' ? null : zhAgenda.form.kind(slotKindLabels[kind]);
  });

  constructor(station: Station, form: VisitForm, orderId: string | null) {
    this.#station = station;
    this.#form = form;
    this.#orderId = orderId;
    if (orderId !== null) void this.#fillFrom(orderId);
  }

  get staffName(): string {
    return this.#station.status?.staff?.name ?? '';
  }
  get day(): string {
    return this.#form.date;
  }
  get extras(): Partial<Plan> {
    const { staff, station } = this.#station.status ?? {};
    return {
      at: this.at,
      minutes: this.minutes,
      ...(this.needs.length > 0 && { needs: [...this.needs] }),
      ...(this.mine && staff && { staff: { id: staff.id, name: staff.name } }),
      ...(this.companion.trim() !== '' && { companion: this.companion.trim() }),
      ...(station && { division: station.divisionCode }),
      ...(this.#orderId !== null && { orderId: this.#orderId })
    };
  }

  async #fillFrom(orderId: string): Promise<void> {
    const opened = (await this.#station.api.desk('order', orderId))?.order.opened;
    if (opened === undefined) return;
    Object.assign(this.#form, {
      name: opened.name,
      phone: opened.phone ?? '',
      address: opened.address ?? '',
      itemId: opened.itemIds[0] ?? '',
      note: opened.need
    });
  }
  async look(date: string): Promise<void> {
    if (/^\d{4}-\d{2}-\d{2}$/.test(date)) this.#taken = (await this.#station.api.desk('agenda', date, date)).visits;
  }

  async book(plan: Plan): Promise<Result<string>> {
    const { api } = this.#station;
    const booked = await api.desk('bookVisit', plan);
    // The visit names its order in any case; the order's page should know of it too.
    if (booked.ok && this.#orderId !== null) await api.desk('doOrder', this.#orderId, { type: 'order.changed', body: { visitId: booked.value } });
    return booked;
  }
}
