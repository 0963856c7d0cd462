import type { CaseView, Problem } from './types.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { agentActs, agentNameKey, agentRelationKey, applicantIdNoKey, applicantPhoneKey, textAnswer } from '#domain/form/known-fields.ts';
import { isOpen } from '#domain/case/open.ts';
import { clockLight, clockOf, type Clock } from '#domain/promise/clock.ts';
import { zhConflict } from '../messages/zh-conflict.ts';
import { disputesOf, type Dispute, type Voice } from './conflict-view.ts';
import { localDay } from './dates.ts';
import type { Station } from './station.svelte.ts';

export type ClockCell = 'used' | 'held' | 'left';
export type ClockFace = Clock & { startWord: 'received' | 'accepted'; cells: ClockCell[] };
export type NextAct = 'mend' | 'correct' | 'supply' | null;

/** One case as this device knows it, and what may be done with it here. */
export class CasePage {
  view = $state.raw<CaseView | null>(null);
  asked = $state(false);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  readonly id: string;
  readonly today = localDay();
  readonly #station: Station;

  readonly state = $derived(this.view?.state ?? null);
  readonly definition = $derived.by((): IntakeDefinition | null => {
    const { catalogue } = this.#station;
    const received = this.state?.received;
    if (!catalogue || !received) return null;
    return received.bundle ? bundleDefinition(catalogue, received.bundle.id, received.bundle.itemIds) : itemDefinition(catalogue, received.item.id);
  });
  readonly act = $derived.by((): NextAct => {
    if (!this.view) return null;
    if (this.view.row.sync === 'rejected') return 'mend';
    if (this.view.state.status === 'correction' || this.view.state.status === 'preReturned') return 'correct';
    return this.view.row.deferredDue !== null && isOpen(this.view.state.status) ? 'supply' : null;
  });
  readonly party = $derived.by(() => {
    const answers = this.state?.answers ?? {};
    return {
      idNo: textAnswer(answers, applicantIdNoKey),
      phone: textAnswer(answers, applicantPhoneKey),
      agent: agentActs(answers) ? { name: textAnswer(answers, agentNameKey), relation: textAnswer(answers, agentRelationKey) } : null
    };
  });
  readonly isOpen = $derived(this.view !== null && isOpen(this.view.state.status));
  readonly disputes = $derived.by(() => (this.state ? disputesOf(this.state, this.#station.catalogue) : []));
  /** What was settled last, until another case is opened. */
  settled = $state('');
  /** Of the promised limit. */
  readonly unit = $derived((this.definition?.bundle ?? this.definition?.items[0])?.promisedDays.unit ?? 'workingDay');
  readonly clock = $derived(this.#clock());
  readonly light = $derived.by(() => {
    const calendar = this.#station.catalogue?.calendar ?? {};
    return this.state ? clockLight(this.state, this.unit, this.today, calendar) : null;
  });

  constructor(station: Station, id: string) {
    this.#station = station;
    this.id = id;
  }

  async load(): Promise<void> {
    this.view = await this.#station.api.case(this.id);
    this.asked = true;
  }

  /** Five days until acceptance; then the promised days of the item or bundle. */
  #clock(): ClockFace | null {
    const { state } = this;
    const calendar = this.#station.catalogue?.calendar;
    const clock = state && calendar ? clockOf(state, this.unit, this.today, calendar) : null;
    if (clock === null) return null;
    const { kind, used, held, left } = clock;
    return { ...clock, startWord: kind === 'notice' ? 'received' : 'accepted', cells: cells(used, held, left) };
  }

  /** Opens the draft that mends or supplies this case; its id. */
  async mend(): Promise<string | null> {
    const received = this.state?.received;
    if (!received || this.busy) return null;
    this.busy = true;
    try {
      const result = await this.#station.api.startDraft({
        itemId: received.item.id,
        caseId: this.id,
        ...(received.bundle ? { bundle: { id: received.bundle.id, itemIds: received.bundle.itemIds } } : {})
      });
      this.problem = result.ok ? null : result.error;
      return result.ok ? result.value.id : null;
    } finally {
      this.busy = false;
    }
  }

  /** In a conflict: one of the values that were given. */
  async settle({ place, label }: Dispute, { chosen }: Voice): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const result = await this.#station.api.resolveConflict(this.id, place, { chosen });
      this.problem = result.ok ? null : result.error;
      this.settled = result.ok ? zhConflict.done(label) : '';
      await this.load();
    } finally {
      this.busy = false;
    }
  }

  /** 申请作废: a lead of the county decides. */
  async askVoid(reason: string): Promise<boolean> {
    const result = await this.#station.api.desk('askVoid', this.id, reason);
    this.problem = result.ok ? null : result.error;
    if (result.ok) await this.load();
    return result.ok;
  }

  async withdraw(reason: string): Promise<boolean> {
    const result = await this.#station.api.withdraw(this.id, reason);
    this.problem = result.ok ? null : result.error;
    if (result.ok) await this.load();
    return result.ok;
  }
}

function cells(used: number, held: number, left: number): ClockCell[] {
  return [...Array<ClockCell>(used).fill('used'), ...Array<ClockCell>(held).fill('held'), ...Array<ClockCell>(left).fill('left')];
}
