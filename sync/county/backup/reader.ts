/** The role that a backup reads with: every row of every table, and nothing to write. */
import type pg from 'pg';

export const backupRole = 'bangban_backup';
/** A policy counts for a role's members too, and the owner is one: unset means no rows here as everywhere. */
const readingWhole = `nullif(current_setting('app.scope', true), '') = 'backup'`;
/** Inside a transaction. */
export const readWhole = `SET LOCAL ROLE ${backupRole}; SET LOCAL app.scope = 'backup'`;

/** Row-level security is forced on the owner too, so the role needs a grant and a policy per table; tables that came since get theirs here. */
export async function letBackupRead(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string; granted: boolean; open: boolean }>(
    `SELECT c.relname AS name, has_table_privilege($1, c.oid, 'SELECT') AS granted,
       NOT c.relrowsecurity OR EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'backup_reads') AS open
     FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`,
    [backupRole]
  );
  for (const { name, granted, open } of rows) {
    if (!granted) await owner.query(`GRANT SELECT ON ${owner.escapeIdentifier(name)} TO ${backupRole}`);
    if (!open) await owner.query(`CREATE POLICY backup_reads ON ${owner.escapeIdentifier(name)} FOR SELECT TO ${backupRole} USING (${readingWhole})`);
  }
}
