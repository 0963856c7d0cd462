/** What a person at the county does to a case or a record: an operation of the county's side, judged and applied like any other, and fed to the station. */
import { randomBytes } from 'node:crypto';
import { apply, judge } from '#domain/case/fold.ts';
import { countyTypes, type Operation } from '#domain/case/operations.ts';
import type { CaseState } from '#domain/case/state.ts';
import { link } from '#protocol/chain.ts';
import { countyDay, type Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { sha256, textCodec } from '../devices/keys.ts';
import { Refusal } from '../failure.ts';
import { appendFeed, lockFeed } from '../feed/append.ts';
import type { StaffMember } from '../people/sign-in.ts';
import { readStation } from '../people/stations.ts';
import { childBody } from './decide-child.ts';
import { acceptanceDays, promiseBody } from './decide-promise.ts';
import { loadStates } from './load.ts';
import { writeCases } from './write-cases.ts';
import { writeJudged } from './write.ts';
import type { ErrorCode } from '#protocol/errors.ts';

export type Decision = { type: string; base: number; body: unknown };

export async function decide(context: Context, member: StaffMember, station: string, caseId: string, decision: Decision): Promise<void> {
  if (!countyTypes.has(decision.type)) throw new Refusal(400, 'invalid_body', '没有这种审批操作。', 'type');
  const now = context.now();
  await context.database.inStation(station, async (sql) => {
    const head = await lockFeed(sql, station, context.instance);
    const state = (await loadStates(sql, station, [caseId])).get(caseId);
    if (state === undefined) throw new Refusal(404, 'not_found', '没有这个办件。', 'id');
    if (decision.base !== state.revision)
      throw new Refusal(409, 'stale_revision', '这个办件刚有了新变化，请刷新后再审批。', 'base', { revision: state.revision });
    const body =
      decision.type === 'case.accepted' && state.kind === 'case'
        ? await acceptance(context, sql, state, station, decision.body)
        : await childBody({ ...decision, body: promiseBody(decision, state, now, context) }, state, now, context, () =>
            nextCaseNo(context, sql, station, countyDay(now))
          );
    const opId = uuidV7(now);
    const op: Operation = {
      opId,
      groupId: uuidV7(now),
      groupSize: 1,
      dependsOn: [],
      caseId,
      type: decision.type,
      version: 1,
      author: { id: member.id, name: member.name },
      at: now.toISOString(),
      base: decision.base,
      body,
      blobs: []
    };
    const problem = judge(state, op, 'county', { catalogue: context.catalogues.current()?.catalogue ?? null, today: countyDay(now) });
    if (problem !== null) {
      const conflict = problem.code === 'wrong_state' || problem.code === 'stale_revision';
      throw new Refusal(conflict ? 409 : 422, problem.code as ErrorCode, problem.message, problem.path, problem.details);
    }
    const line = JSON.stringify(op);
    const seq = head.countySeq + 1;
    const epoch = context.instance.id;
    const next = await link(head.countyLink, seq, line, (bytes) => Promise.resolve(new Uint8Array(Buffer.from(sha256(bytes), 'hex'))), textCodec);
    const entry = { writer: 'county', epoch, seq, line, lineHash: sha256(textCodec.encode(line)), link: next };
    await writeJudged(
      sql,
      station,
      [{ entry, read: { kind: 'operation', op }, ruling: { verdict: 'applied', final: true, problem: null }, isFirst: true }],
      now
    );
    await writeCases(sql, station, { states: new Map([[caseId, apply(state, op)]]), applied: [{ entry, op }] }, now);
    await appendFeed(sql, station, head, [{ opId, caseId, writer: 'county', epoch, writerSeq: seq }], now);
    await sql.query('UPDATE feed_heads SET county_seq = $2, county_link = $3 WHERE station_code = $1', [station, seq, next]);
  });
}

/** The county's number and the due day of the promised limit; what the reviewer sent for them is not asked. */
async function acceptance(context: Context, sql: Sql, state: CaseState, station: string, sent: unknown): Promise<unknown> {
  const note = typeof sent === 'object' && sent !== null && 'note' in sent && typeof sent.note === 'string' ? { note: sent.note } : {};
  const today = countyDay(context.now());
  return { caseNo: await nextCaseNo(context, sql, station, today), ...acceptanceDays(context, state, today), ...note };
}

/** Division (12), day (8), serial of the station's day (4): 24 of the 50 places that the exchange standard allows. */
async function nextCaseNo(context: Context, sql: Sql, station: string, today: string): Promise<string> {
  const place = await readStation(sql, context.instance, station);
  const prefix = `${place?.divisionCode ?? ''}${today.replaceAll('-', '')}`;
  const { rows } = await sql.query<{ serial: number }>(`SELECT count(*) + 1 AS serial FROM cases WHERE station_code = $1 AND case_no LIKE $2 || '%'`, [
    station,
    prefix
  ]);
  return `${prefix}${String(rows[0]?.serial ?? 1).padStart(4, '0')}`;
}

/** RFC 9562: 48 bits of milliseconds, then version, variant and randomness. */
function uuidV7(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
