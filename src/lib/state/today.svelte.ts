import type { Catalogue } from '#domain/catalogue/format.ts';
import { light, type Light } from '#domain/calendar/light.ts';
import { closingsInConflict } from '#domain/case/given.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { zhConflict } from '#lib/messages/zh-conflict.ts';
import { zhToday } from '#lib/messages/zh-today.ts';
import { clock, monthDay } from './frame.ts';
import type { Station } from './station.svelte.ts';
import type { CaseRow, Today } from './types.ts';

export type VisitRow = Today['visits'][number];
/** A visit with what the screen needs to lead on. */
export type Stop = { visit: VisitRow; name: string; what: string | null; kind: 'item' | 'bundle' | 'none'; draftId: string | null; said: Said[] };
/** How one worker noted that a visit ended, where another noted it otherwise. */
export type Said = { outcome: 'done' | 'absent' | 'cancelled'; words: string };
/** A case that came back: its reason, and when it must be mended. */
export type Returned = { row: CaseRow; why: string; by: string; draftId: string | null };
/** A case in which two people gave one place differently. */
export type Disputed = { row: CaseRow; what: string };
export type DueRow = { row: CaseRow; light: Light; what: string };

const urgency: Record<Light['light'], number> = { red: 0, amber: 1, green: 2, hold: 3, none: 4 };

/** What 今日 shows: today's rows of the device, each with its reason and its next step. */
export class TodayBoard {
  today = $state.raw<Today | null>(null);
  stops = $state.raw<Stop[]>([]);
  returned = $state.raw<Returned[]>([]);
  disputed = $state.raw<Disputed[]>([]);
  due = $state.raw<DueRow[]>([]);
  error = $state<string | undefined>();
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  async load(): Promise<void> {
    const { api } = this.#station;
    const today = await api.today();
    const catalogue = this.#station.catalogue;
    const drafts = await Promise.all(today.drafts.map((row) => api.draft(row.id)));
    const draftOfVisit = new Map(drafts.flatMap((draft) => (draft?.visitId ? [[draft.visitId, draft.id] as const] : [])));
    const draftOfCase = new Map(today.drafts.flatMap((row) => (row.caseId ? [[row.caseId, row.id] as const] : [])));
    this.stops = [...today.visits]
      .sort((a, b) => a.plan.time.localeCompare(b.plan.time))
      .map((visit) => stop(visit, catalogue, draftOfVisit.get(visit.id) ?? null));
    this.returned = await Promise.all(
      [...today.corrections, ...today.rejected].map(async (row) => ({ ...(await this.#why(row)), row, draftId: draftOfCase.get(row.id) ?? null }))
    );
    this.disputed = await Promise.all(today.conflicts.map(async (row) => ({ row, what: await this.#dispute(row) })));
    this.due = dueRows(today, catalogue);
    this.today = today;
  }

  /** The draft in which a person goes on: an open one, else a new one. Null when it could not be begun. */
  async begin(start: Parameters<Station['api']['startDraft']>[0], draftId: string | null): Promise<string | null> {
    if (draftId) return draftId;
    this.error = undefined;
    const result = await this.#station.api.startDraft(start);
    if (result.ok) return result.value.id;
    this.error = problemWords(result.error);
    return null;
  }

  async close(visitId: string, outcome: 'done' | 'absent' | 'cancelled'): Promise<boolean> {
    this.error = undefined;
    const result = await this.#station.api.closeVisit(visitId, outcome);
    if (!result.ok) this.error = problemWords(result.error);
    await this.load();
    return result.ok;
  }

  async #dispute(row: CaseRow): Promise<string> {
    const state = (await this.#station.api.case(row.id))?.state;
    if (!state) return '';
    // Rare: not part of the first screen's load.
    const { disputesOf } = await import('./conflict-view.ts');
    const disputes = disputesOf(state, this.#station.catalogue);
    const names = new Set(disputes.flatMap(({ voices }) => voices.flatMap(({ who }) => who.split('、'))));
    return zhConflict.today.what(disputes.map(({ label }) => label).join('、'), [...names].join('、'));
  }

  async #why(row: CaseRow): Promise<{ why: string; by: string }> {
    const words = zhToday.returned;
    if (row.rejection) return { why: problemWords(row.rejection), by: words.rejected };
    const view = await this.#station.api.case(row.id);
    const items = (view?.state.correction ?? view?.state.preReview)?.items ?? [];
    const first = items[0];
    const why = first ? `${first.label}：${first.problem}${items.length > 1 ? `，${words.more(items.length)}` : ''}` : '';
    return { why, by: row.correctionDue ? words.due(monthDay(row.correctionDue)) : '' };
  }
}

function stop(visit: VisitRow, catalogue: Catalogue | null, draftId: string | null): Stop {
  const id = visit.plan.itemId;
  const bundle = catalogue?.bundles.find((candidate) => candidate.id === id);
  const item = catalogue?.items.find((candidate) => candidate.id === id);
  return { visit, name: visit.plan.name, what: (bundle ?? item)?.name ?? null, kind: bundle ? 'bundle' : item ? 'item' : 'none', draftId, said: saidOf(visit) };
}

function saidOf(visit: VisitRow): Said[] {
  return closingsInConflict(visit).map(({ by, at, value: { outcome } }) => ({
    outcome,
    words: zhConflict.visit.said(by, clock(at), zhConflict.visit.outcomes[outcome])
  }));
}

function whatOf(status: CaseRow['status'], light: Light['light']): string {
  const words = zhToday.due;
  if (status === 'correction') return words.correction;
  if (status === 'suspended') return words.suspended;
  return status === 'accepted' ? words.accepted : light === 'red' ? words.deemed : words.received;
}

function dueRows(today: Today, catalogue: Catalogue | null): DueRow[] {
  const calendar = catalogue?.calendar ?? {};
  return today.due
    .map((row) => {
      const promised = light(row.status, row.due, today.date, calendar);
      const deferred = light('accepted', row.deferredDue, today.date, calendar);
      const words = zhToday.due;
      return urgency[deferred.light] < urgency[promised.light] || promised.light === 'none'
        ? { row, light: deferred, what: words.deferred }
        : { row, light: promised, what: whatOf(row.status, promised.light) };
    })
    .filter(({ light: { light: kind } }) => kind !== 'none')
    .sort((a, b) => urgency[a.light.light] - urgency[b.light.light] || (a.light.daysLeft ?? 0) - (b.light.daysLeft ?? 0));
}
