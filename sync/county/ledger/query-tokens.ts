/** The receipt's opaque token: the way of a person without an account to one case. Kept as a hash, like a password. */
import { createHash } from 'node:crypto';
import type { Received } from '#domain/case/operations.ts';
import type { Sql } from '../database/database.ts';
import type { Outcome } from './judge-batch.ts';

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The first case of a token keeps it: nobody can turn another's receipt to a case of their own. */
export async function writeQueryTokens(sql: Sql, station: string, applied: Outcome['applied']): Promise<void> {
  const rows = applied
    .flatMap(({ op }) => (op.type === 'case.received' ? [{ hash: hashToken((op.body as Received).queryToken), caseId: op.caseId }] : []))
    // Two stations that write the same tokens at once would wait for each other in a ring.
    .sort((a, b) => a.hash.compare(b.hash));
  if (rows.length === 0) return;
  await sql.query(
    'INSERT INTO query_tokens (token_hash, station_code, case_id) SELECT t.hash, $1, t.case_id FROM unnest($2::bytea[], $3::uuid[]) AS t(hash, case_id) ON CONFLICT DO NOTHING',
    [station, rows.map(({ hash }) => hash), rows.map(({ caseId }) => caseId)]
  );
}

export async function findByToken(sql: Sql, token: string): Promise<{ station: string; caseId: string } | null> {
  const { rows } = await sql.query<{ station: string; caseId: string }>(
    'SELECT station_code AS station, case_id AS "caseId" FROM query_tokens WHERE token_hash = $1',
    [hashToken(token)]
  );
  return rows[0] ?? null;
}
