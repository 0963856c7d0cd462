/** Records as the device shows them, out of the heads in memory. */
import type { RecordState } from '#domain/record/kinds.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Core } from './core.ts';

/** All of one kind, newest act first; none while the vault is locked. */
export async function recordsOf<K extends RecordState['kind']>(core: Core, kind: K): Promise<Extract<RecordState, { kind: K }>[]> {
  const session = core.vault.session;
  if (session === null) return [];
  const heads = [...(await core.streams.heads(session.keys)).values()];
  const isWanted = (state: { kind: string }): state is Extract<RecordState, { kind: K }> => state.kind === kind;
  return heads.flatMap((head) => (head.kind !== 'case' && isWanted(head.state) ? [head.state] : [])).sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

/** One of a kind, with where it stands: `rejected` when the county did not take the last act of this device on it, and why. */
export async function recordWith<K extends RecordState['kind']>(
  core: Core,
  kind: K,
  id: string
): Promise<{ state: Extract<RecordState, { kind: K }>; sync: 'pending' | 'confirmed' | 'rejected'; refused: Problem | null } | null> {
  const session = core.vault.session;
  if (session === null) return null;
  const state = (await recordsOf(core, kind)).find((each) => each.id === id);
  if (state === undefined) return null;
  const own = (await core.journal.groupsOf(session.keys, [id])).get(id) ?? [];
  const last = own.at(-1);
  if (last?.state === 'rejected') return { state, sync: 'rejected', refused: last.problem };
  return { state, sync: own.some((group) => group.state === 'pending' || group.state === 'parked') ? 'pending' : 'confirmed', refused: null };
}
