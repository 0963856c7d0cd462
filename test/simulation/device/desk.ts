/**
 * A second program on the tablet's database, which writes what no screen of today's station can: groups of several acts, an intake that the
 * county must refuse with what depends on it, and an act in the version of a later program. Through the station's own ledger.
 */
import { openCore, openSession } from '#device/core.ts';
import type { Operation } from '#domain/case/operations.ts';
import { Ledger } from '#store/ledger.ts';
import { uuidV7 } from '#store/platform.ts';
import { databaseName, pin } from './tablet.ts';
import type { Tablet } from './tablet.ts';

const plan = { date: '2026-11-25', time: '10:00', name: '王爷爷', address: '柳塘村五组' };
const order = { level: 'village', mode: 'guide', name: '王爷爷', itemIds: [], need: '走不动' };
export type Deed = 'pair' | 'badPair' | 'badIntake' | 'later' | 'order' | 'note' | 'badNote';

/** The stream that was written on; null when nothing was, or when it died. */
export async function atDesk(tablet: Tablet, deed: Deed): Promise<string | null> {
  const life = tablet.begin();
  const world = tablet.worldOf(life);
  const core = await life.through(() => openCore(world, databaseName));
  const staff = (await core.vault.ways())[0]?.staff;
  if (staff === undefined) return null;
  await core.vault.unlock(staff.id, pin);
  const session = await openSession(core);
  if (session === null) return null;
  const ledger = new Ledger(core.db, world, core.journal, core.streams);
  const caseId = uuidV7(world);
  const author = { id: staff.id, name: staff.name };
  const draft = (type: string, base: number, body: unknown, dependsOn: string[] = [], version = 1): Operation => ({
    ...{ opId: uuidV7(world), groupId: '', groupSize: 0, dependsOn, caseId, type, version, author },
    ...{ at: new Date(world.now()).toISOString(), base, body, blobs: [] }
  });
  const group = (...operations: Operation[]): Operation[] => {
    const groupId = uuidV7(world);
    return operations.map((operation) => ({ ...operation, groupId, groupSize: operations.length }));
  };
  const groups: Operation[][] = [];
  if (deed === 'pair' || deed === 'badPair') {
    const ends = [draft('visit.closed', 1, { outcome: 'done' }), ...(deed === 'badPair' ? [draft('visit.closed', 7, { outcome: 'no such thing' })] : [])];
    groups.push(group(draft('visit.planned', 0, plan), ...ends));
  }
  if (deed === 'later') groups.push(group(draft('visit.planned', 0, { ...plan, floor: 3 }, [], 2)));
  if (deed === 'order') {
    const opened = draft('order.opened', 0, order);
    groups.push(group(opened), group(draft('order.closed', 1, { outcome: 'done' }, [opened.opId])));
  }
  if (deed === 'note' || deed === 'badNote')
    groups.push(group(draft('device.revealed', 0, { caseId: deed === 'note' ? caseId : 'none', place: 'answers.phone' })));
  if (deed === 'badIntake') {
    const intake = draft('visit.planned', 0, { ...plan, date: 'some day' });
    groups.push(group(intake), group(draft('visit.closed', 1, { outcome: 'done' }, [intake.opId])));
  }
  // A note stands in no stream.
  const streamId = deed === 'note' || deed === 'badNote' ? '' : caseId;
  let isSaved = false;
  for (const operations of groups)
    isSaved = (await ledger.append(session.keys, session.epoch, streamId, 1_000_000, () => Promise.resolve({ act: { operations } }))).ok;
  core.changed('cases', 'visits', 'counts');
  core.db.close();
  core.packs.close();
  // A closed tab; nothing of it goes on.
  life.crash();
  return isSaved ? streamId : null;
}
