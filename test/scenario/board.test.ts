/** What 同步 shows comes from durable rows: it is the same after a reload, and never says more than the county said. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStation } from '#device/station.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

let seed = 300;
async function receives({ api }: Tablet, photos = 0): Promise<string> {
  const pages = [];
  for (let at = 0; at < photos; at++) {
    const page = await api.addPhoto({ bytes: new Uint8Array(500).fill(++seed).buffer, mime: 'image/jpeg' }, { label: `第 ${at + 1} 页`, watermark: '' });
    if (!page.ok) throw new Error(page.error.message);
    pages.push(page.value);
  }
  const received = await api.receive((await fillElderly(api, ++seed, pages)).id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}

describe('the board', () => {
  it('counts the day: received, delivered with every photo, and what waits', async () => {
    const tablet = await scene.tablet();
    const [one, two] = [await receives(tablet), await receives(tablet, 2)];
    const before = await tablet.api.syncBoard();
    expect(before).toMatchObject({
      today: { received: 2, delivered: 0, photos: 2, photosDelivered: 0 },
      waiting: { cases: 2, visits: 0, older: 0, photos: 2, photoBytes: 1000 }
    });
    expect(before.waiting.recordBytes).toBeGreaterThan(1000);
    expect(before.waiting.oldestAt).not.toBeNull();
    // Records go, the photos' line is cut: the case with photos is not delivered.
    tablet.line.before = (url) => {
      if (url.includes('/blobs/')) throw new TypeError('cut');
      return null;
    };
    await tablet.sync();
    expect(await tablet.api.syncBoard()).toMatchObject({
      today: { received: 2, delivered: 1, photosDelivered: 0 },
      waiting: { cases: 1, photos: 2, recordBytes: 0 }
    });
    expect((await tablet.api.syncBoard()).waiting.oldestAt).not.toBeNull();
    // Another worker of this device's rows: a reload, with nothing in memory.
    const again = await openStation(tablet.world, tablet.name);
    expect((await again.syncBoard()).batch).toEqual([]);
    const [way] = (await again.status()).colleagues;
    await again.unlock(way?.id ?? '', '246810');
    await again.syncStop();
    expect(await again.syncBoard()).toEqual(await tablet.api.syncBoard());
    tablet.line.before = () => null;
    await tablet.sync();
    const done = await tablet.api.syncBoard();
    expect(done).toMatchObject({ today: { received: 2, delivered: 2, photosDelivered: 2 }, waiting: { cases: 0, photos: 0, photoBytes: 0, oldestAt: null } });
    expect(new Set(done.batch.map(({ id }) => id))).toEqual(new Set([one, two]));
  });

  it('tells what the county holds back and why, and lets it go when it is answered', async () => {
    const tablet = await scene.tablet();
    const caseId = await receives(tablet);
    const why = '县平台还不认识这一版，已原样保存。';
    tablet.line.after = async (url, response) => {
      if (!url.endsWith('/batches')) return response;
      const reply = (await response.json()) as { verdicts: object[] };
      const parked = { verdict: 'parked', final: false, error: { code: 'unknown_version', message: why, path: '' } };
      return new Response(JSON.stringify({ ...reply, verdicts: reply.verdicts.map((verdict) => ({ ...verdict, ...parked })) }), { headers: response.headers });
    };
    tablet.line.before = (url) => {
      if (url.includes('/feed')) throw new TypeError('cut');
      return null;
    };
    await tablet.sync();
    expect((await tablet.api.syncBoard()).parked).toMatchObject([{ row: { id: caseId, sync: 'sent' }, problem: { message: why } }]);
    tablet.line.before = () => null;
    tablet.line.after = (_url, response) => response;
    await tablet.sync();
    expect(await tablet.api.syncBoard()).toMatchObject({ parked: [], today: { delivered: 1 } });
  });

  it('names the case of a photo that the county refused, and forgets it when it went through', async () => {
    const tablet = await scene.tablet();
    const caseId = await receives(tablet, 2);
    let bad = '';
    tablet.line.after = async (url, response) => {
      if (!url.endsWith('/blobs/commit')) return response;
      const reply = (await response.json()) as { results: { sha256: string }[] };
      bad = reply.results[0]?.sha256 ?? '';
      const results = reply.results.map((result) =>
        result.sha256 === bad ? { ...result, committed: false, error: { code: 'checksum_mismatch', message: '照片在路上坏了，会再送。', path: '' } } : result
      );
      return new Response(JSON.stringify({ results }), { headers: response.headers });
    };
    await tablet.sync();
    const told = await tablet.api.syncBoard();
    expect(told.photoProblems).toMatchObject([{ row: { id: caseId }, problem: { message: '照片在路上坏了，会再送。' } }]);
    expect(told).toMatchObject({ today: { delivered: 0, photosDelivered: 1 }, waiting: { photos: 1 } });
    tablet.line.after = (_url, response) => response;
    await tablet.sync();
    expect(await tablet.api.syncBoard()).toMatchObject({ photoProblems: [], today: { delivered: 1 }, waiting: { photos: 0 } });
  });

  it('keeps what the county brought until it brings something else, one row a case', async () => {
    const tablet = await scene.tablet();
    const caseId = await receives(tablet);
    await tablet.sync();
    expect((await tablet.api.syncBoard()).news.rows.map(({ row }) => row.id)).not.toContain(caseId);
    const clerk = await scene.clerk();
    await clerk.decide(caseId, 'case.accepted', {});
    await clerk.decide(caseId, 'case.completed', { outcome: 'approved', result: '按月发放' });
    await tablet.sync();
    await tablet.sync();
    const { news } = await tablet.api.syncBoard();
    expect(news.at).not.toBeNull();
    expect(news.rows).toMatchObject([{ row: { id: caseId, status: 'completed' }, type: 'case.completed' }]);
  });

  it('does not count what another tablet took in as its own day', async () => {
    const [mine, other] = [await scene.tablet(), await scene.tablet('zhouling')];
    await receives(other);
    await other.sync();
    await mine.sync();
    expect((await mine.api.syncBoard()).today.received).toBe(0);
    expect((await mine.api.syncBoard()).batch).toEqual([]);
  });
});
