/** The line between a tablet and a county, both real but for the tablet's IndexedDB. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Answers } from '#domain/form/values.ts';
import type { Operation } from '#domain/case/operations.ts';
import { openCore, openSession } from '#device/core.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import { openDatabase } from '#store/database.ts';
import { Ledger } from '#store/ledger.ts';
import { uuidV7 } from '#store/platform.ts';
import { fillElderly, fromCounty } from '#test/device/tablet.ts';
import { paperOf } from '#test/device/papers.ts';
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

async function receive(
  tablet: Tablet,
  seed: number,
  photo?: Uint8Array<ArrayBuffer>,
  instead: Answers = {}
): Promise<{ caseId: string; localNo: string; name: string }> {
  const added = photo === undefined ? null : await tablet.api.addPhoto({ bytes: photo.buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (added?.ok === false) throw new Error(added.error.message);
  const draft = await fillElderly(tablet.api, seed, added === null ? [] : [added.value]);
  if (Object.keys(instead).length > 0) await tablet.api.saveDraft({ ...draft, answers: { ...draft.answers, ...instead } });
  const received = await tablet.api.receive(draft.id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return { ...received.value, name: String(draft.answers.applicantName) };
}
async function ledger(): Promise<{ ops: number; cases: number; feed: number; gaps: number }> {
  return scene.county.context.database.inStation(scene.station, async (sql) => {
    const { rows } = await sql.query<{ ops: number; cases: number; feed: number; gaps: number }>(
      'SELECT (SELECT count(*) FROM operations)::int AS ops, (SELECT count(*) FROM cases)::int AS cases, (SELECT count(*) FROM feed)::int AS feed, (SELECT coalesce(max(seq), 0) - count(*) FROM feed)::int AS gaps'
    );
    const [row] = rows;
    if (row === undefined) throw new Error('no counts');
    return row;
  });
}

describe('records', () => {
  it('[P10] [P12] [P18] a day of 200 cases arrives once, though the reply to it is lost', async () => {
    const tablet = await scene.tablet();
    const before = await ledger();
    for (let seed = 1; seed <= 200; seed++) await receive(tablet, seed);
    expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 200, unsyncedPhotos: 0 });

    let lost = 0;
    tablet.line.after = (url, response) => {
      if (!url.endsWith('/batches')) return response;
      lost++;
      throw new TypeError('the line broke after the county had committed');
    };
    const cut = await tablet.sync();
    expect(lost).toBe(1);
    expect(cut.error?.code).toBe('offline');
    expect(cut.records).toMatchObject({ total: 200, confirmed: 0 });
    // The county has them, the tablet can't know: nothing is called confirmed.
    expect((await ledger()).cases - before.cases).toBe(200);
    expect((await tablet.api.cases({ sync: ['sent'] })).total).toBe(200);
    expect((await tablet.api.counts()).unsyncedCases).toBe(200);

    tablet.line.after = (_url, response) => response;
    const whole = await tablet.sync();
    expect(whole.error).toBeNull();
    expect(whole.records).toEqual({ total: 200, sent: 200, confirmed: 200, rejected: 0 });
    const after = await ledger();
    expect([after.ops - before.ops, after.cases - before.cases, after.feed - before.feed, after.gaps]).toEqual([200, 200, 200, 0]);
    expect((await tablet.api.cases({ sync: ['confirmed'] })).total).toBe(200);
    expect(await tablet.api.counts()).toEqual({ unsyncedCases: 0, unsyncedOthers: 0, unsyncedPhotos: 0, unsyncedBytes: 0, oldestUnsyncedAt: null });
    const journal = await tablet.api.journal();
    expect([journal.lastSeq, journal.confirmedThrough]).toEqual([200, 200]);
  }, 60_000);

  it('[P19] a batch that is too large is halved, and no group is split', async () => {
    const tablet = await scene.tablet();
    for (let seed = 301; seed <= 308; seed++) await receive(tablet, seed);
    let [refused, passed] = [0, 0];
    tablet.line.before = (url, init) => {
      if (!url.endsWith('/batches')) return null;
      // Gzip of eight cases against gzip of two: the line here takes no more than some kilobytes.
      if ((init.body as Uint8Array).length < 8000) {
        passed++;
        return null;
      }
      refused++;
      return fromCounty({ code: 'too_large', message: 'x', path: '' }, { status: 413 });
    };
    const status = await tablet.sync();
    expect(refused).toBeGreaterThan(0);
    expect(passed).toBeGreaterThan(1);
    expect(status.records).toEqual({ total: 8, sent: 8, confirmed: 8, rejected: 0 });
  });

  it('[P12] [P18] [P19] [P97] of several batches, of which the next is packed while the county works on one, none is lost or doubled by a reply that is', async () => {
    const tablet = await scene.tablet();
    const before = await ledger();
    for (let seed = 311; seed <= 320; seed++) await receive(tablet, seed);
    const sent: number[] = [];
    tablet.line.before = async (url, init) => {
      if (url.endsWith('/batches')) sent.push(await fromSeqOf(init));
      return null;
    };
    tablet.line.after = (url, response) => {
      if (url.endsWith('/batches') && sent.length === 3) throw new TypeError('the line broke after the county had committed');
      return carrying(3)(url, response);
    };
    const cut = await tablet.sync();
    expect(cut.records).toMatchObject({ total: 10, sent: 6, confirmed: 6 });
    // The third is asked for again, and what was packed behind it waits for its turn.
    expect(sent).toEqual([1, 4, 7]);
    expect((await tablet.api.counts()).unsyncedCases).toBe(4);
    const whole = await tablet.sync();
    expect(whole.records).toMatchObject({ total: 4, confirmed: 4, rejected: 0 });
    expect(sent).toEqual([1, 4, 7, 7, 10]);
    const after = await ledger();
    expect([after.ops - before.ops, after.cases - before.cases, after.feed - before.feed, after.gaps]).toEqual([10, 10, 10, 0]);
    expect((await tablet.api.counts()).unsyncedCases).toBe(0);
  });

  it('[P10] [P18] what is saved while the last batch is on the line goes in the same run', async () => {
    const tablet = await scene.tablet();
    await receive(tablet, 321);
    const sent: number[] = [];
    tablet.line.before = async (url, init) => {
      if (!url.endsWith('/batches')) return null;
      sent.push(await fromSeqOf(init));
      if (sent.length === 1) await receive(tablet, 322);
      return null;
    };
    expect((await tablet.sync()).error).toBeNull();
    expect(sent.slice(0, 2)).toEqual([1, 2]);
  });

  it('[P43] a wrong clock delays one request and decides nothing', async () => {
    const tablet = await scene.tablet();
    const { caseId } = await receive(tablet, 401);
    tablet.clock.ahead = -3 * 3_600_000;
    const status = await tablet.sync();
    expect(status.error).toBeNull();
    expect((await tablet.api.case(caseId))?.row.sync).toBe('confirmed');
  });
});

/** A county that takes so many operations at once. */
const carrying = (batchOperations: number) => async (url: string, response: Response) => {
  if (!url.endsWith('/devices/self') || !response.ok) return response;
  const self = (await response.json()) as { limits: object };
  return fromCounty({ ...self, limits: { ...self.limits, batchOperations } });
};
async function fromSeqOf(init: RequestInit): Promise<number> {
  const clear = new Response(new Blob([init.body as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip')));
  return (JSON.parse((await clear.text()).split('\n')[0] ?? '') as { fromSeq: number }).fromSeq;
}
async function changed(response: Response, change: object): Promise<Response> {
  return fromCounty({ ...((await response.json()) as object), ...change });
}

describe('a lock in the middle', () => {
  it('lets the run under way end with its keys, and starts no other', async () => {
    const tablet = await scene.tablet();
    const { caseId } = await receive(tablet, 551);
    tablet.line.before = async (url) => {
      if (url.endsWith('/batches')) await tablet.api.lock();
      return null;
    };
    expect((await tablet.sync()).error).toBeNull();
    const locked = await tablet.api.status();
    expect(locked.phase).toBe('locked');
    expect((await tablet.api.counts()).unsyncedCases).toBe(0);
    const { attempts } = await tablet.api.syncStatus();
    await tablet.api.syncNow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await tablet.api.syncStatus()).attempts).toBe(attempts);
    expect(await tablet.api.case(caseId)).toBeNull();
    await tablet.api.unlock(locked.colleagues[0]?.id ?? '', '246810');
    expect((await tablet.api.case(caseId))?.row.sync).toBe('confirmed');
  });
});

describe('verdicts', () => {
  it('[P16] [P29] a rejected case comes back with its reason, blocks no other, and goes up mended under its own number', async () => {
    const tablet = await scene.tablet();
    await loosenPhones(tablet);
    const [good, bad] = [await receive(tablet, 601), await receive(tablet, 602, undefined, { applicantPhone: '123' })];
    const status = await tablet.sync();
    expect(status.records).toMatchObject({ confirmed: 1, rejected: 1 });
    const shown = await tablet.api.case(bad.caseId);
    expect(shown?.row.sync).toBe('rejected');
    expect(shown?.row.rejection).toMatchObject({ code: 'invalid_case', path: 'answers.applicantPhone' });
    expect(shown?.row.rejection?.message).not.toBe('');
    expect((await tablet.api.case(good.caseId))?.row.sync).toBe('confirmed');
    expect((await tablet.api.today()).rejected.map(({ id }) => id)).toEqual([bad.caseId]);

    const mended = await tablet.api.startDraft({ itemId: 'elderly-allowance', caseId: bad.caseId });
    if (!mended.ok) throw new Error(mended.error.message);
    expect(mended.value.answers.applicantName).toBe(bad.name);
    await tablet.api.saveDraft({ ...mended.value, answers: { ...mended.value.answers, applicantPhone: '13912345678' } });
    const again = await tablet.api.receive(mended.value.id);
    expect(again).toMatchObject({ ok: true, value: { caseId: bad.caseId, localNo: bad.localNo } });
    expect((await tablet.api.case(bad.caseId))?.row.sync).toBe('pending');
    expect((await tablet.sync()).records).toMatchObject({ confirmed: 1, rejected: 0 });
    expect((await tablet.api.case(bad.caseId))?.row).toMatchObject({ sync: 'confirmed', rejection: null });
  });
});

describe('what waits for a refused act', () => {
  for (const [one, words] of [
    [false, 'in one batch'],
    [true, 'in two']
  ] as const)
    it(`[P17] [P31] comes back together with it, and goes up in the mended case; ${words}`, async () => {
      const tablet = await scene.tablet();
      if (one) tablet.line.after = carrying(1);
      await loosenPhones(tablet);
      const bad = await receive(tablet, 651 + Number(one), undefined, { applicantPhone: '123' });
      const draft = await tablet.api.startDraft({ itemId: 'elderly-allowance', caseId: bad.caseId });
      if (!draft.ok) throw new Error(draft.error.message);
      await tablet.api.saveDraft({ ...draft.value, answers: { ...draft.value.answers, bankName: '邮储银行' } });
      expect(await tablet.api.supply(draft.value.id)).toMatchObject({ ok: true });
      const paper = await paperOf(tablet, bad.caseId, 'receipt');
      expect(await tablet.api.desk('issuePaper', bad.caseId, { paper, signatures: [] })).toMatchObject({ ok: true });
      expect((await tablet.sync()).records).toMatchObject({ total: 3, confirmed: 0, rejected: 3 });
      const shown = await tablet.api.case(bad.caseId);
      expect(shown?.row.rejection).toMatchObject({ code: 'invalid_case', path: 'answers.applicantPhone' });
      expect((await tablet.api.counts()).unsyncedCases).toBe(0);

      const mended = await tablet.api.startDraft({ itemId: 'elderly-allowance', caseId: bad.caseId });
      if (!mended.ok) throw new Error(mended.error.message);
      expect(mended.value.answers.bankName).toBe('邮储银行');
      await tablet.api.saveDraft({ ...mended.value, answers: { ...mended.value.answers, applicantPhone: '13912345678' } });
      expect(await tablet.api.receive(mended.value.id)).toMatchObject({ ok: true });
      expect((await tablet.sync()).records).toMatchObject({ confirmed: 2, rejected: 0 });
      const county = await tablet.api.case(bad.caseId);
      expect(county?.row.sync).toBe('confirmed');
      // What the resident has in hand since then is still known.
      expect(county?.state.papers?.map((given) => given.paper.hash)).toEqual([paper.hash]);
      expect(county?.state.answers).toMatchObject({ bankName: '邮储银行', applicantPhone: '13912345678' });
    });
});

describe('parked acts', () => {
  it('[P15] [P17] are asked for again on each run, so that the device learns a verdict that came later', async () => {
    const [mine, hers] = [await scene.tablet(), await scene.tablet()];
    const { caseId } = await receive(hers, 661);
    const first = (await hers.api.case(caseId))?.state.timeline[0]?.opId ?? '';
    // Her act has not arrived: what my tablet builds on it can only wait. One of the two will turn out to be wrong.
    await write(mine, [
      {
        caseId: uuidV7(mine.world),
        type: 'visit.planned',
        dependsOn: [first],
        base: 0,
        body: { date: '2026-11-30', time: '10:00', name: '甲', address: '乙' }
      },
      { caseId, type: 'case.withdrawn', dependsOn: [first], base: 7, body: { reason: '不办了' } }
    ]);
    expect((await mine.sync()).records).toMatchObject({ total: 2, confirmed: 0, rejected: 0 });
    const states = async () => {
      const db = await openDatabase(mine.name);
      const rows = await db.journal.toArray();
      db.close();
      return rows.map(({ state }) => state);
    };
    expect(await states()).toEqual(['parked', 'parked']);

    await hers.sync();
    let batches = 0;
    mine.line.before = (url) => {
      if (url.endsWith('/batches')) batches++;
      return null;
    };
    expect((await mine.sync()).error).toBeNull();
    expect(await states()).toEqual(['applied', 'rejected']);
    expect(batches).toBe(2);
    expect((await mine.sync()).error).toBeNull();
    expect(batches).toBe(2);
  });

  it('[P15] are asked for some at a time, in turn', async () => {
    const tablet = await scene.tablet();
    await write(
      tablet,
      Array.from({ length: 25 }, () => ({ caseId: uuidV7(tablet.world), type: 'visit.dreamt', dependsOn: [], base: 1, body: {} }))
    );
    await tablet.sync();
    const asked: number[] = [];
    tablet.line.before = async (url, init) => {
      if (!url.endsWith('/batches')) return null;
      asked.push(await fromSeqOf(init));
      return null;
    };
    const runs: number[] = [];
    for (let run = 0; run < 2; run++) {
      await tablet.sync();
      runs.push(asked.length);
    }
    expect(runs).toEqual([20, 25]);
    expect(new Set(asked).size).toBe(25);
  });
});

type Foreign = Pick<Operation, 'caseId' | 'type' | 'dependsOn' | 'base' | 'body'>;
/** Acts written past the screens, as another version of the app would write them. */
async function write(tablet: Tablet, acts: Foreign[]): Promise<void> {
  const core = await openCore(tablet.world, tablet.name);
  const [way] = await core.vault.ways();
  if (way === undefined) throw new Error('nobody has signed in');
  await core.vault.unlock(way.staff.id, '246810');
  const session = await openSession(core);
  if (session === null) throw new Error('locked');
  const ledger = new Ledger(core.db, core.world, core.journal, core.streams);
  for (const act of acts) {
    const id = uuidV7(core.world);
    const author = { id: way.staff.id, name: way.staff.name };
    const operation: Operation = { ...act, opId: id, groupId: id, groupSize: 1, version: 1, author, at: new Date().toISOString(), blobs: [] };
    const saved = await ledger.append(session.keys, session.epoch, act.caseId, 4 * 1024 * 1024, () => Promise.resolve({ act: { operations: [operation] } }));
    if (!saved.ok) throw new Error(saved.code);
  }
  core.db.close();
}

describe('photos', () => {
  it('are refused with a sentence when the device is full or the file is none, and nothing is kept', async () => {
    const tablet = await scene.tablet();
    const add = () => tablet.api.addPhoto({ bytes: new Uint8Array([1, 2, 3]).buffer, mime: 'image/jpeg' }, { label: '', watermark: '' });
    tablet.world.darkroom = () => Promise.resolve(null);
    expect(await add()).toMatchObject({ ok: false, error: { code: 'not_a_picture' } });
    tablet.world.darkroom = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    expect(await add()).toMatchObject({ ok: false, error: { code: 'storage_full' } });
    tablet.world.estimate = () => Promise.resolve({ usage: 990_000_000, quota: 1_000_000_000, persisted: true });
    expect(await add()).toMatchObject({ ok: false, error: { code: 'storage_full' } });
    expect(await tablet.api.storage()).toMatchObject({ photos: 0, photoBytes: 0 });
  });

  it('[P20] [P21] [P22] chunks that arrived are not sent again, and a photo counts when the county has confirmed it', async () => {
    const tablet = await scene.tablet();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const big = new Uint8Array(600_000);
    for (let at = 0; at < big.length; at += bytes.length) big.set(crypto.getRandomValues(bytes), at);
    const { caseId } = await receive(tablet, 701, big.slice(0, 390_000));
    expect((await tablet.api.case(caseId))?.row).toMatchObject({ photos: 1, photosConfirmed: 0 });
    const sent: string[] = [];
    tablet.line.before = (url) => {
      if (!/\/blobs\/[0-9a-f]{64}\//.test(url)) return null;
      if (url.endsWith('/1')) throw new TypeError('cut');
      sent.push(url.slice(-1));
      return null;
    };
    const cut = await tablet.sync();
    expect(cut.records).toMatchObject({ confirmed: 1 });
    expect(cut.photos).toMatchObject({ total: 1, confirmed: 0 });
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(1);
    tablet.line.before = (url) => {
      if (/\/blobs\/[0-9a-f]{64}\//.test(url)) sent.push(url.slice(-1));
      return null;
    };
    const whole = await tablet.sync();
    expect(whole.photos).toMatchObject({ total: 1, sent: 1, confirmed: 1, confirmedBytes: 390_000 });
    expect(sent.sort()).toEqual(['0', '1']);
    expect((await tablet.api.case(caseId))?.row).toMatchObject({ photos: 1, photosConfirmed: 1 });
  });
});

describe('a photo that only the county has', () => {
  it('[P23] is fetched over the line, checked against its name, and not kept', async () => {
    const [mine, hers] = [await scene.tablet(), await scene.tablet()];
    const photo = crypto.getRandomValues(new Uint8Array(5000));
    const { caseId } = await receive(hers, 751, photo);
    await hers.sync();
    await mine.sync();
    const sha256 = (await mine.api.case(caseId))?.state.materials.flatMap(({ pages }) => pages)[0]?.sha256 ?? '';
    const shown = await mine.api.photo(sha256);
    expect(shown?.mime).toBe('image/jpeg');
    expect(new Uint8Array(shown?.bytes ?? new ArrayBuffer(0))).toEqual(photo);
    expect((await mine.api.storage()).photos).toBe(0);

    mine.line.after = async (_url, response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      bytes[17] = (bytes[17] ?? 0) ^ 1;
      return new Response(bytes, response);
    };
    expect(await mine.api.photo(sha256)).toBeNull();
    mine.line.after = (_url, response) => response;
    expect(await mine.api.photo('0'.repeat(64))).toBeNull();

    const asked: string[] = [];
    mine.line.before = (url) => {
      asked.push(url);
      throw new TypeError('no line');
    };
    expect(await mine.api.photo(sha256)).toBeNull();
    await mine.api.syncStop();
    await mine.api.setOnline(false);
    asked.length = 0;
    expect(await mine.api.photo(sha256)).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('the feed', () => {
  it("[P24] [P25] decisions and a colleague's cases come down; a supply answers the correction", async () => {
    const [mine, hers] = [await scene.tablet(), await scene.tablet()];
    const { caseId, localNo } = await receive(mine, 801);
    await mine.sync();
    await hers.sync();
    expect((await hers.api.case(caseId))?.row).toMatchObject({ localNo, sync: 'confirmed', status: 'received' });

    const clerk = await scene.clerk();
    await clerk.decide(caseId, 'case.correctionRequested', {
      items: [{ target: 'field', key: 'applicantPhone', label: '联系电话', problem: '打不通', remedy: '换一个能接通的号码' }],
      due: '2099-12-31'
    });
    expect((await mine.sync()).pulled).toMatchObject({ corrections: 1, statusChanges: 0 });
    expect((await mine.api.today()).corrections.map(({ id }) => id)).toContain(caseId);

    const draft = await mine.api.startDraft({ itemId: 'elderly-allowance', caseId });
    if (!draft.ok) throw new Error(draft.error.message);
    expect(await mine.api.supply(draft.value.id)).toMatchObject({ ok: false, error: { code: 'nothing_changed' } });
    await mine.api.saveDraft({ ...draft.value, answers: { ...draft.value.answers, applicantPhone: '13912345678' } });
    expect(await mine.api.supply(draft.value.id)).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ total: 1, confirmed: 1 });
    await hers.sync();
    const seen = await hers.api.case(caseId);
    expect(seen?.state.status).toBe('received');
    expect(seen?.state.answers.applicantPhone).toBe('13912345678');
    expect(seen?.state).toEqual((await mine.api.case(caseId))?.state);
  });

  it('[P27] after another generation of the feed everything is there again, own pending acts included', async () => {
    const tablet = await scene.tablet();
    const [sent, pending] = [await receive(tablet, 901), { caseId: '' }];
    await tablet.sync();
    const total = (await tablet.api.cases({})).total;
    pending.caseId = (await receive(tablet, 902)).caseId;
    const paths: string[] = [];
    tablet.line.before = (url) => {
      paths.push(new URL(url).pathname.replace('/api/v1', ''));
      // Records wait: this run is about what comes down.
      return url.endsWith('/batches') ? fromCounty({ code: 'fork', message: 'x', path: '' }, { status: 409 }) : null;
    };
    tablet.line.after = (url, response) => (url.endsWith('/devices/self') && response.ok ? changed(response, { feedGeneration: 'another' }) : response);
    await tablet.sync();
    expect(paths).toContain('/snapshot');
    expect((await tablet.api.cases({})).total).toBe(total + 1);
    expect((await tablet.api.case(sent.caseId))?.row.sync).toBe('confirmed');
    expect((await tablet.api.case(pending.caseId))?.row.sync).toBe('pending');
  });
});

/** The tablet's copy of the catalogue loses the checks of phone numbers: it lets pass what the county refuses. */
async function loosenPhones(tablet: Tablet): Promise<void> {
  const db = await openCatalogueDatabase(`${tablet.name}-catalogue`);
  const pack = await db.packs.get('current');
  if (pack === undefined) throw new Error('no catalogue');
  const catalogue = JSON.parse(pack.text) as Catalogue;
  for (const field of catalogue.items.flatMap((item) => item.fields)) {
    if (field.key !== 'applicantPhone') continue;
    delete field.checks;
    field.type = 'text';
  }
  await db.packs.put({ ...pack, text: JSON.stringify(catalogue) });
  db.close();
}
