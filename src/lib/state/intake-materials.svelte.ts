import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { AssessedMaterial } from '#domain/form/assess.ts';
import type { Page } from '#domain/form/values.ts';
import type { Problem } from '#protocol/errors.ts';
import type { StationApi } from '#device/api.ts';
import { material as words } from '#lib/messages/zh-intake.ts';

export type MaterialState = MaterialEntry['state'];
export type EntryPatch = Partial<Pick<MaterialEntry, 'originals' | 'copies' | 'whereabouts' | 'due' | 'eCertificate'>>;

/** What is offered for a material, in the order in which a worker thinks of it (收取方式, M12, M13, M15, M16). */
export function offeredStates({ material, wanted, canDefer }: AssessedMaterial): MaterialState[] {
  if (material.generated) return ['generated', 'paper'];
  const offered: MaterialState[] = ['photographed', 'paper'];
  if (canDefer) offered.push('deferred');
  if (material.sharedExempt) offered.push('sharedPending');
  // The catalogue's own word for it (介质), not one of the interface.
  // eslint-disable-next-line no-restricted-syntax
  if (material.medium.includes('电子')) offered.push('eCertificate');
  if (material.commitmentReplaceable) offered.push('committed');
  if (wanted === 'optional') offered.push('notNeeded');
  return offered;
}

type Host = { api: StationApi; watermark: () => string; changed: (undo?: { words: string; at: string; restore: () => void }) => void };

/** Materials of a draft: how each came in, and its photographed pages. */
export class IntakeMaterials {
  entries = $state<Record<string, MaterialEntry>>({});
  /** Slots (`material/page`) whose photo is being worked on. */
  busy = $state<Record<string, true>>({});
  problems = $state<Record<string, Problem>>({});
  readonly #host: Host;
  readonly #working = new Set<Promise<void>>();

  constructor(host: Host, entries: Record<string, MaterialEntry>) {
    this.#host = host;
    this.entries = entries;
  }

  choose(assessed: AssessedMaterial, state: MaterialState | null): void {
    const { id, name, originals, copies } = assessed.material;
    if (state === null) delete this.entries[id];
    else {
      const before = this.entries[id];
      const kept = state === 'photographed' || state === 'paper';
      this.entries[id] = {
        id,
        name,
        state,
        pages: before?.pages ?? [],
        originals: kept || state === 'generated' ? before?.originals || originals : 0,
        copies: kept ? before?.copies || copies : 0,
        whereabouts: state === 'photographed' ? 'returned' : state === 'paper' || state === 'generated' ? 'kept' : 'none',
        ...(state === 'deferred' && assessed.deferDue !== null ? { due: assessed.deferDue } : {})
      };
    }
    this.#host.changed();
  }

  patch(id: string, patch: EntryPatch): void {
    const entry = this.entries[id];
    if (!entry) return;
    Object.assign(entry, patch);
    this.#host.changed();
  }

  /** Takes a photo for a page of a material; one that was there before can be had back. */
  addPage(assessed: AssessedMaterial, label: string, file: File): Promise<void> {
    return this.track(this.#addPage(assessed, label, file));
  }

  /** Until a photo stands in the form, nothing may be sent without it. */
  async track(work: Promise<void>): Promise<void> {
    this.#working.add(work);
    await work.finally(() => this.#working.delete(work));
  }
  /** Resolves when no photo is being worked on. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working);
  }

  async #addPage(assessed: AssessedMaterial, label: string, file: File): Promise<void> {
    const id = assessed.material.id;
    const page = await this.photograph(`${id}/${label}`, label, file);
    if (!page) return;
    if (this.entries[id]?.state !== 'photographed') this.choose(assessed, 'photographed');
    const entry = this.entries[id];
    if (!entry) return;
    const before = $state.snapshot(entry.pages);
    const replaced = before.some((old) => old.label === label);
    entry.pages = replaced ? before.map((old) => (old.label === label ? page : old)) : [...before, page];
    this.#host.changed(replaced ? { words: words.replaced(label), at: `materials.${id}`, restore: () => this.#setPages(id, before) } : undefined);
  }

  removePage(id: string, label: string): void {
    const entry = this.entries[id];
    if (!entry) return;
    const before = $state.snapshot(entry.pages);
    entry.pages = before.filter((page) => page.label !== label);
    this.#host.changed({ words: words.removed(label), at: `materials.${id}`, restore: () => this.#setPages(id, before) });
  }

  #setPages(id: string, pages: Page[]): void {
    const entry = this.entries[id];
    if (entry) entry.pages = pages;
    this.#host.changed();
  }

  /** Hands the picture to the device; null when it could not be kept, and then the slot says why. */
  async photograph(slot: string, label: string, file: File): Promise<Page | null> {
    this.busy[slot] = true;
    delete this.problems[slot];
    try {
      const result = await this.#host.api.addPhoto({ bytes: await file.arrayBuffer(), mime: file.type }, { label, watermark: this.#host.watermark() });
      if (result.ok) return result.value;
      this.problems[slot] = result.error;
      return null;
    } finally {
      delete this.busy[slot];
    }
  }
}
