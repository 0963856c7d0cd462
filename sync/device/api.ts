/**
 * The face of the station worker (a module worker behind comlink): the only way in which screens reach data.
 * Everything that crosses is structured-cloneable; failures are `Failure` values, thrown only for defects.
 */
import type { JointChoice } from '#domain/bundle/schemas.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Answers, Finding, Page, Situation, Value } from '#domain/form/values.ts';
import type { Received } from '#domain/case/operations.ts';
import type { MaterialEntry, Signature } from '#domain/case/schemas.ts';
import type { CaseState, CaseStatus, VisitState } from '#domain/case/state.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Staff, Station } from '#protocol/messages.ts';
import type { DeskCall } from './desk-api.ts';

export type Result<T> = { ok: true; value: T } | { ok: false; error: Problem };

/** `new`: never enrolled; `locked`: keys are out of memory; `open`: a worker is at work. */
export type DevicePhase = 'new' | 'noStaff' | 'locked' | 'open';
export type DeviceStatus = {
  phase: DevicePhase;
  station: Station | null;
  deviceId: string | null;
  deviceNo: string | null;
  staff: Staff | null;
  /** Workers with a way in on this device. */ colleagues: Staff[];
  /** Wrong PINs lock for growing times: until this instant (ISO), by durable count. */ lockedUntil: string | null;
  wrongPins: number;
  catalogue: { revision: number; version: string; publishedAt: string; fetchedAt: string } | null;
  /** New intake stops after this instant without contact. */ grantUntil: string | null;
};

/** From counts, never from hope: `confirmed` means that the county said so after its commit. */
/** `unsyncedOthers`: visits, orders, mandates, tickets, hand-over sheets. */
export type Counts = { unsyncedCases: number; unsyncedOthers: number; unsyncedPhotos: number; unsyncedBytes: number; oldestUnsyncedAt: string | null };
export type SyncPhase = 'idle' | 'hello' | 'records' | 'photos' | 'pull' | 'waiting';
export type SyncStatus = {
  phase: SyncPhase;
  online: boolean;
  running: boolean;
  /** Stopped by hand until the next press. */ paused: boolean;
  startedAt: string | null;
  finishedAt: string | null;
  lastContactAt: string | null;
  attempts: number;
  nextAttemptAt: string | null;
  records: { total: number; sent: number; confirmed: number; rejected: number };
  photos: { total: number; sent: number; confirmed: number; totalBytes: number; sentBytes: number; confirmedBytes: number };
  bytesPerSecond: number;
  secondsLeft: number | null;
  cuts: number;
  /** Photos wait though there is a line: little power is left. A press on 同步 sends them all the same. */ photosHeld: boolean;
  pulled: { statusChanges: number; corrections: number; catalogueItems: number; at: string | null };
  error: Problem | null;
};

/** 未同步 / 已发出等确认 / 已送达县平台 / 县平台退回. */
export type SyncState = 'pending' | 'sent' | 'confirmed' | 'rejected';
export type CaseRow = {
  id: string;
  applicantName: string;
  itemId: string;
  itemName: string;
  localNo: string;
  caseNo: string | null;
  status: CaseStatus;
  receivedOn: string;
  due: string | null;
  updatedAt: string;
  sync: SyncState;
  rejection: Problem | null;
  photos: number;
  photosConfirmed: number;
  deferredDue: string | null;
  correctionDue: string | null;
  bundleName: string | null;
  /** The county's five days run from here when they do not from `receivedOn`. */ noticeFrom?: string;
  /** Places on which two people disagree and somebody has to decide: none once the case is closed. */ conflicts: number;
  /** The county has later acts of it that this version can't read: it is shown as of before them. */ needsUpgrade: boolean;
};
/** In a conflict: the value of one act, or another. */
export type Choice = { chosen: string } | { value: Value | MaterialEntry };
/** `atCounty`: the county holds the case, so what was refused later is supplied again; else it is taken in again. */
export type CaseView = { row: CaseRow; state: CaseState; pending: number; atCounty: boolean };
export type CaseFilter = {
  text?: string | undefined;
  status?: CaseStatus[] | undefined;
  sync?: SyncState[] | undefined;
  /** Only those with a conflict. */ conflicts?: true | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
};

/** What intake keeps beside form, materials and signatures. */
export type IntakeExtra = Pick<Received, 'orderId' | 'mandateId' | 'consents' | 'guardian' | 'papers' | 'reused'> & {
  /** What the resident says of a joint case: its plan is made of it. */ joint?: JointChoice;
};
/** A draft is one sealed row; it never travels. `step`/`focus` bring the person back to the same field. */
export type Draft = {
  id: string;
  itemId: string;
  bundle: { id: string; itemIds: string[] } | null;
  /** Set when the draft mends or supplies an existing case. */ caseId: string | null;
  situation: Situation;
  answers: Answers;
  materials: Record<string, MaterialEntry>;
  signatures: Signature[];
  privacyNotice: string | null;
  place: 'station' | 'home';
  visitId: string | null;
  /** What goes into the case beside the form, as `case.received` has it. Absent in a draft of an earlier version. */
  extra?: IntakeExtra;
  step: string;
  focus: string | null;
  createdAt: string;
  updatedAt: string;
};
export type DraftRow = {
  id: string;
  applicantName: string;
  itemId: string;
  itemName: string;
  step: string;
  focus: string | null;
  updatedAt: string;
  caseId: string | null;
};

export type Today = {
  date: string;
  visits: VisitState[];
  corrections: CaseRow[];
  rejected: CaseRow[];
  conflicts: CaseRow[];
  due: CaseRow[];
  drafts: DraftRow[];
  numbers: { received: number; receivedThisMonth: number; completedThisMonth: number; open: number };
};
export type Storage = {
  used: number | null;
  quota: number | null;
  persisted: boolean;
  cases: number;
  photos: number;
  photoBytes: number;
  /** Records, by number: in a verified backup of the county; at the county, and in none yet. */ backup: { backedUp: number; onlyDelivered: number };
  /** Photos that the county alone holds now; `early`: that left before they were backed up, for want of room. */ released: { photos: number; early: number };
};
/** What came from the county in the latest run that brought anything; one row a case. */
export type BoardNews = { at: string | null; rows: { row: CaseRow; type: string }[] };
/** What the sync page shows, from durable rows: the same after a reload. */
export type SyncBoard = {
  /** Taken in today on this device. `delivered`: the county has the record and every photo. */
  today: { received: number; delivered: number; rejected: number; photos: number; photosDelivered: number };
  /** Not at the county yet. `older`: of days before. `oldestAt`: when the oldest act was saved or photo taken. */
  waiting: { cases: number; visits: number; older: number; oldestAt: string | null; recordBytes: number; photos: number; photoBytes: number };
  /** What waits, then what was delivered of today's: counted, and its first rows. `awaiting`: sent, and not answered. */
  totals: { batch: number; confirmed: number; awaiting: number; pending: number; photos: number; photosConfirmed: number; rejected: number; conflicts: number };
  batch: CaseRow[];
  rejected: CaseRow[];
  conflicts: CaseRow[];
  /** At the county, waiting for something else; `row` is null for a visit. */ parked: { row: CaseRow | null; since: string; problem: Problem }[];
  photoProblems: { row: CaseRow | null; problem: Problem }[];
  news: BoardNews;
};
export type SearchHit = { id: string; kind: 'item' | 'bundle'; name: string; department: string; alias: string | null };

/** What changed, so that screens ask again: a hint, never data. */
export type Change = 'status' | 'sync' | 'counts' | 'cases' | 'drafts' | 'visits' | 'catalogue';

/** What the page knows of its surroundings. `powerLow`: little is left and nothing charges. */
export type Conditions = { visible: boolean; powerLow: boolean };

/** A sealed file for a stick, and what it is called. `count` numbers from `fromSeq` on; none asks for news alone. */
export type FerryFile = { name: string; file: Blob; fromSeq: number; count: number; photos: number };
/** What waits to be carried, what was carried and has no answer yet, and what the county said it lacks. */
export type FerryStatus = {
  fromSeq: number;
  throughSeq: number;
  photos: number;
  missing: { from: number; through: number }[];
  waiting: { no: number; fromSeq: number; count: number; photos: number; at: string }[];
};
/** What an answer told. `again`: it had been heard before; `anew`: the journal entered a new epoch, so all of it goes with the next file; `error`: what the county said when it did not take the lines. */
export type FerryHeard = {
  fromSeq: number;
  count: number;
  confirmed: number;
  rejected: number;
  parked: number;
  photos: number;
  changes: number;
  corrections: number;
  missing: { from: number; through: number }[];
  error: Problem | null;
  anew: boolean;
  again: boolean;
};

export interface StationApi {
  status(): Promise<DeviceStatus>;
  /** Calls back on changes, in this tab and in others. Pass a `Comlink.proxy`. */
  subscribe(listener: (changes: Change[]) => void): Promise<void>;
  setOnline(online: boolean): Promise<void>;
  setConditions(conditions: Conditions): Promise<void>;
  /** A hand on the screen that calls nothing else: the idle clock starts again. */
  touch(): Promise<void>;

  enrol(code: string, deviceName: string): Promise<Result<null>>;
  /** For a device that the county no longer knows: everything stays and enters again under a new device id. Needs an open vault. */
  enrolAgain(code: string): Promise<Result<null>>;
  /** Online once per worker; then a PIN of ≥ 6 digits (or a passphrase) opens the vault offline. */
  addStaff(username: string, password: string, pin: string): Promise<Result<Staff>>;
  unlock(staffId: string, pin: string): Promise<Result<Staff>>;
  lock(): Promise<void>;
  changePin(oldPin: string, newPin: string): Promise<Result<null>>;

  catalogue(): Promise<Catalogue | null>;
  search(query: string): Promise<SearchHit[]>;

  today(): Promise<Today>;
  cases(filter: CaseFilter): Promise<{ rows: CaseRow[]; total: number }>;
  case(id: string): Promise<CaseView | null>;
  /** The bytes of a photo held on this device, unsealed; null when only the county has it. */
  photo(sha256: string): Promise<{ bytes: ArrayBuffer; mime: string } | null>;

  drafts(): Promise<DraftRow[]>;
  draft(id: string): Promise<Draft | null>;
  startDraft(start: {
    itemId: string;
    bundle?: { id: string; itemIds: string[] };
    caseId?: string;
    visitId?: string;
    situation?: Situation;
  }): Promise<Result<Draft>>;
  /** Durable when it resolves. */
  saveDraft(draft: Draft): Promise<Result<string>>;
  /** Kept for undo until the next start. */
  discardDraft(id: string): Promise<void>;
  restoreDraft(id: string): Promise<void>;
  /** Straighten, compress (long edge 2,000 px, ≤ 400 KB), watermark, hash, seal, store durably. */
  addPhoto(file: { bytes: ArrayBuffer; mime: string }, options: { label: string; watermark: string }): Promise<Result<Page>>;
  /** 收件: judges with the domain's code, then one group in the journal. Findings come back when something blocks. */
  receive(draftId: string): Promise<Result<{ caseId: string; localNo: string }> & { findings?: Finding[] }>;
  /** 补正 or 容缺后补 of an existing case from its draft. */
  supply(draftId: string): Promise<Result<{ caseId: string }> & { findings?: Finding[] }>;
  withdraw(caseId: string, reason: string): Promise<Result<null>>;
  /** `place`: `answers.<key>` or `materials.<id>`, as `conflictsOf` tells them. */
  resolveConflict(caseId: string, place: string, choice: Choice): Promise<Result<null>>;
  planVisit(visit: { date: string; time: string; name: string; phone?: string; address: string; itemId?: string; note?: string }): Promise<Result<string>>;
  closeVisit(id: string, outcome: 'done' | 'absent' | 'cancelled', caseId?: string): Promise<Result<null>>;

  /** Everything that the first screen does not need. */
  desk: DeskCall;

  syncNow(): Promise<void>;
  syncStop(): Promise<void>;
  syncStatus(): Promise<SyncStatus>;
  ferryStatus(): Promise<FerryStatus>;
  /** Without a range: all that the county has not confirmed. */
  ferryExport(range: { from: number; through: number } | null): Promise<Result<FerryFile>>;
  /** The county's answer to an export. */
  ferryHear(file: Blob): Promise<Result<FerryHeard>>;
  /** Needs no PIN: the rows as they are stored, for an administrator of the county. */
  rescue(): Promise<Result<FerryFile>>;
  syncBoard(): Promise<SyncBoard>;
  counts(): Promise<Counts>;
  storage(): Promise<Storage>;
  /** Operations in the journal, for the device page and for checks: no personal data. */
  journal(): Promise<{ epoch: string; lastSeq: number; headHash: string; confirmedThrough: number }>;
}
