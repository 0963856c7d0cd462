import { handoverPaper } from '#domain/documents/handover.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import { paperText, type Paper } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import type { ToldWord } from '#domain/handing/handover.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { localDay } from '../dates.ts';
import { signUnder, type Drawn } from '../signing.ts';
import type { Station } from '../station.svelte.ts';
import type { HandoverView, Result } from '../types.ts';

/** One hand-over sheet: its signing, what the department says of it, and the sheet itself. */
export class HandoverPage {
  view = $state.raw<HandoverView | null>(null);
  asked = $state(false);
  receiver = $state('');
  unit = $state('');
  differences = $state('');
  onPaper = $state(false);
  problem = $state('');
  /** Somebody asked to finish: what lacks shows at its field. */
  tried = $state(false);
  busy = $state(false);
  #made = $state.raw<Signature[]>([]);
  readonly id: string;
  readonly #station: Station;

  readonly sheet = $derived(this.view?.handover ?? null);
  readonly #handler = $derived.by(() => this.#station.status?.staff?.name ?? '');
  /** As it was signed, word for word; before that, as it would be. */
  readonly paper = $derived.by((): Paper | null => {
    const { sheet } = this;
    const place = this.#station.status?.station;
    if (sheet === null || !place) return null;
    if (sheet.signed !== null) return readPaper(sheet.signed.paper.text);
    const receiver = this.receiver.trim() === '' ? null : { name: this.receiver.trim(), unit: this.unit.trim() };
    const differences = this.differences.trim();
    return handoverPaper(sheet.prepared, { handler: this.#handler, receiver, ...(differences !== '' && { differences }) }, place);
  });
  readonly #hash = $derived(this.paper === null ? '' : sha256OfText(paperText(this.paper)));
  readonly signatures = $derived(this.sheet?.signed?.signatures ?? this.#made.filter(({ documentHash }) => documentHash === this.#hash));

  constructor(station: Station, id: string) {
    this.#station = station;
    this.id = id;
  }

  async load(): Promise<void> {
    this.view = await this.#station.api.desk('handover', this.id);
    if (this.unit === '') this.unit = this.view?.handover.prepared.department ?? '';
    this.asked = true;
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

  async handOver(): Promise<void> {
    const { paper } = this;
    this.tried = true;
    if (this.receiver.trim() === '' || this.unit.trim() === '' || paper === null) return;
    const differences = this.differences.trim();
    await this.#do(() =>
      this.#station.api.desk('signHandover', this.id, {
        on: localDay(),
        receiver: { name: this.receiver.trim(), unit: this.unit.trim() },
        ...(differences !== '' && { differences }),
        ...(this.onPaper && { onPaper: true }),
        paper: issuedPaper(paper, new Date().toISOString()),
        signatures: this.onPaper ? [] : this.signatures
      })
    );
  }
  cancel(reason: string): Promise<boolean> {
    return this.#do(() => this.#station.api.desk('cancelHandover', this.id, reason));
  }
  tell(told: { caseId: string; word: ToldWord; on: string; by: string; departmentNo: string; note: string }): Promise<boolean> {
    const { departmentNo, note, ...rest } = told;
    return this.#do(() =>
      this.#station.api.desk('tellHandover', this.id, { ...rest, ...(departmentNo !== '' && { departmentNo }), ...(note !== '' && { note }) })
    );
  }
  async #do(act: () => Promise<Result<null>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      const result = await act();
      this.problem = result.ok ? '' : problemWords(result.error);
      if (result.ok) await this.load();
      return result.ok;
    } finally {
      this.busy = false;
    }
  }
}
