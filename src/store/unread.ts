/** Rows of the feed that this program can't read yet, and what came after them in their streams: kept in order until it can (SPEC P26). */
import type { Database, UnreadRow } from './database.ts';
import type { Platform } from './platform.ts';
import { openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

export type FeedLine = { seq: number; opId: string; streamId: string; line: string };
type Content = Pick<FeedLine, 'opId' | 'line'>;
const place = (seq: number) => `unread/${seq}`;

export async function unreadOf(db: Database, keys: Keys, streamIds: string[], platform: Platform): Promise<FeedLine[]> {
  if ((await db.unread.count()) === 0) return [];
  const rows = await db.unread.where('streamId').anyOf(streamIds).toArray();
  return Promise.all(rows.map(async ({ seq, streamId, sealed }) => ({ seq, streamId, ...(await openJson<Content>(keys, place(seq), sealed, platform)) })));
}
export function sealUnread(keys: Keys, lines: FeedLine[], platform: Platform): Promise<UnreadRow[]> {
  return Promise.all(
    lines.map(async ({ seq, streamId, opId, line }) => ({
      seq,
      streamId,
      sealed: await sealJson(keys, place(seq), { opId, line } satisfies Content, platform)
    }))
  );
}
