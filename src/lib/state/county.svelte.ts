import type { Catalogue } from '#domain/catalogue/format.ts';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import { localDay } from '#lib/messages/zh-county-dates.ts';
import type { CountyApi } from './county-api.ts';
import type { BackupStatus, StaffMember } from './county-replies.ts';
import { CaseFile } from './county-case.svelte.ts';
import { CountyFerry } from './county-ferry.svelte.ts';
import { Queue } from './county-queue.svelte.ts';
import { Review } from './county-review.svelte.ts';
import { Stations } from './county-stations.svelte.ts';

export type Rights = {
  readCases: boolean;
  assist: boolean;
  readRatings: boolean;
  rectify: boolean;
  readTickets: boolean;
  answerTickets: boolean;
  decide: boolean;
  preCheck: boolean;
  lead: boolean;
  readStations: boolean;
  reviewHistories: boolean;
  makeCodes: boolean;
  importFerry: boolean;
  readBackups: boolean;
  readReveals: boolean;
};
export type CountyParts = { api: CountyApi; now: () => Date; storage: Pick<Storage, 'getItem' | 'setItem'> };

/** The console: who is signed in, the catalogue that labels everything, and the three places' controllers. */
export class County {
  readonly api: CountyApi;
  readonly queue: Queue;
  readonly file: CaseFile;
  readonly stations: Stations;
  readonly review: Review;
  readonly ferry: CountyFerry;
  phase = $state<'asking' | 'unreachable' | 'signedOut' | 'signedIn'>('asking');
  staff = $state.raw<StaffMember | null>(null);
  catalogue = $state.raw<Catalogue | null>(null);
  /** Null until the county has told it. */
  backup = $state.raw<BackupStatus | null>(null);
  problem = $state('');
  /** True when the session ended under the clerk's hands, not by 退出. */
  expired = $state(false);
  signingIn = $state(false);
  #now: () => Date;
  #moment: Date = $state.raw(new Date(0));

  constructor({ api, now, storage }: CountyParts) {
    this.api = api;
    this.#now = now;
    this.#moment = now();
    api.onUnauthenticated = () => this.#sessionEnded();
    this.queue = new Queue(api);
    this.stations = new Stations(api);
    this.review = new Review(api);
    this.ferry = new CountyFerry(api);
    this.file = new CaseFile(this, storage);
  }

  /** Moves once a minute, so that 今天 and the lights stay true on a page left open overnight. */
  get moment(): Date {
    return this.#moment;
  }
  get today(): string {
    return localDay(this.#moment);
  }
  /** What the office of the person opens here; the county asks again at every call. */
  get may(): Rights {
    const role = this.staff?.role ?? '';
    const reviews = role === 'countyReviewer' || role === 'countyLead';
    return {
      readCases: reviews || role === 'townshipReviewer',
      assist: role === 'countyReviewer' || role === 'townshipReviewer',
      readRatings: reviews,
      rectify: reviews,
      readTickets: reviews || role === 'townshipReviewer',
      answerTickets: reviews || role === 'townshipReviewer',
      decide: reviews,
      preCheck: reviews || role === 'townshipReviewer',
      lead: role === 'countyLead',
      readStations: role !== 'publisher',
      readReveals: role === 'auditor',
      readBackups: role === 'administrator' || reviews,
      reviewHistories: reviews || role === 'townshipReviewer',
      makeCodes: role === 'administrator',
      importFerry: role === 'administrator' || reviews || role === 'townshipReviewer'
    };
  }

  /** Asks who is signed in and keeps the clock; returns the stop. */
  start(): () => void {
    void this.enter();
    const minute = setInterval(() => this.#tick(), 60_000);
    return () => clearInterval(minute);
  }

  async enter(): Promise<void> {
    this.phase = 'asking';
    const reply = await this.api.me();
    if (reply.ok) this.#entered(reply.value.staff);
    else if (reply.status === 401) this.phase = 'signedOut';
    else {
      this.phase = 'unreachable';
      this.problem = reply.problem.message;
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    this.signingIn = true;
    this.problem = '';
    const reply = await this.api.signIn(username, password);
    this.signingIn = false;
    if (reply.ok) this.#entered(reply.value.staff);
    else this.problem = reply.problem.message;
  }

  async signOut(): Promise<void> {
    await this.api.signOut();
    // A reload drops everything that names a person from this page's memory.
    location.assign('/county');
  }

  #entered(staff: StaffMember): void {
    // Another person at the same screen starts with nothing open.
    if (this.staff && this.staff.id !== staff.id) this.file.forget();
    this.staff = staff;
    this.expired = false;
    this.problem = '';
    this.phase = 'signedIn';
    void this.#readCatalogue();
    if (this.may.readCases) void this.queue.load();
    if (this.may.readStations) void this.stations.load();
    void this.#readBackup();
  }

  #sessionEnded(): void {
    if (this.phase !== 'signedIn') return;
    this.expired = true;
    this.phase = 'signedOut';
  }

  #tick(): void {
    this.#moment = this.#now();
    if (this.phase !== 'signedIn') return;
    if (this.may.readCases) void this.queue.check();
    if (this.may.readStations) void this.stations.load();
    void this.#readBackup();
  }

  async #readBackup(): Promise<void> {
    const reply = this.may.readBackups ? await this.api.backup() : null;
    // What was told last stands while the county does not answer.
    if (reply?.ok === true) this.backup = reply.value;
  }

  async #readCatalogue(): Promise<void> {
    const reply = await this.api.catalogue();
    if (!reply.ok || reply.value.pack === null) return;
    const checked = checkCatalogue(JSON.parse(reply.value.pack));
    if (checked.ok) this.catalogue = checked.catalogue;
  }
}
