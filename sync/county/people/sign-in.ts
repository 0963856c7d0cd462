/** User name and password → a member of the staff. Five failures lock for a quarter of an hour, counted durably. */
import type { Staff } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { verifyPassword } from './passwords.ts';
import type { Role } from './roles.ts';

const failuresAllowed = 5;
const lockMinutes = 15;

export type StaffMember = Staff & { role: Role; township: string | null };
export type StaffRow = { id: string; username: string; name: string; role: Role; station_code: string | null; township: string | null };

export function rowToMember(row: StaffRow): StaffMember {
  return { id: row.id, username: row.username, name: row.name, role: row.role, stationCode: row.station_code, township: row.township };
}
/** Without what the wire doesn't carry. */
export function memberToStaff({ id, username, name, role, stationCode }: StaffMember): Staff {
  return { id, username, name, role, stationCode };
}

export async function signIn(context: Context, username: string, password: string): Promise<StaffMember> {
  const found = await context.database.inCounty((sql) =>
    sql.query<StaffRow & { password_hash: string; locked_until: Date | null }>(
      'SELECT id, username, name, role, station_code, township, password_hash, locked_until FROM staff WHERE username = $1 AND active',
      // PostgreSQL's text holds no NUL.
      [username.replaceAll('\0', '')]
    )
  );
  const row = found.rows[0];
  const lockedUntil = row?.locked_until ?? null;
  if (lockedUntil !== null && lockedUntil > context.now()) throw lockedOut(lockedUntil);
  if (!(await verifyPassword(password, row?.password_hash ?? null)) || row === undefined) {
    if (row !== undefined) await countFailure(context, row.id);
    throw new Refusal(401, 'wrong_password', '用户名或密码不对，请重新输入。', 'password');
  }
  // Many guesses at once all passed the door above before the first was counted: the lock holds for the right one among them too.
  const now = context.now();
  const entered = await context.database.inCounty((sql) =>
    sql.query('UPDATE staff SET failures = 0, locked_until = NULL WHERE id = $1 AND active AND (locked_until IS NULL OR locked_until <= $2)', [row.id, now])
  );
  if (entered.rowCount === 0) throw lockedOut(new Date(now.getTime() + lockMinutes * 60_000));
  return rowToMember(row);
}

function lockedOut(until: Date): Refusal {
  return new Refusal(429, 'locked_out', `输错次数太多，账号已锁定，请 ${String(lockMinutes)} 分钟后再试。`, 'username', { lockedUntil: until.toISOString() });
}

async function countFailure(context: Context, id: string): Promise<void> {
  const until = new Date(context.now().getTime() + lockMinutes * 60_000);
  await context.database.inCounty((sql) =>
    sql.query(
      `UPDATE staff SET failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END,
              locked_until = CASE WHEN failures + 1 >= $2 THEN $3::timestamptz ELSE locked_until END
       WHERE id = $1`,
      [id, failuresAllowed, until]
    )
  );
}
