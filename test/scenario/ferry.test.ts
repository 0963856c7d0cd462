/** A station whose line is dead: its work goes to the county on a stick, and the county's answer comes back the same way. */
import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDevice } from '#county/devices/device.ts';
import { describeDevice } from '#county/devices/self.ts';
import { fromBase64, tools } from '#county/ferry/key.ts';
import type { FerryFile, FerryHeard, Result } from '#device/api.ts';
import { frame, frameKind } from '#protocol/frames.ts';
import type { FrameKind } from '#protocol/frames.ts';
import type { FerryAnswer, FerryImport } from '#protocol/messages.ts';
import { seal } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import { openDatabase } from '#store/database.ts';
import { answerTo, collect, importBytes } from '#test/county/ferry-file.ts';
import { imageOf, restored } from '#test/device/copies.ts';
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

async function receive(tablet: Tablet, seed: number, photos = 0): Promise<string> {
  const pages = [];
  for (let n = 0; n < photos; n++) {
    const added = await tablet.api.addPhoto({ bytes: new Uint8Array(randomBytes(30_000)).buffer, mime: 'image/jpeg' }, { label: `第${n}页`, watermark: '' });
    if (!added.ok) throw new Error(added.error.message);
    pages.push(added.value);
  }
  const draft = await fillElderly(tablet.api, seed, pages);
  const received = await tablet.api.receive(draft.id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.message}`);
  return result.value;
}
const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());
async function carried(file: FerryFile): Promise<{ found: FerryImport; answer: Blob }> {
  const found = await importBytes(scene.county, await bytesOf(file.file));
  return { found, answer: new Blob([await answerTo(scene.county, found)]) };
}
/** The county's answer to an import, with one more frame, of this kind and no JSON. */
async function forged(found: FerryImport, kind: number): Promise<Blob> {
  const { context, owner } = scene.county;
  const { rows } = await owner.query<{ agree_key: string }>('SELECT agree_key FROM devices WHERE device_id = $1', [found.deviceId]);
  const device = await context.database.inStation(found.stationCode, (sql) => readDevice(sql, found.stationCode, found.deviceId));
  if (device === null) throw new Error('no device');
  const answer: FerryAnswer = { no: 1, inReplyTo: found.id, self: await describeDevice(context, device), missing: [], error: null, photos: [], since: null };
  const { id, stationCode: station, deviceId, deviceNo, epoch, fromSeq, count, photos, madeAt } = found;
  const header = { suite, kind: 'answer' as const, id, station, deviceId, deviceNo, epoch, fromSeq, count, photos, madeAt };
  const plain = async function* () {
    yield* frame(frameKind.manifest, tools.encode(JSON.stringify(answer)));
    yield* frame(kind as FrameKind, tools.encode('no json'));
  };
  return new Blob([await collect(seal(tools, header, { to: fromBase64(rows[0]?.agree_key ?? ''), from: context.ferry.own }, plain()))]);
}
async function ledger(): Promise<{ operations: number; cases: number; feed: number; blobs: number }> {
  const { rows } = await scene.county.owner.query<{ operations: number; cases: number; feed: number; blobs: number }>(
    'SELECT (SELECT count(*) FROM operations)::int AS operations, (SELECT count(*) FROM cases)::int AS cases, (SELECT count(*) FROM feed)::int AS feed, (SELECT count(*) FROM blobs)::int AS blobs'
  );
  return rows[0] ?? { operations: 0, cases: 0, feed: 0, blobs: 0 };
}
function cut(tablet: Tablet): void {
  tablet.line.before = () => {
    throw new TypeError('no line');
  };
}
function mend(tablet: Tablet): void {
  tablet.line.before = () => null;
}
const syncOf = async (tablet: Tablet, caseId: string) => (await tablet.api.case(caseId))?.row.sync;

describe('the ferry', () => {
  it('[P78] [P80] [P81] [P82] days without a line: out on a stick, back with verdicts, news and photos; the line doubles nothing', async () => {
    const [tablet, clerk] = [await scene.tablet(), await scene.clerk()];
    cut(tablet);
    const before = await ledger();
    const first = await receive(tablet, 1, 2);
    const second = await receive(tablet, 2, 1);
    expect(await tablet.api.ferryStatus()).toMatchObject({ fromSeq: 1, throughSeq: 2, photos: 3, waiting: [] });
    const out = value(await tablet.api.ferryExport(null));
    expect(out.name).toMatch(/^摆渡_LT03_平板\d\d_\d{8}_第1-2号\.bbf$/);
    // Exported is not sent: everything still waits, and the page says for what.
    expect(await syncOf(tablet, first)).toBe('pending');
    expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 2, unsyncedPhotos: 3 });
    expect((await tablet.api.ferryStatus()).waiting).toMatchObject([{ no: 1, fromSeq: 1, count: 2, photos: 3 }]);

    const { found, answer } = await carried(out);
    expect(found).toMatchObject({ applied: 2, rejected: 0, photosCommitted: 3, missing: [], error: null });
    const heard = value(await tablet.api.ferryHear(answer));
    expect(heard).toMatchObject({ fromSeq: 1, count: 2, confirmed: 2, photos: 3, again: false, error: null });
    expect([await syncOf(tablet, first), await syncOf(tablet, second)]).toEqual(['confirmed', 'confirmed']);
    expect(await tablet.api.counts()).toEqual({ unsyncedCases: 0, unsyncedOthers: 0, unsyncedPhotos: 0, unsyncedBytes: 0, oldestUnsyncedAt: null });
    expect((await tablet.api.ferryStatus()).waiting).toEqual([]);

    // The county decides; the next stick brings it, with nothing to send.
    await clerk.decide(first, 'case.accepted', {});
    const empty = value(await tablet.api.ferryExport(null));
    expect(empty.name).toMatch(/取回执/);
    const news = value(await tablet.api.ferryHear((await carried(empty)).answer));
    expect(news).toMatchObject({ count: 0, confirmed: 0, changes: 1 });
    expect((await tablet.api.case(first))?.row.status).toBe('accepted');

    mend(tablet);
    const run = await tablet.sync();
    expect(run.error).toBeNull();
    const after = await ledger();
    expect([after.operations - before.operations, after.cases - before.cases, after.feed - before.feed, after.blobs - before.blobs]).toEqual([3, 2, 3, 3]);
    expect((await tablet.api.case(first))?.row.status).toBe('accepted');
  });

  it('[P82] an answer again, an older one, one of another tablet or epoch: nothing newer is undone', async () => {
    const [tablet, other, clerk] = [await scene.tablet(), await scene.tablet(), await scene.clerk()];
    cut(tablet);
    const one = await receive(tablet, 11);
    const firstOut = value(await tablet.api.ferryExport(null));
    const two = await receive(tablet, 12);
    const secondOut = value(await tablet.api.ferryExport(null));
    const firstAnswer = (await carried(firstOut)).answer;
    await clerk.decide(one, 'case.accepted', {});
    const secondAnswer = (await carried(secondOut)).answer;
    value(await tablet.api.ferryHear(secondAnswer));
    expect((await tablet.api.case(one))?.row.status).toBe('accepted');
    expect(await syncOf(tablet, two)).toBe('confirmed');

    const old = value(await tablet.api.ferryHear(firstAnswer));
    expect(old).toMatchObject({ confirmed: 0, again: false });
    expect((await tablet.api.case(one))?.row.status).toBe('accepted');
    const journal = await tablet.api.journal();
    const grant = (await tablet.api.status()).grantUntil;
    tablet.clock.ahead += 3_600_000;
    expect(value(await tablet.api.ferryHear(secondAnswer))).toMatchObject({ confirmed: 0, again: true });
    expect(await tablet.api.journal()).toEqual(journal);
    expect((await tablet.api.status()).grantUntil).toBe(grant);

    const refused = async (at: Tablet, file: Blob) => {
      const result = await at.api.ferryHear(file);
      return result.ok ? 'taken' : result.error.code;
    };
    expect(await refused(other, secondAnswer)).toBe('ferry_other_device');
    expect(await refused(tablet, secondOut.file)).toBe('ferry_not_answer');
    expect(await refused(tablet, new Blob(['no such thing']))).toBe('ferry_not_sealed');
    const bytes = await bytesOf(secondAnswer);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    expect(await refused(tablet, new Blob([bytes]))).toBe('ferry_damaged');
    expect(await refused(tablet, secondAnswer.slice(0, secondAnswer.size - 9))).toBe('ferry_truncated');

    // The line, and after it the answer that lay about.
    mend(tablet);
    expect((await tablet.sync()).error).toBeNull();
    expect(value(await tablet.api.ferryHear(secondAnswer))).toMatchObject({ again: true });
    expect((await tablet.api.case(one))?.row.status).toBe('accepted');
    expect((await tablet.sync()).error).toBeNull();
  });

  it('[P77] [P82] an answer that breaks off renews no grant; an unknown kind of frame is passed over', async () => {
    const tablet = await scene.tablet();
    cut(tablet);
    const made = value(await tablet.api.ferryExport(null));
    const { found } = await carried(made);
    const before = (await tablet.api.status()).grantUntil;
    tablet.clock.ahead += 3_600_000;
    const broken = await forged(found, frameKind.verdicts);
    await expect(tablet.api.ferryHear(broken)).rejects.toThrow(SyntaxError);
    await expect(tablet.api.ferryHear(broken)).rejects.toThrow(SyntaxError);
    expect((await tablet.api.status()).grantUntil).toBe(before);
    expect(value(await tablet.api.ferryHear(await forged(found, 99)))).toMatchObject({ again: false, error: null });
    expect((await tablet.api.status()).grantUntil).not.toBe(before);
  });

  it('[P22] [P78] a photo that is damaged on the tablet keeps nothing else from the stick', async () => {
    const tablet = await scene.tablet();
    cut(tablet);
    await receive(tablet, 71, 2);
    const db = await openDatabase(tablet.name);
    const [first] = await db.blobBytes.toArray();
    await db.blobBytes.update(first?.id ?? '', { sealed: new Uint8Array(200) });
    db.close();
    const { found } = await carried(value(await tablet.api.ferryExport(null)));
    expect(found).toMatchObject({ applied: 1, photosCommitted: 1, error: null });
  });

  it('[P79] a stick is lost: the answer to the next names what is missing, and the one after that carries it', async () => {
    const tablet = await scene.tablet();
    cut(tablet);
    const caseId = await receive(tablet, 21, 1);
    value(await tablet.api.ferryExport(null));
    await receive(tablet, 22);
    await receive(tablet, 23);
    // Somebody chose what to carry, and left out what had gone with the lost stick.
    const { found, answer } = await carried(value(await tablet.api.ferryExport({ from: 2, through: 3 })));
    expect(found).toMatchObject({ fromSeq: 2, count: 2, applied: 0, missing: [{ from: 1, through: 1 }] });
    const heard = value(await tablet.api.ferryHear(answer));
    expect(heard).toMatchObject({ confirmed: 0, missing: [{ from: 1, through: 1 }], error: { code: 'sequence_gap' } });
    expect(await syncOf(tablet, caseId)).toBe('pending');
    expect(await tablet.api.ferryStatus()).toMatchObject({ missing: [{ from: 1, through: 1 }], fromSeq: 1, throughSeq: 3 });
    const again = await carried(value(await tablet.api.ferryExport(null)));
    expect(again.found).toMatchObject({ fromSeq: 1, count: 3, applied: 3, missing: [] });
    expect(value(await tablet.api.ferryHear(again.answer))).toMatchObject({ confirmed: 3, missing: [] });
    expect(await tablet.api.ferryStatus()).toMatchObject({ missing: [], fromSeq: 4, throughSeq: 3 });
  });

  it('[P63] [P79] a tablet restored from a copy, and never on the line: its file is a fork, the answer says so, and the next file carries everything', async () => {
    const tablet = await scene.tablet();
    cut(tablet);
    const one = await receive(tablet, 41);
    value(await tablet.api.ferryHear((await carried(value(await tablet.api.ferryExport(null)))).answer));
    const image = await imageOf(tablet);
    const two = await receive(tablet, 42, 1);
    value(await tablet.api.ferryHear((await carried(value(await tablet.api.ferryExport(null)))).answer));

    const copy = await restored(tablet, image);
    cut(copy);
    const three = await receive(copy, 43, 1);
    const former = await copy.api.journal();
    const fork = await carried(value(await copy.api.ferryExport(null)));
    expect(fork.found).toMatchObject({ applied: 0, photosCommitted: 1, error: { code: 'fork' } });
    const before = await ledger();
    expect(value(await copy.api.ferryHear(fork.answer))).toMatchObject({ anew: true, confirmed: 0, error: { code: 'fork' } });
    const journal = await copy.api.journal();
    expect([journal.epoch === former.epoch, journal.lastSeq]).toEqual([false, former.lastSeq + 1]);
    // What the copy had forgotten came with the news.
    expect(await syncOf(copy, two)).toBe('confirmed');

    const whole = await carried(value(await copy.api.ferryExport(null)));
    expect(whole.found).toMatchObject({ fromSeq: 1, count: 3, missing: [], error: null });
    expect(value(await copy.api.ferryHear(whole.answer))).toMatchObject({ anew: false, error: null });
    for (const caseId of [one, three]) expect(await syncOf(copy, caseId)).toBe('confirmed');
    expect((await ledger()).cases).toBe(before.cases + 1);
    // The answer to the fork, which lay about, is of an epoch that is over.
    const late = await copy.api.ferryHear(fork.answer);
    expect(late.ok ? 'taken' : late.error.code).toBe('ferry_other_epoch');
    mend(copy);
    expect((await copy.sync()).error).toBeNull();
    expect((await ledger()).cases).toBe(before.cases + 1);
  });

  it('[P81] what the county refuses comes back with its sentence, and what it asks for with its words', async () => {
    const [tablet, clerk] = [await scene.tablet(), await scene.clerk()];
    const asked = await receive(tablet, 31);
    expect((await tablet.sync()).error).toBeNull();
    await clerk.decide(asked, 'case.accepted', {});
    cut(tablet);
    // Withdrawn on the tablet after the county has decided: too late.
    const withdrawn = await tablet.api.withdraw(asked, '本人不办了');
    expect(withdrawn.ok).toBe(true);
    await clerk.decide(asked, 'case.completed', { outcome: 'approved', result: '已发放' });
    const { found, answer } = await carried(value(await tablet.api.ferryExport(null)));
    expect(found).toMatchObject({ applied: 0, rejected: 1 });
    expect(value(await tablet.api.ferryHear(answer))).toMatchObject({ rejected: 1, changes: 2 } satisfies Partial<FerryHeard>);
    const shown = await tablet.api.case(asked);
    expect(shown?.row.status).toBe('completed');
    expect(shown?.row.rejection?.message).toBeTruthy();
  });
});
