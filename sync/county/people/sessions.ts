/** Console sessions: a random token in a cookie, its hash in the database, and a CSRF token that unsafe calls repeat. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from '../context.ts';
import { rowToMember, type StaffMember, type StaffRow } from './sign-in.ts';

const hours = 10;
export const sessionSeconds = hours * 3600;
export type Session = { token: string; csrf: string };

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export async function openSession(context: Context, member: StaffMember): Promise<Session> {
  const session = { token: randomBytes(32).toString('base64url'), csrf: randomBytes(24).toString('base64url') };
  const now = context.now();
  await context.database.inCounty(async (sql) => {
    await sql.query('DELETE FROM staff_sessions WHERE expires_at < $1', [now]);
    await sql.query('INSERT INTO staff_sessions (token_hash, staff_id, csrf, expires_at) VALUES ($1, $2, $3, $4)', [
      hashOf(session.token),
      member.id,
      session.csrf,
      new Date(now.getTime() + sessionSeconds * 1000)
    ]);
    await sql.query(`INSERT INTO audit (actor, action, subject) VALUES ($1, 'session.opened', $1)`, [member.id]);
  });
  return session;
}

export async function findSession(context: Context, token: string): Promise<{ member: StaffMember; csrf: string } | null> {
  const { rows } = await context.database.inCounty((sql) =>
    sql.query<StaffRow & { csrf: string }>(
      `SELECT s.id, s.username, s.name, s.role, s.station_code, s.township, t.csrf
       FROM staff_sessions t JOIN staff s ON s.id = t.staff_id
       WHERE t.token_hash = $1 AND t.expires_at > $2 AND s.active`,
      [hashOf(token), context.now()]
    )
  );
  const row = rows[0];
  return row === undefined ? null : { member: rowToMember(row), csrf: row.csrf };
}

export async function closeSession(context: Context, token: string): Promise<void> {
  await context.database.inCounty((sql) => sql.query('DELETE FROM staff_sessions WHERE token_hash = $1', [hashOf(token)]));
}

export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
