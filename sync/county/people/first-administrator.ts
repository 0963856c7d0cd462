/** `--empty`: one administrator with a password that is printed once. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { hashPassword } from './passwords.ts';

export async function addFirstAdministrator(owner: pg.Client): Promise<{ username: string; password: string }> {
  const password = randomBytes(9).toString('base64url');
  await owner.query(`INSERT INTO staff (id, username, name, role, password_hash) VALUES ('s001', 'admin', '管理员', 'administrator', $1)`, [
    await hashPassword(password)
  ]);
  return { username: 'admin', password };
}
