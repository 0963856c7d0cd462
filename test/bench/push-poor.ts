/**
 * `push-200-poor`: the day of `push-200` over a line of 400 ms there and back, 1 Mbit/s up and 4 down, against the raw POST of the same lines over
 * a line of the same kind. Neither has a connection open when it begins.
 */
import { LineProxy, fastLine, poorLine } from '#test/line-proxy.ts';
import { newProfile } from './browser.ts';
import type { Cell } from './cell.ts';
import { startCopyServer } from './copy-server.ts';
import { newCounty } from './county.ts';
import { interleave, rowOf } from './row.ts';
import { enrolTablet } from './tablet.ts';

const cases = 200;

export const pushPoor: Cell = {
  names: ['push-200-poor'],
  needsBuild: false,
  async measure({ rounds, pages, opened }) {
    const county = opened.use(await newCounty());
    await county.start(pages);
    const copy = opened.use(await startCopyServer(county.connection));
    const ours = opened.use(await LineProxy.to(county.origin));
    const raw = opened.use(await LineProxy.to(copy.address));
    const profile = opened.use(await newProfile());
    const tablet = await enrolTablet(await profile.open(), county, ours.url);

    const over = async (line: LineProxy, act: () => Promise<number>) => {
      line.cut();
      line.becomes(poorLine);
      try {
        return await act();
      } finally {
        line.becomes(fastLine);
      }
    };
    let day = 0;
    const pushOne = async () => {
      await tablet.seed(++day, cases);
      return over(ours, () => tablet.pushDay(cases));
    };
    const postOne = () => over(raw, () => tablet.postRaw(`${raw.url}/`));
    await pushOne();
    await postOne();
    const { value, limit } = await interleave(rounds, pushOne, postOne);
    return [rowOf('push-200-poor', 'ms', value, limit, rounds)];
  }
};
