/** `./data`; for root in a checkout that the database's account can't walk to, a folder of its own under /var/lib. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { repositoryFolder } from './config.ts';
import { canReach, databaseAccount, systemFolder } from './database/binaries.ts';

export function defaultDataDir(embedded: boolean): string {
  if (!embedded || canReach(repositoryFolder, databaseAccount())) return join(repositoryFolder, 'data');
  // Two checkouts are two counties.
  const mark = createHash('sha256').update(repositoryFolder).digest('hex').slice(0, 8);
  return join(systemFolder, `${basename(repositoryFolder)}-${mark}`);
}
