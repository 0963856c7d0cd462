/** Tables out and in, as COPY's text: the same bytes from any PostgreSQL, whatever its version. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export type Table = { name: string; columns: string[] };
/** `bytes` and `sha256` are of the text before it was compressed. */
export type Measure = { rows: number; bytes: number; sha256: string };

/** Not copied: sessions end with a restore, nonces are of use for minutes, and the schema's version stands in the manifest. */
const left = ['staff_sessions', 'nonces', 'schema_version'];
/** Enough for text; more costs more time than it saves. */
const gzipLevel = 5;
const lineEnd = 0x0a;

/** What a value looks like as text must not depend on the session. */
export const plainText = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0`;

/** Each after those that it refers to. */
export async function listTables(sql: Pick<pg.Client, 'query'>): Promise<Table[]> {
  const tables = await sql.query<Table>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relname = ANY ($1) GROUP BY 1 ORDER BY 1`,
    [left]
  );
  const references = await sql.query<{ from: string; to: string }>(
    `SELECT DISTINCT c.relname::text AS "from", r.relname::text AS "to" FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
     WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND c.oid <> r.oid`
  );
  const ordered: Table[] = [];
  let rest = tables.rows;
  while (rest.length > 0) {
    const waits = (table: Table): boolean => references.rows.some(({ from, to }) => from === table.name && rest.some(({ name }) => name === to));
    const free = rest.filter((table) => !waits(table));
    if (free.length === 0) throw new Error(`tables refer to each other in a ring: ${rest.map(({ name }) => name).join(', ')}`);
    ordered.push(...free);
    rest = rest.filter(waits);
  }
  return ordered;
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const place = ({ name, columns }: Table): string => `${quote(name)} (${columns.map(quote).join(', ')})`;

/** A row's own line ends are escaped in COPY's text, so each line is a row. */
function meter(): { stream: Transform; measure: () => Measure } {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(lineEnd); at !== -1; at = chunk.indexOf(lineEnd, at + 1)) rows++;
      done(null, chunk);
    }
  });
  return { stream, measure: () => ({ rows, bytes, sha256: hash.digest('hex') }) };
}

function nowhere(): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    }
  });
}

/** Flushed to the disk when it resolves. */
export async function copyTableOut(sql: pg.Client, table: Table, path: string, signal: AbortSignal): Promise<Measure> {
  const { stream, measure } = meter();
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(sql.query(copyTo(`COPY ${place(table)} TO STDOUT`)), stream, createGzip({ level: gzipLevel }), file, { signal });
  return measure();
}

/** What COPY gives of a table that was loaded into an empty one: its rows lie in the order in which they came. */
export async function measureTable(sql: pg.Client, table: Table, signal: AbortSignal): Promise<Measure> {
  const { stream, measure } = meter();
  await pipeline(sql.query(copyTo(`COPY ${place(table)} TO STDOUT`)), stream, nowhere(), { signal });
  return measure();
}

/** The file alone, as far as it can be read. */
export async function measureFile(path: string, signal: AbortSignal): Promise<Measure> {
  const { stream, measure } = meter();
  await pipeline(createReadStream(path), createGunzip(), stream, nowhere(), { signal });
  return measure();
}

export async function copyTableIn(sql: pg.Client, table: Table, path: string, signal: AbortSignal): Promise<Measure> {
  const { stream, measure } = meter();
  await pipeline(createReadStream(path), createGunzip(), stream, sql.query(copyFrom(`COPY ${place(table)} FROM STDIN`)), { signal });
  return measure();
}
