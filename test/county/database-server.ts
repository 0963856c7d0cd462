/** One embedded PostgreSQL for the whole run; each suite makes a database of its own in it. */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#county/database/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: { host: string; user: string; password: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A short path: a Unix socket's has 107 bytes.
  const folder = mkdtempSync('/tmp/bangban-pg-');
  // mkdtemp's 0700 would keep the database's account out when root runs the tests.
  chmodSync(folder, 0o711);
  const server = await startEmbedded(join(folder, 'data'));
  const { host = '', user = '', password = '' } = server.connection;
  project.provide('databaseServer', { host, user, password: typeof password === 'string' ? password : '' });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
