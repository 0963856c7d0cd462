/**
 * Writes the corpus of this version: `npm run corpus`. A real county and the real device code do one of everything; what the
 * county's journal then holds is kept, line by line in the order in which it came, with the states that it came to. A corpus that has been
 * released is never written again: a new version of an operation gets a folder of its own.
 */
import 'fake-indexeddb/auto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCounty } from '#county/county.ts';
import { textToState } from '#county/ledger/state-text.ts';
import { conflictsOf } from '#domain/case/given.ts';
import { protocolVersion } from '#protocol/version.ts';
import { signIn } from '../../county/staff-browser.ts';
import { openOwner } from '../../embedded-owner.ts';
import { imageOf, restored } from '../../device/copies.ts';
import { fillElderly, makeTablet } from '../../device/tablet.ts';
import type { Tablet } from '../../device/tablet.ts';
import { actAssist } from './assist.ts';
import { actBundles } from './bundles.ts';
import { actClock } from './clock.ts';
import type { Day } from './day.ts';
import { actHanding } from './handing.ts';
import { actPapers } from './papers.ts';
import { actPeople } from './people.ts';
import { actVoice } from './voice.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'bangban-corpus-'));
chmodSync(dataDir, 0o755);
const folder = new URL(`./v${String(protocolVersion)}/`, import.meta.url);
if (existsSync(folder)) throw new Error(`${folder.pathname} is there already`);
const county = await startCounty({ host: '127.0.0.1', port: 0, dataDir: join(dataDir, 'data'), databaseUrl: null, tls: null, buildDir: dataDir, sample: true });
const station = 'LT03';
let seed = 4000;

async function code(): Promise<string> {
  const made = await (await signIn(county.url, 'admin')).call('POST', '/api/v1/staff/enrolment-codes', { stationCode: station });
  return ((await made.json()) as { code: string }).code;
}
async function tabletOf(worker: string): Promise<Tablet> {
  const tablet = await makeTablet(county.url);
  must(await tablet.api.enrol(await code(), 'corpus'));
  await tablet.staff(worker, `${worker}-2026`);
  await sync(tablet);
  return tablet;
}
function must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
async function sync(tablet: Tablet): Promise<void> {
  const { error } = await tablet.sync();
  if (error !== null) throw new Error(error.message);
}
const receive = async ({ api }: Tablet) => must(await api.receive((await fillElderly(api, ++seed)).id)).caseId;
async function supply({ api }: Tablet, caseId: string, answers: Record<string, string>): Promise<void> {
  const draft = must(await api.startDraft({ itemId: 'elderly-allowance', caseId }));
  must(await api.saveDraft({ ...draft, answers: { ...draft.answers, ...answers } }));
  must(await api.supply(draft.id));
}
/** Each kind of stream has its own address at the county. */
const addresses: Readonly<Record<string, readonly [string, string]>> = { case: ['cases', 'decisions'], order: ['orders', 'acts'], ticket: ['tickets', 'acts'] };

async function decide(streamId: string, type: string, body: object, by = 'wangshen'): Promise<void> {
  const { call } = await signIn(county.url, by);
  const owner = await openOwner(join(dataDir, 'data'));
  const { rows } = await owner.query<{ revision: number }>('SELECT revision FROM cases WHERE id = $1', [streamId]);
  await owner.end();
  const [kind, acts] = addresses[type.slice(0, type.indexOf('.'))] ?? [];
  const decided = await call('POST', `/api/v1/staff/${String(kind)}/${station}/${streamId}/${String(acts)}`, { type, base: rows[0]?.revision ?? 0, body });
  if (!decided.ok) throw new Error(`${type}: ${await decided.text()}`);
}
const day = (ahead: number) => new Date(Date.now() + (ahead * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

try {
  await record();
} finally {
  await county.close();
  rmSync(dataDir, { recursive: true });
}
// The tablets' loops would go on.
process.exit();

async function record(): Promise<void> {
  const [chen, zhou] = [await tabletOf('chenmin'), await tabletOf('zhouling')];
  const image = await imageOf(chen);
  const [mended, refused, withdrawn, disputed] = [await receive(chen), await receive(chen), await receive(chen), await receive(chen)];
  const [kept, missed] = [day(0), day(1)];
  const visits = [kept, missed].map((date) => chen.api.planVisit({ date, time: '09:30', name: '李奶奶', phone: '13912345678', address: '柳塘村三组' }));
  const [done, absent] = (await Promise.all(visits)).map(must);
  await sync(chen);
  await sync(zhou);
  await decide(mended, 'case.correctionRequested', {
    items: [{ target: 'field', key: 'applicantPhone', label: '联系电话', problem: '号码核对不上', remedy: '对照原件重新填写' }],
    due: day(10)
  });
  await sync(chen);
  await supply(chen, mended, { applicantPhone: '13700001111' });
  await sync(chen);
  await decide(mended, 'case.accepted', { note: '材料齐全' });
  await decide(mended, 'case.completed', { outcome: 'approved', result: '下月起发放' });
  await decide(refused, 'case.notAccepted', { reason: '重复申请', basis: '办法第三条' });
  must(await chen.api.withdraw(withdrawn, '家属来电话说不办了'));
  must(await chen.api.closeVisit(done ?? '', 'done', mended));
  must(await chen.api.closeVisit(absent ?? '', 'absent'));
  // Two workers, one answer, one base.
  await supply(chen, disputed, { applicantPhone: '13811112222' });
  await supply(zhou, disputed, { applicantPhone: '13912345678' });
  for (const tablet of [chen, zhou, chen]) await sync(tablet);
  const view = await chen.api.case(disputed);
  const [conflict] = view === null ? [] : conflictsOf(view.state);
  if (conflict === undefined) throw new Error('no conflict');
  must(await chen.api.resolveConflict(disputed, conflict.place, { chosen: conflict.values[1]?.opId ?? '' }));
  await sync(chen);
  const cast: Day = { worker: chen, colleague: zhou, receive, sync, decide, must };
  for (const act of [actClock, actPapers, actBundles, actAssist, actHanding, actPeople, actVoice]) await act(cast);
  for (const tablet of [chen, zhou, chen]) await sync(tablet);
  // Restored from a copy: another epoch.
  const copy = await restored(chen, image);
  await receive(copy);
  await sync(copy);

  const owner = await openOwner(join(dataDir, 'data'));
  const { rows } = await owner.query<{ op_id: string; line: string }>('SELECT op_id, line FROM journal ORDER BY received_at, writer, seq');
  const states = await owner.query<{ id: string; state: string }>('SELECT id, state FROM cases ORDER BY id');
  await owner.end();
  // What a new epoch has entered again is there already.
  const once = new Map(rows.toReversed().map(({ op_id, line }) => [op_id, line]));
  const lines = rows.filter(({ op_id }) => once.has(op_id)).flatMap(({ op_id, line }) => (once.delete(op_id) ? [line] : []));
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('day.ndjson', folder), lines.map((line) => `${line}\n`).join(''));
  const recorded = states.rows.map(({ id, state }) => JSON.stringify({ id, state: textToState(state) }));
  writeFileSync(new URL('states.ndjson', folder), recorded.map((line) => `${line}\n`).join(''));
}
