/** After the noise: chains dense and whole, feed dense, each case the fold of its feed; and the county still works. */
import type pg from 'pg';
import { checkAgreement } from '#county/backup/check-agreement.ts';
import { checkCases } from '#county/backup/check-cases.ts';
import { checkJournal, type Chain } from '#county/backup/check-journal.ts';
import { line, received } from '../county/acts.ts';
import { sha256, type TestDevice } from '../county/test-device.ts';
import type { StaffBrowser } from '../county/staff-browser.ts';

/** Sentences on what is wrong. */
export async function brokenInvariants(owner: pg.Client): Promise<string[]> {
  const told: string[] = [];
  const tell = (problem: string): void => void told.push(problem);
  const { signal } = new AbortController();
  const { rows } = await owner.query<{ code: string }>('SELECT code FROM stations ORDER BY code');
  const photos = { held: (_station: string, hashes: readonly string[]): Promise<ReadonlySet<string>> => Promise.resolve(new Set(hashes)) };
  const chains: Chain[] = [];
  for (const { code } of rows) {
    chains.push(...(await checkJournal(owner, code, photos, tell, signal)));
    await checkCases(owner, code, tell, signal);
  }
  await checkAgreement(owner, chains, tell);
  return told;
}

/** A day's line, end to end. Throws when it does not go through. */
export async function worksAsUsual(tablet: TestDevice, clerk: StaffBrowser): Promise<void> {
  const photo = Buffer.from(`after the noise ${tablet.deviceId}`);
  const op = received({ blobs: [sha256(photo)] });
  const { verdicts } = await tablet.push([line(op)]);
  if (verdicts[0]?.verdict !== 'applied') throw new Error(`a plain case is not applied: ${JSON.stringify(verdicts)}`);
  const put = await tablet.putChunk(sha256(photo), 0, photo);
  if (put.status !== 204) throw new Error(`a chunk is answered ${put.status}`);
  const committed = await tablet.json<{ results: { committed: boolean }[] }>('POST', '/api/v1/blobs/commit', {
    blobs: [{ sha256: sha256(photo), bytes: photo.length, mime: 'image/jpeg' }]
  });
  if (committed.results[0]?.committed !== true) throw new Error('a photo is not committed');
  if (!(await tablet.feed()).some(({ opId }) => opId === op.opId)) throw new Error('a plain case is not in the feed');
  const station = tablet.deviceId.split('-')[0] ?? '';
  const shown = await clerk.call('GET', `/api/v1/staff/cases/${station}/${op.caseId}`);
  if (!shown.ok) throw new Error(`the console does not show a plain case: ${shown.status}`);
}
