/** One-time enrolment codes. Printed ones serve until used or restart, console ones ten minutes. Only hashes are kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '../database/database.ts';

/** No look-alikes; 40 bits in eight letters, and wrong tries are limited. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const consoleCodeMinutes = 10;

export function newCode(): string {
  const letters = [...randomBytes(8)].map((byte) => alphabet[byte % 32] ?? '').join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** As typed by a person: small letters, spaces and dashes don't matter. */
function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest();
}

export async function addCode(
  sql: Sql,
  station: string,
  code: string,
  kind: { printed: true } | { printed: false; expiresAt: Date; madeBy: string }
): Promise<void> {
  await sql.query('INSERT INTO enrolment_codes (code_hash, station_code, printed, expires_at, made_by) VALUES ($1, $2, $3, $4, $5)', [
    hashOf(code),
    station,
    kind.printed,
    kind.printed ? null : kind.expiresAt,
    kind.printed ? null : kind.madeBy
  ]);
}

/** New codes for each station; those of the last start are void. */
export async function printCodes(sql: Sql): Promise<{ station: string; name: string; code: string }[]> {
  await sql.query('DELETE FROM enrolment_codes WHERE printed AND used_at IS NULL');
  const { rows } = await sql.query<{ code: string; name: string }>('SELECT code, name FROM stations ORDER BY code');
  const codes = rows.map(({ code: station, name }) => ({ station, name, code: newCode() }));
  for (const { station, code } of codes) await addCode(sql, station, code, { printed: true });
  return codes;
}

export async function stationOfCode(sql: Sql, code: string): Promise<string | null> {
  const { rows } = await sql.query<{ station_code: string }>('SELECT station_code FROM enrolment_codes WHERE code_hash = $1', [hashOf(code)]);
  return rows[0]?.station_code ?? null;
}

/** False when it was used before or is too old. In the transaction that enrols, so that a code that failed to enrol isn't spent. */
export async function spendCode(sql: Sql, code: string, now: Date): Promise<boolean> {
  const spent = await sql.query(
    'UPDATE enrolment_codes SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL AND (expires_at IS NULL OR expires_at >= $2)',
    [hashOf(code), now]
  );
  return spent.rowCount === 1;
}
