import type { CountyApi } from './county-api.ts';
import type { EnrolmentCode, StationRow } from './county-replies.ts';

/** Stations and their devices, and the code that lets a new tablet in. */
export class Stations {
  rows = $state.raw<StationRow[]>([]);
  loaded = $state(false);
  loading = $state(false);
  problem = $state('');
  /** The station whose code panel is open. */
  coding = $state<string | null>(null);
  code = $state.raw<EnrolmentCode | null>(null);
  making = $state(false);
  codeProblem = $state('');
  #api: CountyApi;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  async load(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    const reply = await this.#api.stations();
    this.loading = false;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (!reply.ok) return;
    this.rows = reply.value.stations;
    this.loaded = true;
  }

  openCode(stationCode: string): Promise<void> {
    this.closeCode();
    this.coding = stationCode;
    return this.makeCode();
  }

  closeCode(): void {
    this.coding = null;
    this.code = null;
    this.codeProblem = '';
  }

  async makeCode(): Promise<void> {
    if (this.coding === null || this.making) return;
    this.making = true;
    this.codeProblem = '';
    const reply = await this.#api.makeEnrolmentCode(this.coding);
    this.making = false;
    if (reply.ok) this.code = reply.value;
    else this.codeProblem = reply.problem.message;
  }
}
