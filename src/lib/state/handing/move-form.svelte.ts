import { originalsPaper } from '#domain/documents/handover.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import { paperText, type Paper } from '#domain/documents/paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { holdingsOf, type OriginalPlace } from '#domain/handing/originals.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { originals as words } from '#lib/messages/zh-handing.ts';
import { CasePapers } from '../case-papers.svelte.ts';
import { localDay } from '../dates.ts';
import { signUnder, type Drawn } from '../signing.ts';
import type { Station } from '../station.svelte.ts';
import type { Problem } from '../types.ts';

type From = 'station' | 'department';
const ways = ['station-resident', 'station-department', 'station-archive', 'station-station', 'department-station', 'department-resident'] as const;
export type Way = (typeof ways)[number];

/** Originals of one case that go from one place to another, and who signs for them. */
export class MoveForm {
  readonly papers: CasePapers;
  #way = $state<Way | null>(null);
  counts = $state<Record<string, number>>({});
  who = $state('');
  place = $state('');
  note = $state('');
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  #made = $state.raw<Signature[]>([]);
  readonly #station: Station;

  readonly state = $derived.by(() => this.papers.page.state);
  readonly #holdings = $derived.by(() => (this.state ? holdingsOf(this.state.materials, this.state.originalsMoves ?? []) : []));
  /** Only from where something is. */
  readonly ways = $derived(ways.filter((way) => this.#holdings.some((holding) => holding[fromOf(way)] > 0)));
  readonly way = $derived(this.#way !== null && this.ways.includes(this.#way) ? this.#way : (this.ways[0] ?? null));
  readonly from = $derived(this.way === null ? 'station' : fromOf(this.way));
  readonly to = $derived<OriginalPlace>(this.way === null ? 'resident' : toOf(this.way));
  readonly there = $derived(
    this.#holdings.flatMap((holding) => (holding[this.from] > 0 ? [{ materialId: holding.materialId, name: holding.name, most: holding[this.from] }] : []))
  );
  readonly moves = $derived(
    this.there.flatMap(({ materialId, name, most }) => {
      const count = Math.min(this.counts[materialId] ?? most, most);
      return count > 0 ? [{ materialId, name, count }] : [];
    })
  );
  readonly handler = $derived.by(() => this.#station.status?.staff?.name ?? '');
  readonly #taker = $derived(this.who.trim() !== '' ? this.who.trim() : this.to === 'resident' ? (this.state?.applicantName ?? '') : '');
  readonly signs = $derived(this.to === 'resident' || (this.to === 'department' && this.from === 'station'));
  readonly paper = $derived.by((): Paper | null => {
    const { state } = this;
    const { context } = this.papers;
    if (state === null || context === null || !this.signs || this.moves.length === 0 || this.#taker === '') return null;
    return originalsPaper(state, { moves: this.moves, who: this.#taker, on: localDay(), to: this.to }, this.handler, context);
  });
  readonly #hash = $derived(this.paper === null ? '' : sha256OfText(paperText(this.paper)));
  readonly signatures = $derived(this.#made.filter(({ documentHash }) => documentHash === this.#hash));

  constructor(station: Station, caseId: string) {
    this.#station = station;
    this.papers = new CasePapers(station, caseId);
  }

  go(way: Way): void {
    this.#way = way;
    this.counts = {};
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
    if (this.busy || this.way === null) return false;
    const who = this.#taker === '' && this.to === 'station' ? this.handler : this.#taker;
    const wrong = this.moves.length === 0 ? (['body.moves', words.pick] as const) : who === '' ? (['body.who', words.whoMissing] as const) : null;
    if (wrong !== null) {
      this.problem = { code: 'invalid_body', path: wrong[0], message: wrong[1] };
      return false;
    }
    this.busy = true;
    try {
      const { paper, place, note } = this;
      const result = await this.#station.api.desk('moveOriginals', this.papers.page.id, {
        from: this.from,
        to: this.to,
        moves: this.moves,
        who,
        on: localDay(),
        ...(place.trim() !== '' && { place: place.trim() }),
        ...(note.trim() !== '' && { note: note.trim() }),
        ...(paper !== null && { paper: issuedPaper(paper, new Date().toISOString()) }),
        signatures: this.signatures
      });
      this.problem = result.ok ? null : result.error;
      return result.ok;
    } finally {
      this.busy = false;
    }
  }
}

function fromOf(way: Way): From {
  return way.startsWith('station') ? 'station' : 'department';
}
function toOf(way: Way): OriginalPlace {
  return way.endsWith('resident') ? 'resident' : way.endsWith('department') ? 'department' : way.endsWith('archive') ? 'archive' : 'station';
}
