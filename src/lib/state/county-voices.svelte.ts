import type { VoiceStep } from '#domain/voice/rectify.ts';
import type { VoiceRow, Voices } from '#protocol/voices.ts';
import type { CountyApi } from './county-api.ts';

export type { VoiceRow, Voices };
export type VoiceShow = 'open' | 'closed' | 'all';

/** 评价整改: asked for when the page is opened, and after each step. */
export class CountyVoices {
  found = $state.raw<Voices | null>(null);
  show = $state<VoiceShow>('open');
  problem = $state('');
  /** What was said to the last step, at the row that it was for. */
  refused = $state.raw<{ key: string; message: string } | null>(null);
  busy = $state<string | null>(null);
  #api: CountyApi;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  async load(show: VoiceShow = this.show): Promise<void> {
    this.show = show;
    const reply = await this.#api.ratings(show);
    if (show !== this.show) return;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (reply.ok) this.found = reply.value;
  }

  /** True when it stands; the row stays in sight as it is now, also when it no longer belongs to what is shown. */
  async step(row: VoiceRow, step: VoiceStep): Promise<boolean> {
    if (this.busy !== null) return false;
    const key = keyOf(row);
    this.busy = key;
    this.refused = null;
    const reply = await this.#api.rectify(row, step);
    this.busy = null;
    if (!reply.ok) {
      this.refused = { key, message: reply.problem.message };
      return false;
    }
    const { found } = this;
    if (found !== null) this.found = { ...found, rows: found.rows.map((each) => (keyOf(each) === key ? reply.value : each)) };
    return true;
  }
}

export function keyOf({ stationCode, about, occasion }: Pick<VoiceRow, 'stationCode' | 'about' | 'occasion'>): string {
  return `${stationCode}/${about}/${occasion}`;
}
