/**
 * `push-200`: a day of 200 cases without photos, from the handshake until every verdict is on the device's disk, against one gzip POST + COPY of
 * the same lines out of raw IndexedDB. `wire-200`: all bytes that go up, heads too, against gzip of the same lines.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Page, Request } from 'playwright';
import { newProfile } from './browser.ts';
import type { Cell } from './cell.ts';
import { startCopyServer } from './copy-server.ts';
import { newCounty } from './county.ts';
import { interleave, median, rowOf } from './row.ts';
import { enrolTablet } from './tablet.ts';

const cases = 200;
const compress = promisify(gzip);

/** Runs `act` and counts what the page's requests to `origin` carried up. */
async function bytesUp(page: Page, origin: string, act: () => Promise<unknown>): Promise<number> {
  const requests: Request[] = [];
  const note = (request: Request) => requests.push(request);
  page.on('request', note);
  await act();
  page.off('request', note);
  const sizes = await Promise.all(requests.filter((request) => request.url().startsWith(`${origin}/api/`)).map((request) => request.sizes()));
  return sizes.reduce((sum, size) => sum + size.requestBodySize + size.requestHeadersSize, 0);
}

export const push: Cell = {
  names: ['push-200', 'wire-200'],
  needsBuild: false,
  async measure({ rounds, pages, opened }) {
    const county = opened.use(await newCounty());
    await county.start(pages);
    const copy = opened.use(await startCopyServer(county.connection));
    const profile = opened.use(await newProfile());
    const tablet = await enrolTablet(await profile.open(), county);

    const [sent, zipped]: [number[], number[]] = [[], []];
    let day = 0;
    let lines: string[] = [];
    /** Also seeds the day that the yardstick then sends. */
    const pushOne = async () => {
      lines = await tablet.seed(++day, cases);
      let took = 0;
      sent.push(await bytesUp(tablet.page, county.origin, async () => (took = await tablet.pushDay(cases))));
      zipped.push((await compress(lines.join('\n'))).length);
      return took;
    };
    const postOne = () => tablet.postRaw(copy.address);
    await pushOne();
    await postOne();
    const { value, limit } = await interleave(rounds, pushOne, postOne);
    return [rowOf('push-200', 'ms', value, limit), rowOf('wire-200', 'B', median(sent), median(zipped))];
  }
};
