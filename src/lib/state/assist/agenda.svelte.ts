import type { Agenda } from '#device/assist-api.ts';
import { fromDayCount, toDayCount } from '#domain/calendar/iso-date.ts';
import { inRoute, byPlace, shifted } from '#domain/assist/route.ts';
import { openingHours, overlaps, slotKind, slotKindLabels, slotsInConflict } from '#domain/assist/slots.ts';
import { endOf, needLabels } from '#domain/assist/visit.ts';
import { shortDate } from '#domain/calendar/words.ts';
import type { VisitState } from '#domain/case/state.ts';
import { zhAgenda as words } from '#lib/messages/zh-agenda.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { localDay } from '../dates.ts';
import type { Station } from '../station.svelte.ts';

export type Slot = { date: string; time: string };
export type Stop = {
  visit: VisitState;
  what: string | null;
  span: string;
  tags: string[];
  /** What stands in the way, in words; null when nothing does. */ clash: string | null;
  /** Two who moved it to different times. */ said: { words: string; slot: Slot; label: string }[];
};

/** One day of visits and appointments (M21, M22). */
export class AgendaPage {
  date = $state(localDay());
  agenda = $state.raw<Agenda | null>(null);
  error = $state('');
  readonly #station: Station;

  readonly route = $derived.by(() => inRoute(this.agenda?.visits ?? [], this.agenda?.route ?? []));
  readonly planned = $derived(this.route.filter(({ status }) => status === 'planned'));
  readonly stops = $derived.by((): Stop[] => {
    const { catalogue, status } = this.#station;
    const clashes = overlaps(this.route);
    const hours = openingHours(status?.station?.hours ?? '');
    return this.route.map((visit) => {
      const { plan } = visit;
      const kind = slotKind(plan, hours, catalogue?.calendar ?? {});
      const others = clashes.get(visit.id) ?? [];
      return {
        visit,
        what: [...(catalogue?.bundles ?? []), ...(catalogue?.items ?? [])].find(({ id }) => id === plan.itemId)?.name ?? null,
        span: words.span(plan.time, endOf(plan)),
        tags: [
          ...(plan.at === 'station' ? [words.station] : []),
          ...(kind === 'usual' ? [] : [slotKindLabels[kind]]),
          ...(plan.needs ?? []).map((need) => needLabels[need])
        ],
        clash: others[0] === undefined ? null : words.overlap(others[0].plan.time, others.map((other) => other.plan.name).join('、')),
        said: slotsInConflict(visit).map(({ by, value: { date, time } }) => {
          const label = `${shortDate(date)} ${time}`;
          return { words: words.said(by, label), slot: { date, time }, label };
        })
      };
    });
  });
  readonly sorted = $derived<'time' | 'mine'>((this.agenda?.route.length ?? 0) > 0 ? 'mine' : 'time');

  constructor(station: Station, date: string | null) {
    this.#station = station;
    if (date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date)) this.date = date;
  }

  async load(): Promise<void> {
    const { date } = this;
    const agenda = await this.#station.api.desk('agenda', date, date);
    // The day may have been turned while it was asked.
    if (date === this.date) this.agenda = agenda;
  }
  turn(days: number): void {
    this.date = fromDayCount(toDayCount(this.date) + days);
    this.agenda = null;
  }
  sort(by: 'time' | 'place'): Promise<void> {
    return this.#keep(by === 'time' ? [] : byPlace(this.route).map(({ id }) => id));
  }
  shift(id: string, by: -1 | 1): Promise<void> {
    const ids = this.planned.map((visit) => visit.id);
    const moved = shifted(ids, id, by);
    // What is done keeps its place before what is still to come.
    return this.#keep([...this.route.filter(({ status }) => status !== 'planned').map((visit) => visit.id), ...moved]);
  }
  async move(id: string, slot: Slot & { reason?: string }): Promise<boolean> {
    this.error = '';
    const minutes = this.route.find((visit) => visit.id === id)?.plan.minutes;
    const result = await this.#station.api.desk('moveVisit', id, { ...slot, ...(minutes !== undefined && { minutes }) });
    if (!result.ok) this.error = problemWords(result.error);
    await this.load();
    return result.ok;
  }
  async #keep(ids: string[]): Promise<void> {
    await this.#station.api.desk('sortRoute', this.date, ids);
    await this.load();
  }
}
