import type { DeviceSelf } from '#protocol/messages.ts';
import type { Ledger } from '#store/ledger.ts';
import type { Keys } from '#store/seal.ts';
import type { Core } from '../core.ts';
import type { Signer } from '../http.ts';
import type { Parcel } from './parcel.ts';
import type { Progress } from './progress.ts';

/** One go at the line: what each phase needs. The keys stay with a run that is under way when the vault locks. */
export type Run = {
  core: Core;
  ledger: Ledger;
  keys: Keys;
  epoch: string;
  signer: Signer;
  self: DeviceSelf;
  progress: Progress;
  signal: AbortSignal;
  /** Streams sent and not yet answered. */ underWay: Set<string>;
  /** Operations a request may carry now, halved when a large one did not get through; chunks that go up side by side. */
  batch: { cap: number; lanes?: number };
  /** Packed before the county's hello. */ early?: Promise<Parcel | null>;
  /** Parked acts are asked for in turn: those up to here had theirs. */ asked: { through: number };
};
