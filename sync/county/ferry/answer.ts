/** What the county says to a file: verdicts, news, photos, what is missing; sealed to the tablet (SPEC P81). Made anew each time, so it is never stale. */
import { randomUUID } from 'node:crypto';
import type { Problem } from '#protocol/errors.ts';
import type { FerryAnswer, FerryImport, FerryManifest, Verdict } from '#protocol/messages.ts';
import { frame, frameKind } from '#protocol/frames.ts';
import type { FrameKind } from '#protocol/frames.ts';
import { seal } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import { committedAmong } from '../blobs/read.ts';
import { countyDay, type Context } from '../context.ts';
import { readDevice, type Device } from '../devices/device.ts';
import { describeDevice } from '../devices/self.ts';
import { Refusal } from '../failure.ts';
import { parseCursor, readFeed, type FeedPage } from '../feed/read.ts';
import { missingBefore } from './import.ts';
import { fromBase64, tools } from './key.ts';

/** About a megabyte in one frame. */
const verdictPage = 5000;
/** A year of a busy station; what is beyond comes with the next file. */
const mostPages = 400;

export const answerName = ({ stationCode, deviceNo, fromSeq, count, madeAt }: FerryImport): string =>
  `回执_${stationCode}_平板${deviceNo}_${countyDay(new Date(madeAt)).replaceAll('-', '')}_${count === 0 ? '取回执' : `第${String(fromSeq)}-${String(fromSeq + count - 1)}号`}.bba`;

type Imported = { report: FerryImport; manifest: FerryManifest };

/** Refused before its first byte: a tablet that was revoked since the import gets no news of its station, and no grant. */
export async function makeAnswer(context: Context, { report, manifest }: Imported): Promise<AsyncGenerator<Uint8Array>> {
  const { stationCode, deviceId } = report;
  const { device, agreeKey } = await context.database.inStation(stationCode, async (sql) => {
    const { rows } = await sql.query<{ agree_key: string }>('SELECT agree_key FROM devices WHERE station_code = $1 AND device_id = $2', [
      stationCode,
      deviceId
    ]);
    return { device: await readDevice(sql, stationCode, deviceId), agreeKey: rows[0]?.agree_key };
  });
  if (device === null || agreeKey === undefined) throw new Error(`no device ${deviceId}`);
  if (device.revoked) throw new Refusal(403, 'device_revoked', '这台平板已被县平台停用，不再给它回执。', 'id');
  const header = {
    suite,
    kind: 'answer' as const,
    id: randomUUID(),
    station: stationCode,
    deviceId,
    deviceNo: report.deviceNo,
    epoch: report.epoch,
    fromSeq: report.fromSeq,
    count: report.count,
    photos: report.photos,
    madeAt: context.now().toISOString()
  };
  return seal(tools, header, { to: fromBase64(agreeKey), from: context.ferry.own }, answerFrames(context, device, report, manifest));
}

function* jsonFrame(kind: FrameKind, value: unknown): Generator<Uint8Array> {
  yield* frame(kind, tools.encode(JSON.stringify(value)));
}

async function* answerFrames(context: Context, device: Device, report: FerryImport, manifest: FerryManifest): AsyncGenerator<Uint8Array> {
  const committed = await committedAmong(
    context,
    report.stationCode,
    manifest.photos.map(({ sha256 }) => sha256)
  );
  // A tablet of another history lacks lines that it wrote itself.
  const whole = report.error !== null;
  const after = manifest.feed === null ? null : await readPage(context, device, manifest.feed.cursor, whole);
  const answer: FerryAnswer = {
    no: manifest.no,
    inReplyTo: report.id,
    self: await describeDevice(context, device),
    missing: missingBefore(report, device),
    error: report.error,
    photos: manifest.photos.map(({ sha256 }) => ({ sha256, committed: committed.has(sha256) })),
    since: after === null ? null : manifest.feed
  };
  yield* jsonFrame(frameKind.manifest, answer);
  // By what is there, not by how many lines the header claims.
  for (let from = report.fromSeq; ;) {
    const verdicts = await readVerdicts(context, report, from);
    if (verdicts.length > 0) yield* jsonFrame(frameKind.verdicts, verdicts);
    if (verdicts.length < verdictPage) break;
    from = (verdicts.at(-1)?.seq ?? from) + 1;
  }
  let page = after ?? (await readPage(context, device, '', whole));
  for (let count = 1; page !== null; count++) {
    yield* jsonFrame(frameKind.feed, page);
    page = page.more && count < mostPages ? await readPage(context, device, page.cursor, whole) : null;
  }
  const newest = context.catalogues.current();
  if (newest !== null && newest.pack.revision > manifest.catalogueRevision) yield* jsonFrame(frameKind.catalogue, newest.pack);
}

/** Null when the cursor can't serve: then from the start. */
async function readPage(context: Context, device: Device, cursor: string, whole: boolean): Promise<FeedPage | null> {
  const place = parseCursor(cursor, context.instance.feedGeneration);
  return place === null ? null : readFeed(context, device, place, whole);
}

async function readVerdicts(context: Context, { stationCode, deviceId, epoch, fromSeq, count }: FerryImport, from: number): Promise<Verdict[]> {
  const { rows } = await context.database.inStation(stationCode, (sql) =>
    sql.query<{ seq: number; op_id: string; verdict: Verdict['verdict']; final: boolean; problem: string | null }>(
      'SELECT seq, op_id, verdict, final, problem FROM journal WHERE station_code = $1 AND writer = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq LIMIT $6',
      [stationCode, deviceId, epoch, from, fromSeq + count - 1, verdictPage]
    )
  );
  return rows.map(({ seq, op_id, verdict, final, problem }) => ({
    seq,
    opId: op_id,
    verdict,
    final,
    ...(problem === null ? {} : { error: JSON.parse(problem) as Problem })
  }));
}
