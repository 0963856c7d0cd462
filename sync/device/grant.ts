/** The offline grant: new intake stops when a device has been without contact for too long; a draft that is begun never does. */
import { readMeta, writeMeta } from '#store/database.ts';
import type { Core } from './core.ts';

type Contact = { at: number; hours: number };
const hour = 3_600_000;
/** Until the county says otherwise (security page). */
const defaultHours = 72;

/** `hours`: as told by the county; null keeps what was told last. */
export async function contactMade(core: Core, hours: number | null): Promise<void> {
  const before = await readMeta<Contact | null>(core.db, 'contact', null);
  const now = core.world.now();
  await writeMeta(core.db, 'contact', { at: now, hours: hours ?? before?.hours ?? defaultHours });
  await writeMeta(core.db, 'clock', now);
}
export async function lastContact(core: Core): Promise<number | null> {
  return (await readMeta<Contact | null>(core.db, 'contact', null))?.at ?? null;
}

export async function grantEnds(core: Core): Promise<string | null> {
  const contact = await readMeta<Contact | null>(core.db, 'contact', null);
  return contact === null ? null : new Date(contact.at + contact.hours * hour).toISOString();
}
/** Measured by the highest clock seen since the last contact, so that setting the clock back gains nothing. */
export async function isGranted(core: Core): Promise<boolean> {
  const ends = await grantEnds(core);
  const seen = Math.max(await readMeta(core.db, 'clock', 0), core.world.now());
  await writeMeta(core.db, 'clock', seen);
  return ends !== null && seen <= Date.parse(ends);
}
