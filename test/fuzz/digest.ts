/** Whether anything was written: the newest transaction and the count of each table, and the files of the photos. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

/** Written by refusals on purpose: spent nonces, audit, last contact, wrong passwords; a fork is put aside whole. */
const besides: Readonly<Record<string, string>> = {
  nonces: '',
  audit: '',
  staff_sessions: '',
  devices: `count(*)::text || md5(string_agg(concat_ws(' ', d.device_id, d.epoch, d.last_seq, d.head_hash, d.backed_up_through, d.revoked_at, d.report, d.recovery), ',' ORDER BY d.device_id))`,
  staff: `count(*)::text || md5(string_agg(concat_ws(' ', d.id, d.password_hash, d.active), ',' ORDER BY d.id))`
};

export type Digest = Readonly<Record<string, string>>;

export async function stateDigest(owner: pg.Client, dataDir: string): Promise<Digest> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`
  );
  // The id of the newest transaction among a table's rows rises with every insert and update, the count falls with every delete.
  const parts = tables
    .filter(({ name }) => besides[name] !== '')
    .map(({ name }) => `(SELECT ${besides[name] ?? `count(*) || ' ' || coalesce(max(d.xmin::text::bigint), 0)`} FROM ${name} d) AS ${name}`);
  const { rows } = await owner.query<Record<string, string>>(`SELECT ${parts.join(', ')}`);
  const files = await readdir(join(dataDir, 'blobs'), { recursive: true });
  return { ...rows[0], files: String(files.length) };
}

/** Tables that differ. */
export function changed(before: Digest, after: Digest): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}
