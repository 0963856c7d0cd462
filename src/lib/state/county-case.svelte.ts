import { isSecondNotice } from '#domain/case/second-notice.ts';
import { isJoint } from '#domain/bundle/children.ts';
import { mayStillCorrect } from '#domain/case/acts/children.ts';
import type { CaseStatus } from '#domain/case/state.ts';
import { addDays, noticeDays, type DueDay } from '#domain/calendar/working-days.ts';
import { dayWords } from '#lib/messages/zh-county-dates.ts';
import { say, statusWords } from '#lib/messages/zh-county.ts';
import { CompletionDraft, CorrectionDraft, RefusalDraft, type Drafts } from './county-drafts.svelte.ts';
import { readPoints, writePoints, type PointStorage } from './county-points.ts';
import type { ConsoleCase, QueueRow } from './county-replies.ts';
import { viewCase, type CaseView } from './county-view.ts';
import type { County } from './county.svelte.ts';

export type Panel = 'none' | 'accept' | 'correct' | 'refuse' | 'complete';
export type Action = Exclude<Panel, 'none'>;
export type Opened = Pick<QueueRow, 'stationCode' | 'caseId'> & { applicantName?: string };
export type Decided = { row: QueueRow; words: string };
/** What accepting would promise: the item's limit and the day it gives from today. */
export type Limit = { days: string; due: DueDay } | null;

/** What may follow each status (rules 2.8); the county judges again. */
const actions: Record<CaseStatus, readonly Action[]> = {
  received: ['accept', 'correct', 'refuse'],
  preReturned: ['accept', 'correct', 'refuse'],
  correction: ['accept', 'refuse'],
  accepted: ['complete'],
  suspended: [],
  notAccepted: [],
  completed: [],
  returned: [],
  withdrawn: [],
  voided: []
};

/** The one case that is open: what the county has of it, the clerk's ticks and drafts, and the decision. */
export class CaseFile {
  opened = $state.raw<Opened | null>(null);
  file = $state.raw<ConsoleCase | null>(null);
  loading = $state(false);
  problem = $state('');
  /** Why what is shown has just changed, e.g. somebody else decided. */
  notice = $state('');
  panel = $state<Panel>('none');
  sending = $state(false);
  decideProblem = $state('');
  photo = $state(0);
  ticks = $state.raw<ReadonlySet<string>>(new Set());
  /** Decisions of this sitting, newest first; they stay in sight. */
  lately = $state.raw<Decided[]>([]);
  readonly view: CaseView | null;
  readonly actions: readonly Action[];
  readonly limit: Limit;
  drafts = $state.raw<Drafts | null>(null);
  #county: County;
  #storage: PointStorage;
  #kept = new Map<string, Drafts>();
  #asking: AbortController | null = null;

  constructor(county: County, storage: PointStorage) {
    this.#county = county;
    this.#storage = storage;
    this.view = $derived(this.file && viewCase(this.file, county.catalogue, county.today));
    this.actions = $derived(this.file && county.may.decide ? wholeActs(this.file.state) : []);
    this.limit = $derived(this.#limit());
  }

  async open(opened: Opened): Promise<void> {
    const again = this.opened?.caseId === opened.caseId;
    this.opened = opened;
    if (!again) {
      this.file = null;
      this.photo = 0;
      this.ticks = readPoints(this.#storage, opened.caseId);
    }
    this.#settle();
    await this.#read(opened);
  }

  close(): void {
    this.#asking?.abort();
    this.opened = null;
    this.file = null;
    this.#settle();
  }

  /** Drops everything that the clerk before had open, drafts too. */
  forget(): void {
    this.close();
    this.drafts = null;
    this.#kept.clear();
    this.lately = [];
  }

  show(panel: Panel): void {
    if (panel !== 'none' && !this.actions.includes(panel)) return;
    this.panel = panel;
    this.decideProblem = '';
  }

  tick(point: string): void {
    const next = new Set(this.ticks);
    if (!next.delete(point)) next.add(point);
    this.ticks = next;
    if (this.opened) writePoints(this.#storage, this.opened.caseId, next);
  }

  accept(): Promise<void> {
    return this.#decide('case.accepted', { due: this.limit?.due.date ?? null });
  }
  correct(): Promise<void> {
    return this.#decide('case.correctionRequested', this.drafts?.correction.body() ?? null);
  }
  refuse(): Promise<void> {
    return this.#decide('case.notAccepted', this.drafts?.refusal.body() ?? null);
  }
  complete(): Promise<void> {
    return this.#decide('case.completed', this.drafts?.completion.body() ?? null);
  }

  /** An act on a part of the case, whose page stays open. Answers why the county refused it; empty when it took it. */
  async act(type: string, body: object): Promise<string> {
    const file = this.file;
    if (file === null || this.sending) return '';
    this.sending = true;
    const reply = await this.#county.api.decide(file.row.stationCode, file.row.caseId, { type, base: file.state.revision, body });
    this.sending = false;
    if (reply.ok) {
      if (this.opened?.caseId === file.row.caseId) this.#put(reply.value);
      return '';
    }
    if (reply.problem.code === 'stale_revision') await this.#replaced(file);
    return reply.problem.message;
  }

  async #decide(type: string, body: object | null): Promise<void> {
    const file = this.file;
    if (file === null || body === null || this.sending) return;
    this.sending = true;
    this.decideProblem = '';
    const { stationCode, caseId } = file.row;
    const reply = await this.#county.api.decide(stationCode, caseId, { type, base: file.state.revision, body });
    this.sending = false;
    if (reply.ok) this.#decided(reply.value);
    else if (reply.problem.code === 'stale_revision') await this.#replaced(file);
    else this.decideProblem = reply.problem.message;
  }

  #decided(file: ConsoleCase): void {
    const words = decisionOf(file, this.#county.today);
    this.#kept.delete(file.row.caseId);
    this.lately = [{ row: file.row, words }, ...this.lately.filter(({ row }) => row.caseId !== file.row.caseId)];
    const { queue } = this.#county;
    queue.noteDecided(file.row, words);
    // The clerk may have opened another case while the answer was on its way.
    if (this.opened?.caseId !== file.row.caseId) return;
    const next = queue.neighbour(file.row.caseId, 1) ?? queue.neighbour(file.row.caseId, -1);
    if (next) void this.open(next);
    else {
      this.#put(file);
      this.#settle();
    }
  }

  /** Somebody was faster: what they did replaces the page, the draft stays. */
  async #replaced(file: ConsoleCase): Promise<void> {
    await this.#read(file.row);
    this.panel = 'none';
    this.notice = say.decide.stale;
    if (this.file && this.file.state.status !== file.state.status) this.#county.queue.noteDecided(this.file.row, statusWords[this.file.state.status]);
  }

  async #read({ stationCode, caseId }: Opened): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    const reply = await this.#county.api.case(stationCode, caseId, asking.signal);
    if (this.#asking !== asking) return;
    this.loading = false;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (reply.ok) this.#put(reply.value);
  }

  #put(file: ConsoleCase): void {
    this.drafts = this.#draftsOf(file.row.caseId);
    this.file = file;
  }

  #settle(): void {
    this.panel = 'none';
    this.notice = '';
    this.problem = '';
    this.decideProblem = '';
  }

  #draftsOf(caseId: string): Drafts {
    const found = this.#kept.get(caseId);
    if (found) return found;
    const { today, catalogue } = this.#county;
    const due = addDays(today, { value: noticeDays, unit: 'workingDay' }, catalogue?.calendar ?? {}).date;
    const isSecond = () => this.file !== null && isSecondNotice(this.file.state);
    const drafts = { correction: new CorrectionDraft(due, () => this.#county.today, isSecond), refusal: new RefusalDraft(), completion: new CompletionDraft() };
    this.#kept.set(caseId, drafts);
    return drafts;
  }

  /** As the county will compute it: the promised limit of the case's item, from today. */
  #limit(): Limit {
    const { catalogue, today } = this.#county;
    const limit = catalogue?.items.find(({ id }) => id === this.file?.state.received.item.id)?.promisedDays;
    if (!catalogue || !limit || limit.value === null) return null;
    return { days: say.decide.limit(limit.value, limit.unit), due: addDays(today, { value: limit.value, unit: limit.unit }, catalogue.calendar) };
  }
}

/** A joint case is accepted and completed child by child. */
function wholeActs(state: ConsoleCase['state']): readonly Action[] {
  const found = actions[state.status];
  if (!isJoint(state)) return found;
  const whole = found.filter((action) => action !== 'accept' && action !== 'complete');
  return mayStillCorrect(state, 'case.correctionRequested') ? ['correct', ...whole] : whole;
}

function decisionOf({ state }: ConsoleCase, today: string): string {
  switch (state.status) {
    case 'accepted':
      return state.due === null ? say.decide.accepted : say.decide.acceptedWith(dayWords(state.due, today));
    case 'correction':
      return state.correction ? say.decide.correctedWith(state.correction.items.length, dayWords(state.correction.due, today)) : say.decide.corrected;
    case 'completed':
      return state.decision && 'outcome' in state.decision && state.decision.outcome === 'refused' ? say.decide.refusedDone : say.decide.approved;
    default:
      return say.decide.notAccepted;
  }
}
