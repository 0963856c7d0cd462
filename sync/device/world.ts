/** What the device side takes of its surroundings; tests hand in their own. */
import type { Databases } from '#store/database.ts';
import type { Platform } from '#store/platform.ts';

export type Photo = { bytes: Uint8Array<ArrayBuffer>; mime: string; width: number; height: number };
/** Bytes of a photo as it is kept. */
export const photoLimit = 400 * 1024;
/** Straightened, shrunk, marked; null when the bytes are no picture. */
export type Darkroom = (file: { bytes: ArrayBuffer; mime: string }, watermark: string) => Promise<Photo | null>;
export type World = Platform & {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Where the county is, without a slash at the end; empty for the page's own origin. */
  county: string;
  appVersion: string;
  random: () => number;
  /** Calls `act` once after so many milliseconds; the answer takes it back. */
  after: (milliseconds: number, act: () => void) => () => void;
  /** Runs `work` unless another context holds `name`; tells whether it ran. */
  alone: (name: string, work: () => Promise<void>) => Promise<boolean>;
  darkroom: Darkroom;
  estimate: () => Promise<{ usage: number | null; quota: number | null; persisted: boolean }>;
  /** To and from other tabs on the same database. */
  channel: { post: (message: unknown) => void; listen: (listener: (message: unknown) => void) => void } | null;
  /** Left out: the browser's. */ databases?: Databases;
};
