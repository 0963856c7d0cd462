/**
 * `resume`: bytes of chunks that the county had when the line was cut and that came again. What it had is read from its disk after each cut; what
 * comes again is told by the requests. Nothing else is right than 0; a device that forgot, or did not ask, would send some hundred kilobytes.
 */
import { readdir } from 'node:fs/promises';
import type { Request } from 'playwright';
import { LineProxy } from '#test/line-proxy.ts';
import { newProfile } from './browser.ts';
import type { Cell } from './cell.ts';
import { newCounty } from './county.ts';
import { rowOf } from './row.ts';
import { enrolTablet } from './tablet.ts';

const cases = 10;
const photosACase = 4;
/** Of 12.4 MB: now in the middle of a chunk, now between two. */
const cutsAfter = [1_100_000, 300_000, 2_500_000, 777_777, 3_000_000];

/** `<sha256>/<chunk>` of what is on the county's disk and not committed yet. */
async function chunksOf(blobs: string): Promise<Set<string>> {
  const files = await readdir(blobs, { recursive: true });
  return new Set(files.flatMap((file) => /parts\/([0-9a-f]{64}\/\d+)$/.exec(file)?.[1] ?? []));
}
/** Hashes of the photos that are whole on the county's disk. */
async function wholeOf(blobs: string): Promise<Set<string>> {
  const files = await readdir(blobs, { recursive: true });
  return new Set(files.flatMap((file) => /\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(file)?.[1] ?? []));
}

export const resume: Cell = {
  names: ['resume'],
  needsBuild: false,
  async measure({ pages, opened }) {
    const county = opened.use(await newCounty());
    await county.start(pages);
    const line = opened.use(await LineProxy.to(county.origin));
    const profile = opened.use(await newProfile());
    const tablet = await enrolTablet(await profile.open(), county, line.url);
    await tablet.seed(1, cases, photosACase);
    await tablet.pushDay(cases);

    let [again, cuts] = [0, 0];
    let [had, whole] = [new Set<string>(), new Set<string>()];
    const note = (request: Request) => {
      const [sha256, chunk] = /\/blobs\/([0-9a-f]{64})\/(\d+)$/.exec(request.url())?.slice(1) ?? [];
      if (sha256 !== undefined && (had.has(`${sha256}/${chunk}`) || whole.has(sha256))) again += request.postDataBuffer()?.length ?? 0;
    };
    tablet.page.on('request', note);
    for (const bytes of cutsAfter) {
      const until = line.bytesUp + bytes;
      // Nobody gets through afterwards: a browser would send what was cut once more by itself.
      const watch = setInterval(() => line.bytesUp >= until && line.refuse());
      const outcome = await tablet.uploadPhotos();
      clearInterval(watch);
      line.mend();
      if (outcome === null) throw new Error('the line was not cut in the middle of the photos');
      [had, whole] = [await chunksOf(county.blobs), await wholeOf(county.blobs)];
      if (had.size + whole.size > 0) cuts++;
    }
    if ((await tablet.uploadPhotos()) !== null) throw new Error('the photos did not all go');
    tablet.page.off('request', note);
    if ((await wholeOf(county.blobs)).size !== cases * photosACase) throw new Error('the county lacks a photo');
    if (cuts < cutsAfter.length) throw new Error('a cut came before anything had arrived');
    return [rowOf('resume', 'B', again, 0, cuts)];
  }
};
