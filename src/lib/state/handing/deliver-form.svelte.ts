import { deliveryPaper, type DeliveryFacts } from '#domain/documents/delivery.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import { paperText, type Paper } from '#domain/documents/paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { outcomesOf, type DeliveryMethod, type DeliveryOutcome } from '#domain/handing/delivery.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { delivery as words } from '#lib/messages/zh-handing.ts';
import { CasePapers } from '../case-papers.svelte.ts';
import { localDay, shortTime } from '../dates.ts';
import { signUnder, type Drawn } from '../signing.ts';
import type { Station } from '../station.svelte.ts';
import type { Problem } from '../types.ts';

/** What can be served of a case; its other papers were given at 收件. */
const served: ReadonlySet<string> = new Set(['completion', 'refusal', 'nonAcceptance', 'acceptance', 'oneTimeNotice', 'specialProcedure']);

/** One attempt to serve papers: what is written about it, the 送达回证 that follows from it, and who signed under exactly that. */
export class DeliverForm {
  readonly papers: CasePapers;
  method = $state<DeliveryMethod>('window');
  outcome = $state<DeliveryOutcome>('signed');
  recipient = $state('');
  relation = $state('');
  place = $state('');
  on = $state(localDay());
  time = $state(shortTime(new Date().toISOString()));
  address = $state('');
  agreed = $state(false);
  carrier = $state<string>(words.carrierDefault);
  trackingNo = $state('');
  note = $state('');
  other = $state('');
  otherNo = $state('');
  witnesses = $state([
    { name: '', unit: '' },
    { name: '', unit: '' }
  ]);
  /** Numbers of the papers that are not served this time; null: as suggested. */
  chosen = $state.raw<ReadonlySet<string> | null>(null);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  #made = $state.raw<Signature[]>([]);
  readonly #station: Station;

  readonly state = $derived.by(() => this.papers.page.state);
  readonly choices = $derived.by(() => {
    const kinds = this.papers.list.flatMap(({ no, title, paper }) => (paper !== null && served.has(paper.kind) ? [{ no, title, kind: paper.kind }] : []));
    return kinds.filter(({ no }, at) => kinds.findIndex((each) => each.no === no) === at);
  });
  /** The newest is what has just been decided. */
  readonly ticked = $derived(this.chosen ?? new Set(this.choices.slice(0, 1).map(({ no }) => no)));
  readonly documents = $derived([
    ...this.choices.filter(({ no }) => this.ticked.has(no)).map(({ no, title }) => ({ no, title })),
    ...(this.other.trim() === '' ? [] : [{ title: this.other.trim(), no: this.otherNo.trim() }])
  ]);
  readonly hasTaker = $derived(this.outcome === 'signed' || this.outcome === 'substitute');
  readonly travels = $derived(this.outcome === 'posted' || this.outcome === 'sent');
  readonly taker = $derived(this.outcome === 'signed' ? (this.state?.applicantName ?? '') : this.recipient.trim());
  readonly handler = $derived.by(() => this.#station.status?.staff?.name ?? '');
  readonly facts = $derived.by((): DeliveryFacts => {
    const filled = (key: string, text: string) => (text.trim() === '' ? {} : { [key]: text.trim() });
    return {
      method: this.method,
      outcome: this.outcome,
      on: this.on,
      time: this.time,
      place: this.place.trim(),
      documents: this.documents,
      ...(this.hasTaker && this.taker !== '' && { recipient: { name: this.taker, ...(this.outcome === 'substitute' && { relation: this.relation }) } }),
      ...(this.travels && { ...filled('address', this.address), agreed: this.agreed }),
      ...(this.outcome === 'posted' && { ...filled('carrier', this.carrier), ...filled('trackingNo', this.trackingNo) }),
      ...(this.outcome === 'left' && {
        witnesses: this.witnesses.map(({ name, unit }) => ({ name: name.trim(), unit: unit.trim() })).filter(({ name }) => name !== '')
      }),
      ...filled('note', this.note)
    };
  });
  readonly paper = $derived.by((): Paper | null => {
    const { state } = this;
    const { context } = this.papers;
    return state === null || context === null || this.outcome === 'absent' ? null : deliveryPaper(state, this.facts, this.handler, context);
  });
  readonly #hash = $derived(this.paper === null ? '' : sha256OfText(paperText(this.paper)));
  /** Under the paper as it is now. */
  readonly signatures = $derived(this.#made.filter(({ documentHash }) => documentHash === this.#hash));

  constructor(station: Station, caseId: string) {
    this.#station = station;
    this.papers = new CasePapers(station, caseId);
    this.place = station.status?.station?.name ?? '';
  }

  choose(method: DeliveryMethod): void {
    this.method = method;
    this.outcome = outcomesOf[method][0] ?? 'signed';
    const answer = this.state?.answers['residenceAddress'];
    const home = typeof answer === 'object' && 'detail' in answer && typeof answer.detail === 'string' ? answer.detail : '';
    const own = this.#station.status?.station?.name ?? '';
    if (method === 'home' && this.place === own) this.place = home;
    if (method === 'window') this.place = own;
  }
  tick(no: string, on: boolean): void {
    const next = new Set(this.ticked);
    if (on) next.add(no);
    else next.delete(no);
    this.chosen = next;
  }
  sign(slot: Pick<Signature, 'role' | 'name'>, drawn: Drawn): void {
    this.#made = [...this.#others(slot), signUnder(this.#hash, slot, drawn)];
  }
  unsign(slot: Pick<Signature, 'role' | 'name'>): void {
    this.#made = this.#others(slot);
  }
  #others({ role, name }: Pick<Signature, 'role' | 'name'>): Signature[] {
    return this.#made.filter((each) => each.role !== role || each.name !== name);
  }

  async save(): Promise<boolean> {
    if (this.busy) return false;
    if (this.documents.length === 0) {
      this.problem = { code: 'invalid_body', path: 'body.documents', message: words.docMissing };
      return false;
    }
    this.busy = true;
    try {
      const { paper, facts } = this;
      const body = { ...facts, ...(paper !== null && { paper: issuedPaper(paper, new Date().toISOString()) }), signatures: this.signatures };
      const result = await this.#station.api.desk('deliver', this.papers.page.id, $state.snapshot(body));
      this.problem = result.ok ? null : result.error;
      return result.ok;
    } finally {
      this.busy = false;
    }
  }
}
