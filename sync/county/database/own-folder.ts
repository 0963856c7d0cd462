/** A folder among those for temporary files has a name that can be guessed: whoever made it first would own what is put there, or lead it elsewhere. */
import { lstatSync, mkdirSync } from 'node:fs';

/** Makes it where it is missing. False when it is a link, another account's, or others may write in it. */
export function claimFolder(folder: string, mode: number, account: number | null = null): boolean {
  mkdirSync(folder, { recursive: true, mode });
  const found = lstatSync(folder);
  return found.isDirectory() && [process.getuid?.(), account].includes(found.uid) && (found.mode & 0o022) === 0;
}
