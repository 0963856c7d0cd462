import { longDate } from '#domain/calendar/words.ts';
import { byItem, numbersOf, receivedByDay, within } from '#domain/report/numbers.ts';
import { dayPeriod, daysOf, monthPeriod, step } from '#domain/report/periods.ts';
import { ledger as words } from '#lib/messages/zh-ledger.ts';
import { localDay } from '../dates.ts';
import { saveFile } from '../save-file.ts';
import type { Station } from '../station.svelte.ts';
import type { ReportFacts, StationRatings } from '../types.ts';

/** The station's day or month in numbers. */
export class Ledger {
  facts = $state.raw<ReportFacts | null>(null);
  /** What the county told of the ratings of a month that is over. */
  told = $state.raw<StationRatings | null>(null);
  unit = $state<'day' | 'month'>('month');
  /** A day in the period. */
  day = $state(localDay());
  writing = $state(false);
  readonly today = localDay();
  readonly #station: Station;

  readonly period = $derived(this.unit === 'day' ? dayPeriod(this.day) : monthPeriod(this.day));
  readonly range = $derived(this.unit === 'day' ? longDate(this.day) : words.month(this.day));
  readonly isLast = $derived(within(this.today, this.period));
  readonly ratings = $derived(this.unit === 'month' && this.told?.month === this.day.slice(0, 7) ? this.told.counts : null);
  readonly numbers = $derived(this.facts === null ? null : numbersOf(this.facts.cases, this.facts.visits, this.period, this.ratings));
  /** Of a day the whole month, so that it is seen beside its neighbours. */
  readonly days = $derived(this.facts === null ? [] : receivedByDay(this.facts.cases, daysOf(monthPeriod(this.day))));
  readonly items = $derived(this.facts === null ? [] : byItem(this.facts.cases, this.period));

  constructor(station: Station) {
    this.#station = station;
  }
  async load(): Promise<void> {
    this.facts = await this.#station.api.desk('reportFacts');
    this.told = await this.#station.api.desk('ratingCounts');
  }
  go(count: 1 | -1): void {
    const next = step(this.day, this.unit, count);
    this.day = next > this.today ? this.today : next;
  }
  async save(): Promise<void> {
    if (this.numbers === null || this.writing) return;
    this.writing = true;
    try {
      const { ledgerFile } = await import('./ledger-excel.ts');
      const station = this.#station.status?.station?.name ?? '';
      const days = this.unit === 'day' ? this.days.filter(({ day }) => day === this.day) : this.days;
      const file = await ledgerFile({ station, range: this.range, numbers: this.numbers, days, items: this.items });
      saveFile(file, words.excelName(station, this.unit === 'day' ? this.day : this.day.slice(0, 7)));
    } finally {
      this.writing = false;
    }
  }
}
