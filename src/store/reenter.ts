/** A journal entered again, whole and in order, under a new epoch: for a device that was restored from a copy (SPEC P63). */
import type { Operation } from '#domain/case/operations.ts';
import { link } from '#protocol/chain.ts';
import { placeOf } from '#protocol/sealed-row.ts';
import type { GroupContent } from '#protocol/sealed-row.ts';
import { codec } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { readMeta } from './database.ts';
import type { Database, JournalRow } from './database.ts';
import type { Head, Journal } from './journal.ts';
import type { Platform } from './platform.ts';
import { sealJson } from './seal.ts';
import type { Keys } from './seal.ts';
import type { DeviceRow, EnrolmentRow, RecoveryRow } from './vault-rows.ts';

const pageRows = 256;
/** Epochs of this journal before its present one; nothing of them is secret. */
const formerKey = 'epochs';

type Place = { db: Database; journal: Journal; world: Platform };
export type Reentry = {
  keys: Keys;
  /** The epoch that ends, and the one that begins. */ from: string;
  to: string;
  /** The first operation of the new epoch, which names where the former one stood. */ opening: (former: Head) => Operation;
  /** Written with it, for a device that was enrolled anew. */ alongside?: (EnrolmentRow | RecoveryRow)[];
};

export function formerEpochs(db: Database): Promise<string[]> {
  return readMeta<string[]>(db, formerKey, []);
}

/**
 * Lines, states of verdicts and groups stay as they are; numbers and links are new. All of it is one strict transaction with the
 * device's row, so that a crash leaves the old journal or the new one. False when the epoch has ended elsewhere in the meantime.
 */
export function reenter(place: Place, reentry: Reentry): Promise<boolean> {
  const { db, journal, world } = place;
  return world.locks.request('journal', async () => {
    for (;;) {
      const former = await journal.head(reentry.keys, reentry.from);
      if (former.epoch !== reentry.from) return false;
      const { rows, next } = await enteredAgain(place, reentry, former);
      const outcome = await db.transaction('rw', [db.vault, db.meta, db.journal], async () => {
        const device = (await db.vault.get('device')) as DeviceRow | undefined;
        const now = await journal.lastStored();
        if (device?.epoch !== reentry.from) return 'ended';
        if ((now?.lastSeq ?? 0) !== former.lastSeq) return 'moved';
        await db.vault.put({ ...device, epoch: reentry.to });
        if (reentry.alongside !== undefined) await db.vault.bulkPut(reentry.alongside);
        await db.meta.put({ key: formerKey, value: [...(await formerEpochs(db)), reentry.from] });
        await db.meta.put({ key: 'journal', value: next });
        await db.journal.clear();
        await db.journal.bulkAdd(rows);
        return 'written';
      });
      if (outcome !== 'moved') return outcome === 'written';
    }
  });
}

async function enteredAgain({ db, journal, world }: Place, { keys, to, opening }: Reentry, former: Head) {
  const start: Head = { epoch: to, lastSeq: 0, hash: await journal.start(to) };
  const composed = await journal.compose(keys, start, '', [opening(former)], new Date(world.now()).toISOString());
  const rows: JournalRow[] = [composed.row];
  let head: Head = { epoch: to, lastSeq: 1, hash: composed.group.content.head };
  for (let after = 0, more = true; more;) {
    const page = await db.journal.where('seq').above(after).limit(pageRows).toArray();
    more = page.length === pageRows;
    for (const row of page) {
      const again = await moved({ db, journal, world }, keys, head, row);
      rows.push(again.row);
      head = again.head;
      after = row.seq;
    }
  }
  return { rows, next: await journal.sealHead(keys, head) };
}

/** The same lines at the number after `head`, on its chain; writes nothing. */
async function moved({ journal, world }: Place, keys: Keys, head: Head, row: JournalRow): Promise<{ row: JournalRow; head: Head }> {
  const { content, problem } = await journal.openRow(keys, row);
  const digest = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await world.crypto.subtle.digest('SHA-256', bytes));
  const seq = head.lastSeq + 1;
  let hash = head.hash;
  for (const [index, line] of content.lines.entries()) hash = await link(hash, seq + index, line, digest, codec);
  const sealed = await sealJson(keys, placeOf.journal(seq), { lines: content.lines, prev: head.hash, head: hash } satisfies GroupContent, world);
  return {
    row: await journal.withVerdict(keys, { ...row, seq, epoch: head.epoch, sealed }, row.state, problem),
    head: { epoch: head.epoch, lastSeq: head.lastSeq + content.lines.length, hash }
  };
}
