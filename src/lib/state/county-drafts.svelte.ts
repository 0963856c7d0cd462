/** What the clerk is writing before a decision goes out; kept per case while the console is open. */
import type { BodyOf } from '#domain/case/operations.ts';
import { say } from '#lib/messages/zh-county.ts';
import { RemedyDraft } from './county-remedy.svelte.ts';

export type Target = { target: 'material' | 'field' | 'other'; key: string; label: string };
export type CorrectionItem = Target & { id: number; problem: string; remedy: string };
export type Trouble = Record<string, string>;

/** 一次性告知: every gap at once, each with its remedy, and a day. */
export class CorrectionDraft {
  items = $state<CorrectionItem[]>([]);
  due = $state('');
  note = $state('');
  /** Why a second notice. */ again = $state('');
  /** Errors stand from the first try to send on. */
  tried = $state(false);
  removed = $state.raw<{ item: CorrectionItem; at: number } | null>(null);
  #serial = 0;
  #today: () => string;
  #isSecond: () => boolean;

  constructor(due: string, today: () => string, isSecond: () => boolean = () => false) {
    this.due = due;
    this.#isSecond = isSecond;
    this.#today = today;
  }

  readonly trouble: Trouble = $derived.by(() => {
    if (!this.tried) return {};
    const found: Trouble = {};
    if (this.items.length === 0) found.items = say.correction.needItem;
    for (const { id, problem, remedy } of this.items) if (problem.trim() === '' || remedy.trim() === '') found[`item.${id}`] = say.correction.needText;
    if (this.due === '' || this.due < this.#today()) found.due = say.correction.needDue;
    if (this.second && this.again.trim() === '') found.again = say.correction.needAgain;
    return found;
  });

  /** The case has had its one notice. */
  get second(): boolean {
    return this.#isSecond();
  }

  has(target: string, key: string): boolean {
    return this.items.some((item) => item.target === target && item.key === key);
  }
  add(target: Target): number {
    const id = ++this.#serial;
    this.items.push({ ...target, id, problem: '', remedy: '' });
    return id;
  }
  remove(id: number): void {
    const at = this.items.findIndex((item) => item.id === id);
    const [item] = this.items.splice(at, 1);
    if (item) this.removed = { item, at };
  }
  undo(): void {
    if (this.removed) this.items.splice(this.removed.at, 0, this.removed.item);
    this.removed = null;
  }
  /** The notice, or null while something is missing. */
  body(): BodyOf<'case.correctionRequested@1'> | null {
    this.tried = true;
    if (Object.keys(this.trouble).length > 0) return null;
    const items = this.items.map(({ target, key, label, problem, remedy }) => ({ target, key, label, problem: problem.trim(), remedy: remedy.trim() }));
    const note = this.note.trim();
    return { items, due: this.due, ...(note === '' ? {} : { note }), ...(this.second ? { again: { reason: this.again.trim() } } : {}) };
  }
}

export class RefusalDraft {
  reason = $state('');
  basis = $state('');
  whereTo = $state('');
  readonly remedy = new RemedyDraft();
  tried = $state(false);
  readonly trouble: Trouble = $derived.by(() => {
    const found: Trouble = {};
    if (this.tried && this.reason.trim() === '') found.reason = say.refusal.needReason;
    if (this.tried && this.basis.trim() === '') found.basis = say.refusal.needBasis;
    return found;
  });

  body(): BodyOf<'case.notAccepted@1'> | null {
    this.tried = true;
    if (Object.keys(this.trouble).length > 0) return null;
    const whereTo = this.whereTo.trim();
    const remedy = this.remedy.body();
    return remedy && { reason: this.reason.trim(), basis: this.basis.trim(), ...(whereTo === '' ? {} : { whereTo }), ...remedy };
  }
}

export class CompletionDraft {
  outcome = $state<'approved' | 'refused' | ''>('');
  result = $state('');
  explain = $state('');
  readonly remedy = new RemedyDraft();
  tried = $state(false);
  readonly trouble: Trouble = $derived.by(() => {
    const found: Trouble = {};
    if (!this.tried) return found;
    if (this.outcome === '') found.outcome = say.completion.needOutcome;
    if (this.result.trim() === '') found.result = say.completion.needResult;
    if (this.outcome === 'refused' && this.explain.trim() === '') found.explain = say.completion.needExplain;
    return found;
  });

  body(): BodyOf<'case.completed@1'> | null {
    this.tried = true;
    if (this.outcome === '' || Object.keys(this.trouble).length > 0) return null;
    const explain = this.explain.trim();
    const remedy = this.remedy.body();
    return remedy && { outcome: this.outcome, result: this.result.trim(), ...(explain === '' ? {} : { explain }), ...remedy };
  }
}

export type Drafts = { correction: CorrectionDraft; refusal: RefusalDraft; completion: CompletionDraft };
