import { casePapers, type CasePaper } from '#domain/documents/case-papers.ts';
import type { PaperKind } from '#domain/documents/paper.ts';
import type { PaperContext } from '#domain/documents/parts.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import { CasePage } from './case-page.svelte.ts';
import { localDay, shortTime } from './dates.ts';
import { signUnder, type Drawn } from './signing.ts';
import type { Station } from './station.svelte.ts';
import type { Problem } from './types.ts';

/** The papers of one case: what was given, what can be given now, and the giving. */
export class CasePapers {
  readonly page: CasePage;
  /** Signatures under the paper that is open, not yet given. */
  signed = $state.raw<Signature[]>([]);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly #station: Station;
  readonly context = $derived.by((): PaperContext | null => {
    const { status, catalogue } = this.#station;
    if (!status?.station) return null;
    return {
      station: status.station,
      county: status.station.countyName,
      items: this.page.definition?.items ?? [],
      calendar: catalogue?.calendar ?? {},
      day: (at) => localDay(new Date(at)),
      time: shortTime
    };
  });
  readonly list = $derived.by((): CasePaper[] => (this.page.state && this.context ? casePapers(this.page.state, this.context) : []));

  /** `shown`: the case page that is open, or the id of a case. */
  constructor(station: Station, shown: CasePage | string) {
    this.#station = station;
    this.page = typeof shown === 'string' ? new CasePage(station, shown) : shown;
  }

  /** By its key, or the newest of a kind; what is to be given comes before what was. */
  find(wanted: string): CasePaper | null {
    return this.list.find(({ key }) => key === wanted) ?? this.list.find(({ paper }) => paper?.kind === (wanted as PaperKind)) ?? null;
  }

  sign(entry: CasePaper, slot: Pick<Signature, 'role' | 'name'>, drawn: Drawn): void {
    this.signed = [...this.#others(slot), signUnder(entry.hash, slot, drawn)];
  }
  unsign(slot: Pick<Signature, 'role' | 'name'>): void {
    this.signed = this.#others(slot);
  }
  #others(slot: Pick<Signature, 'role' | 'name'>): Signature[] {
    return this.signed.filter(({ role, name }) => role !== slot.role || name !== slot.name);
  }

  /** Notes that it was handed over, word for word as it is shown. */
  async give({ paper, hash }: CasePaper, note: string, signed: readonly Signature[]): Promise<boolean> {
    if (paper === null || this.busy) return false;
    this.busy = true;
    try {
      const issued = issuedPaper(paper, new Date().toISOString());
      const signatures = signed.filter(({ documentHash }) => documentHash === hash);
      const result = await this.#station.api.desk('issuePaper', this.page.id, { paper: issued, signatures, ...(note.trim() !== '' && { note: note.trim() }) });
      this.problem = result.ok ? null : result.error;
      if (result.ok) {
        this.signed = [];
        await this.page.load();
      }
      return result.ok;
    } finally {
      this.busy = false;
    }
  }
}
