import type { Problem } from './types.ts';
import type { Station } from './station.svelte.ts';

/** Notes the look at one value of a case or record; false when it could not be noted, and then it is not shown. */
export async function noteLook(station: Station, id: string, place: string): Promise<boolean> {
  return (await station.api.desk('reveal', id, place)).ok;
}

/** Masked values of one case: shown after a tap that is noted, and masked again when the screen is left. */
export class Reveal {
  shown = $state(false);
  problem = $state.raw<Problem | null>(null);
  #busy = false;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  /** For a page that shows numbers by its nature, as a department's form does: noted once, as it opens. */
  async open(caseId: string, place: string): Promise<void> {
    if (!this.shown) await this.toggle(caseId, place);
  }

  /** `place`: which values, as the auditor reads it. */
  async toggle(caseId: string, place: string): Promise<void> {
    if (this.shown) {
      this.shown = false;
      return;
    }
    if (this.#busy) return;
    this.#busy = true;
    const noted = await this.#station.api.desk('reveal', caseId, place);
    this.#busy = false;
    this.problem = noted.ok ? null : noted.error;
    this.shown = noted.ok;
  }
}
