/** `push-5000`: what a station has gathered in a long time without a line, in batches of 4 MiB, against one gzip POST + COPY of the same lines. */
import { newProfile } from './browser.ts';
import type { Cell } from './cell.ts';
import { startCopyServer } from './copy-server.ts';
import { newCounty } from './county.ts';
import { interleave, rowOf } from './row.ts';
import { enrolTablet } from './tablet.ts';

const cases = 5000;
/** Saving them all takes longest. */
const mostRounds = 3;

export const pushMany: Cell = {
  names: ['push-5000'],
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
    /** Also seeds what the yardstick then sends. */
    const pushOne = async () => {
      await tablet.seed(++day, cases);
      return tablet.pushDay(cases);
    };
    const postOne = () => tablet.postRaw(copy.address);
    // The engine and the database warm up with less.
    await tablet.seed(++day, cases / 10);
    await tablet.pushDay(cases / 10);
    await postOne();
    const { value, limit } = await interleave(rounds, pushOne, postOne);
    return [rowOf('push-5000', 'ms', value, limit, rounds)];
  }
};
