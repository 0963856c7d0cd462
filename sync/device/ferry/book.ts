/** What this tablet has given out and heard back: numbers, no names. An export is not a sync: nothing here makes a case confirmed. */
import type { FerryManifest } from '#protocol/messages.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import type { Core } from '../core.ts';
import { lastContact } from '../grant.ts';

export type SeqRange = { from: number; through: number };
export type FeedPlace = FerryManifest['feed'];
/** `feed`: where the tablet stood then, so that an answer's news begin at a place that it has passed. */
export type Exported = {
  no: number;
  id: string;
  epoch: string;
  fromSeq: number;
  count: number;
  photos: number;
  at: string;
  feed: FeedPlace;
  answeredAt: string | null;
};
/** `contact`: when the line was last used; what it has told since is newer than `missing`. */
type Book = { no: number; exports: Exported[]; missing: SeqRange[]; contact: number | null };

const key = 'ferry';
/** An answer to an older file says nothing that a newer one doesn't. */
const kept = 50;

export function readBook({ db }: Core): Promise<Book> {
  return readMeta<Book>(db, key, { no: 0, exports: [], missing: [], contact: null });
}
export async function exported(core: Core, made: Exported): Promise<void> {
  const book = await readBook(core);
  await writeMeta(core.db, key, { ...book, no: made.no, exports: [...book.exports, made].slice(-kept) } satisfies Book);
}
/** Tells whether this answer is the first to its file. */
export async function answered(core: Core, id: string, missing: SeqRange[]): Promise<void> {
  const book = await readBook(core);
  const at = new Date(core.world.now()).toISOString();
  const exports = book.exports.map((made) => (made.id === id ? { ...made, answeredAt: made.answeredAt ?? at } : made));
  await writeMeta(core.db, key, { ...book, exports, missing, contact: await lastContact(core) } satisfies Book);
}
/** Numbers that the county said it lacks, unless the line has been used since. */
export async function missingNow(core: Core): Promise<SeqRange[]> {
  const book = await readBook(core);
  return book.contact === (await lastContact(core)) ? book.missing : [];
}
