/** Brings the schema up to date as the owner, and makes the three roles that own nothing. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { StartFailure } from '../failure.ts';
import { backupRole, letBackupRead } from '../backup/reader.ts';
import { migrations } from '../migrations/index.ts';
import { applicationRole, staffRole } from './database.ts';

/** Any constant will do; it keeps two servers from migrating one database at once. */
const migrationLock = 4_301_990;

export const newestSchema: number = migrations.at(-1)?.version ?? 0;

export async function readSchemaVersion(owner: Pick<pg.Client, 'query'>): Promise<number> {
  const { rows } = await owner.query<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM schema_version');
  return rows[0]?.version ?? 0;
}

/** `until`: a copy of an earlier day is loaded into the schema of that day. */
export async function migrate(owner: pg.Client, until: number = newestSchema): Promise<void> {
  await owner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
  try {
    await makeRoles(owner);
    await owner.query('CREATE TABLE IF NOT EXISTS schema_version (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())');
    const current = await readSchemaVersion(owner);
    if (current > newestSchema)
      throw new StartFailure(`数据库的结构是第 ${String(current)} 版，比本程序认识的第 ${String(newestSchema)} 版新；请换用新版程序启动。`);
    for (const migration of migrations.filter(({ version }) => version > current && version <= until)) {
      await owner.query('BEGIN');
      try {
        await owner.query(readFileSync(new URL(`../migrations/${migration.file}`, import.meta.url), 'utf8'));
        await owner.query('INSERT INTO schema_version (version) VALUES ($1)', [migration.version]);
        await owner.query('COMMIT');
      } catch (error) {
        await owner.query('ROLLBACK');
        throw error;
      }
    }
    await letBackupRead(owner);
  } catch (error) {
    if ((error as { code?: string }).code === '42501')
      throw new StartFailure('数据库账户没有建表的权限；请让管理员把数据库的 public 模式授权给它（GRANT CREATE ON SCHEMA public），或让它做数据库的所有者。');
    throw error;
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
  }
}

/** Roles belong to the whole server, so another database of it may be making them at the same time. */
async function makeRoles(owner: pg.Client): Promise<void> {
  for (const role of [applicationRole, staffRole, backupRole]) {
    try {
      const { rows } = await owner.query<{ member: boolean | null; unbound: boolean }>(
        `SELECT pg_has_role(session_user, oid, 'MEMBER') AS member, rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = $1`,
        [role]
      );
      if (rows[0]?.unbound === true)
        throw new StartFailure(`数据库角色 ${role} 能绕过行级权限，各站的数据就隔不开；请让管理员执行 ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS。`);
      if (rows.length === 0) await owner.query(`CREATE ROLE ${role} NOLOGIN NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE`);
      if (rows[0]?.member !== true) await owner.query(`GRANT ${role} TO CURRENT_USER`);
    } catch (error) {
      const code = (error as { code?: string }).code;
      // duplicate_object, unique_violation, and "tuple concurrently updated".
      if (code === '42710' || code === '23505' || code === 'XX000') continue;
      if (code === '42501') throw new StartFailure(`数据库账户没有建立角色的权限；请让管理员先执行 CREATE ROLE ${role} NOLOGIN，并把它授予该账户。`);
      throw error;
    }
  }
}
