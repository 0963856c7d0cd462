/** A copy proves that it is one: it is restored into a server of its own, and all that it says is worked out again (SPEC P71). */
import { join } from 'node:path';
import type pg from 'pg';
import { migrate } from '../database/migrate.ts';
import { checkAgreement } from './check-agreement.ts';
import { checkCases } from './check-cases.ts';
import { checkJournal, type Chain } from './check-journal.ts';
import { BackupFailure } from './failure.ts';
import { checkFiles, checkSchema, damaged, isSame, loadTables } from './load.ts';
import { readManifest, type PhotoName, type Verified } from './manifest.ts';
import { isWhole, photoPath } from './photos.ts';
import { withScratch } from './scratch.ts';
import { measureTable, plainText } from './tables.ts';

/** `photosHashed`: the same run has just hashed each as it lies in the copy. */
export type Verification = { dataDir: string; now: () => Date; signal: AbortSignal; photosHashed?: boolean };

const mostTold = 5;
const pagePhotos = 5000;

export async function verifyCopy(folder: string, { dataDir, now, signal, photosHashed = false }: Verification): Promise<Verified> {
  const { manifest, digest } = await readManifest(folder);
  checkSchema(manifest);
  await checkFiles(folder, manifest, signal);
  return withScratch(dataDir, async (sql) => {
    await migrate(sql, manifest.schemaVersion);
    await sql.query('BEGIN');
    await loadTables(sql, folder, manifest, signal);
    await sql.query(`COMMIT; BEGIN READ ONLY; ${plainText}`);
    for (const table of manifest.tables) if (!isSame(await measureTable(sql, table, signal), table)) throw damaged(table.name);
    await sql.query('COMMIT');
    // What is checked is what this program would serve after a restore.
    await migrate(sql);
    await sql.query('CREATE INDEX ON feed (station_code, case_id); ANALYZE');

    const problems: string[] = [];
    const tell = (problem: string): void => void problems.push(problem);
    const lost = new Set(manifest.lost.map(({ station, sha256 }) => `${station}/${sha256}`));
    if (!photosHashed) await checkPhotos(sql, join(folder, 'blobs'), lost, tell, signal);
    const { chains, cases } = await checkStations(sql, lost, tell, signal);
    await checkAgreement(sql, chains, tell);
    if (problems.length > 0) throw new BackupFailure(problemText(problems));
    return { digest, verifiedAt: now().toISOString(), cases, ...(await countsOf(sql, chains, lost)) };
  });
}

function problemText(problems: readonly string[]): string {
  const more = problems.length > mostTold ? ` 等 ${String(problems.length)} 处` : '';
  return `备份没有通过校验，不算备份：${problems.slice(0, mostTold).join('；')}${more}。请换一份备份，或联系开发者查明原因。`;
}

async function checkStations(
  sql: pg.Client,
  lost: ReadonlySet<string>,
  tell: (problem: string) => void,
  signal: AbortSignal
): Promise<{ chains: Chain[]; cases: number }> {
  const held = async (station: string, hashes: readonly string[]): Promise<ReadonlySet<string>> => {
    const { rows } = await sql.query<{ sha256: string }>('SELECT sha256 FROM blobs WHERE station_code = $1 AND sha256 = ANY ($2)', [station, hashes]);
    return new Set(rows.map(({ sha256 }) => sha256).filter((sha256) => !lost.has(`${station}/${sha256}`)));
  };
  const { rows } = await sql.query<{ station: string }>(
    'SELECT station_code AS station FROM journal UNION SELECT station_code FROM cases UNION SELECT station_code FROM feed UNION SELECT code FROM stations ORDER BY 1'
  );
  const chains: Chain[] = [];
  let cases = 0;
  for (const { station } of rows) {
    chains.push(...(await checkJournal(sql, station, { held }, tell, signal)));
    cases += await checkCases(sql, station, tell, signal);
  }
  return { chains, cases };
}

/** Each as it lies in the copy, against its name. */
async function checkPhotos(sql: pg.Client, root: string, lost: ReadonlySet<string>, tell: (problem: string) => void, signal: AbortSignal): Promise<void> {
  for (let after: PhotoName = { station: '', sha256: '' }; ;) {
    const { rows } = await sql.query<PhotoName>(
      `SELECT station_code AS station, sha256 FROM blobs WHERE (station_code, sha256) > ($1, $2) ORDER BY station_code, sha256 LIMIT ${String(pagePhotos)}`,
      [after.station, after.sha256]
    );
    for (const photo of rows) {
      signal.throwIfAborted();
      if (lost.has(`${photo.station}/${photo.sha256}`)) continue;
      if (!(await isWhole(photoPath(root, photo), photo.sha256))) tell(`照片 ${photo.station}/${photo.sha256} 缺失或已损坏`);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

type Counts = Pick<Verified, 'devices' | 'operations' | 'countyOperations' | 'photosNotArrived'>;

async function countsOf(sql: pg.Client, chains: readonly Chain[], lost: ReadonlySet<string>): Promise<Counts> {
  const devices = await sql.query<{ station: string; deviceId: string; epoch: string }>(
    'SELECT station_code AS station, device_id AS "deviceId", epoch FROM devices ORDER BY 1, 2'
  );
  const waiting = await sql.query<{ n: number }>(
    'SELECT count(DISTINCT (station_code, sha256)) AS n FROM case_blobs c WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.station_code = c.station_code AND b.sha256 = c.sha256)'
  );
  const through = new Map(chains.map((chain) => [`${chain.station} ${chain.writer} ${chain.epoch}`, chain.through]));
  const lines = (own: boolean): number => chains.filter(({ writer }) => (writer === 'county') === own).reduce((sum, { lastSeq }) => sum + lastSeq, 0);
  return {
    devices: devices.rows.map((device) => ({ ...device, through: through.get(`${device.station} ${device.deviceId} ${device.epoch}`) ?? 0 })),
    operations: lines(false),
    countyOperations: lines(true),
    photosNotArrived: (waiting.rows[0]?.n ?? 0) + lost.size
  };
}
