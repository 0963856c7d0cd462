import { cannotSignReasons, mandatePowers, specialPowers, type MandateGranted, type MandatePower, type SpecialPower } from '#domain/assist/mandate.ts';
import { fromDayCount, toDayCount } from '#domain/calendar/iso-date.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { mandatePaper } from '#domain/documents/mandate.ts';
import { paperText, type Paper, type PaperSlot } from '#domain/documents/paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { readIdNumber } from '#domain/identity/id-number.ts';
import { zhMandate } from '#lib/messages/zh-mandate.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { localDay } from '../dates.ts';
import type { Station } from '../station.svelte.ts';
import { phoneProblem } from './checks.ts';

export type { MandateView } from '#device/assist-api.ts';

const words = zhMandate.form;
const spans = { month: 30, quarter: 90, year: 365 } as const;
export type Span = keyof typeof spans;
type Party = { name: string; idNo: string; phone: string };
type Drawn = Pick<Signature, 'strokes' | 'width' | 'height'>;
/** What is known already: from an order, or from a form that is being filled in. */
export type Known = {
  principal?: Partial<Party> & { address?: string };
  agent?: Partial<Party> & { relation?: string; officer?: boolean };
  itemIds?: string[];
  orderId?: string;
};

/** A mandate while it is written and signed; signatures stand under the exact text as it is now. */
export class MandateForm {
  principal = $state({ name: '', idNo: '', phone: '', address: '' });
  agent = $state({ name: '', idNo: '', phone: '', relation: '', officer: false });
  itemIds = $state<string[]>([]);
  powers = $state<MandatePower[]>(['submit', 'sign', 'collect']);
  special = $state<SpecialPower[]>([]);
  span = $state<Span>('quarter');
  marks = $state(false);
  cannotSign = $state<(typeof cannotSignReasons)[number]>('illiterate');
  witnesses = $state(['', '']);
  signatures = $state.raw<Signature[]>([]);
  tried = $state(false);
  busy = $state(false);
  error = $state('');
  readonly id: string;
  readonly today = localDay();
  readonly #station: Station;
  readonly #orderId: string | undefined;

  readonly until = $derived(fromDayCount(toDayCount(this.today) + spans[this.span]));
  readonly items = $derived.by(() => (this.#station.catalogue?.items ?? []).filter(({ id }) => this.itemIds.includes(id)));
  readonly terms = $derived.by((): Omit<MandateGranted, 'paper' | 'signatures'> => {
    const filled = (phone: string) => (phone.trim() === '' ? {} : { phone: phone.trim() });
    const { principal, agent } = this;
    return {
      principal: {
        name: principal.name.trim(),
        idNo: plain(principal.idNo),
        ...filled(principal.phone),
        ...(principal.address.trim() !== '' && { address: principal.address.trim() })
      },
      agent: {
        name: agent.name.trim(),
        idNo: plain(agent.idNo),
        relation: agent.officer ? words.officer : agent.relation,
        ...filled(agent.phone),
        ...(agent.officer && { officer: true })
      },
      items: this.items.map(({ id, name }) => ({ id, name })),
      powers: mandatePowers.filter((power) => this.powers.includes(power)),
      special: specialPowers.filter((power) => this.special.includes(power)),
      validFrom: this.today,
      validUntil: this.until,
      ...(this.marks && { cannotSign: this.cannotSign })
    };
  });
  /** What is wrong in the form, by place; the paper is shown once nothing is. */
  readonly findings = $derived.by(() => this.#findings());
  readonly complete = $derived(Object.values(this.findings).every((finding) => finding === undefined));
  readonly paper = $derived.by((): Paper | null => {
    const { station, staff } = this.#station.status ?? {};
    if (!station || !this.complete) return null;
    return mandatePaper({
      id: this.id,
      granted: this.terms,
      witnesses: this.marks ? this.witnesses.map((name) => name.trim()) : [],
      items: this.items,
      station,
      handler: staff?.name ?? '',
      date: this.today
    });
  });
  readonly text = $derived(this.paper === null ? '' : paperText(this.paper));
  readonly hash = $derived(this.text === '' ? '' : sha256OfText(this.text));

  constructor(station: Station, id: string, known: Known) {
    this.#station = station;
    this.id = id;
    this.#orderId = known.orderId;
    Object.assign(this.principal, known.principal);
    Object.assign(this.agent, known.agent);
    this.itemIds = (known.itemIds ?? []).filter((item) => this.mayDelegate(item));
  }

  /** What the law wants done in person can't be delegated (M11). */
  mayDelegate(itemId: string): boolean {
    return this.#station.catalogue?.items.find((item) => item.id === itemId)?.agentAllowed !== false;
  }
  get personal(): string[] {
    return (this.#station.catalogue?.items ?? []).filter((item) => !item.agentAllowed).map((item) => item.name);
  }

  signed(slot: PaperSlot): { signature: Signature; stale: boolean } | null {
    const signature = this.signatures.find(({ role, name }) => role === slot.role && name === slot.name);
    return signature === undefined ? null : { signature, stale: signature.documentHash !== this.hash };
  }
  sign({ role, name }: PaperSlot, drawn: Drawn): void {
    const signature: Signature = { role, name, documentHash: this.hash, document: '', ...drawn, signedAt: new Date().toISOString() };
    this.signatures = [...this.signatures.filter((other) => other.role !== role || other.name !== name), signature];
  }
  unsign({ role, name }: PaperSlot): void {
    this.signatures = this.signatures.filter((other) => other.role !== role || other.name !== name);
  }
  /** The first place that is not signed under the text as it is now. */
  get unsigned(): PaperSlot | undefined {
    return this.paper?.slots.find((slot) => this.signed(slot)?.stale !== false);
  }

  /** The mandate's id when it stands. */
  async save(): Promise<string | null> {
    this.tried = true;
    this.error = '';
    const { paper } = this;
    if (this.busy || paper === null || this.unsigned !== undefined) return null;
    this.busy = true;
    const { api } = this.#station;
    const result = await api.desk('grantMandate', this.id, {
      ...this.terms,
      paper: { kind: paper.kind, no: paper.no, title: paper.title, hash: this.hash, text: this.text, issuedAt: new Date().toISOString() },
      signatures: this.signatures.filter(({ documentHash }) => documentHash === this.hash),
      ...(this.#orderId !== undefined && { orderId: this.#orderId })
    });
    const linked =
      result.ok && this.#orderId !== undefined ? await api.desk('doOrder', this.#orderId, { type: 'order.changed', body: { mandateId: this.id } }) : result;
    this.busy = false;
    if (!linked.ok) this.error = problemWords(linked.error);
    return result.ok ? this.id : null;
  }

  #findings(): Record<string, string | undefined> {
    const { principal, agent, witnesses } = this;
    const bad = words.bad;
    const who = (party: Party) => ({
      name: party.name.trim() === '' ? bad.name : undefined,
      idNo: readIdNumber(plain(party.idNo)).valid ? undefined : bad.idNo,
      phone: phoneProblem(party.phone) ? bad.phone : undefined
    });
    const [of, by] = [who(principal), who(agent)];
    const names = witnesses.map((name) => name.trim());
    const isWitnessed =
      names.every((name) => name !== '' && name !== principal.name.trim() && name !== agent.name.trim()) && new Set(names).size === names.length;
    return {
      'principal.name': of.name,
      'principal.idNo': of.idNo,
      'principal.phone': of.phone,
      'agent.name': by.name,
      'agent.idNo': by.idNo ?? (plain(agent.idNo) === plain(principal.idNo) ? bad.same : undefined),
      'agent.phone': by.phone,
      relation: agent.officer || agent.relation !== '' ? undefined : bad.relation,
      items: this.items.length > 0 ? undefined : bad.items,
      powers: this.powers.length > 0 ? undefined : bad.powers,
      witnesses: !this.marks || isWitnessed ? undefined : bad.witness
    };
  }
}
function plain(idNo: string): string {
  return idNo.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
}
