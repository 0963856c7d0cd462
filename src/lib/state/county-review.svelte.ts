import type { Review as ReviewReply } from '#protocol/review.ts';
import { review as words } from '#lib/messages/zh-county-review.ts';
import type { CountyApi } from './county-api.ts';

export type Batch = ReviewReply['quarantined'][number];
export type ParkedStation = { code: string; name: string; groups: ReviewReply['parked'] };

/** 待核对: asked for when the page is opened, and after each act. */
export class Review {
  found = $state.raw<ReviewReply | null>(null);
  problem = $state('');
  /** What the last act came to. */
  told = $state('');
  /** The batch or station under way. */
  busy = $state<string | null>(null);
  #api: CountyApi;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  get parked(): ParkedStation[] {
    const stations = new Map<string, ParkedStation>();
    for (const group of this.found?.parked ?? []) {
      const station = stations.get(group.stationCode) ?? { code: group.stationCode, name: group.stationName, groups: [] };
      station.groups.push(group);
      stations.set(group.stationCode, station);
    }
    return [...stations.values()];
  }

  async load(): Promise<void> {
    const reply = await this.#api.review();
    this.problem = reply.ok ? '' : reply.problem.message;
    if (reply.ok) this.found = reply.value;
  }

  see(batch: Batch): Promise<void> {
    return this.#act(batch.headHash, async () => {
      const reply = await this.#api.markSeen(batch.stationCode, batch.deviceId, batch.headHash);
      return reply.ok ? '' : reply.problem;
    });
  }
  judge(station: ParkedStation): Promise<void> {
    return this.#act(station.code, async () => {
      const reply = await this.#api.judgeAgain(station.code);
      return reply.ok ? words.judged(station.name, reply.value.settled, reply.value.waiting) : reply.problem;
    });
  }

  async #act(key: string, act: () => Promise<string | { message: string }>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = key;
    this.told = '';
    const outcome = await act();
    if (typeof outcome === 'string') {
      await this.load();
      this.told = outcome;
    } else this.problem = outcome.message;
    this.busy = null;
  }
}
