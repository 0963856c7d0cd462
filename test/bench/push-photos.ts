/**
 * `push-photos`: a day of 200 cases with 800 photos, 248 MB, from the handshake until the county has committed all, against six PUTs at a time of the same
 * bytes out of raw IndexedDB into files (not flushed) plus the gzip POST + COPY of the lines.
 */
import { newProfile } from './browser.ts';
import type { Cell } from './cell.ts';
import { startCopyServer } from './copy-server.ts';
import { newCounty } from './county.ts';
import { interleave, rowOf } from './row.ts';
import { enrolTablet } from './tablet.ts';

const cases = 200;
const photosACase = 4;
/** Each writes half a gigabyte on the device first. */
const mostRounds = 3;

export const pushPhotos: Cell = {
  names: ['push-photos'],
  needsBuild: false,
  patience: 600,
  async measure({ rounds: wanted, pages, opened }) {
    const rounds = Math.min(wanted, mostRounds);
    const county = opened.use(await newCounty());
    await county.start(pages);
    const copy = opened.use(await startCopyServer(county.connection));
    const profile = opened.use(await newProfile());
    const tablet = await enrolTablet(await profile.open(), county);
    let day = 0;
    /** Also seeds the day that the yardstick then sends. */
    const pushOne = async () => {
      await tablet.seed(++day, cases, photosACase);
      return tablet.pushAll(cases);
    };
    const rawOne = async () => (await tablet.postRaw(copy.address)) + (await tablet.putRaw(copy.address));
    await tablet.seed(++day, cases / 10, photosACase);
    await tablet.pushAll(cases / 10);
    await rawOne();
    const { value, limit } = await interleave(rounds, pushOne, rawOne);
    return [rowOf('push-photos', 'ms', value, limit, rounds)];
  }
};
