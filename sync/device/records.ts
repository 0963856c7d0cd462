/** Records as the device shows them, out of the heads in memory. */
import type { RecordState } from '#domain/record/kinds.ts';
import type { Core } from './core.ts';

/** All of one kind, newest act first; none while the vault is locked. */
export async function recordsOf<K extends RecordState['kind']>(core: Core, kind: K): Promise<Extract<RecordState, { kind: K }>[]> {
  const session = core.vault.session;
  if (session === null) return [];
  const heads = [...(await core.streams.heads(session.keys)).values()];
  const isWanted = (state: { kind: string }): state is Extract<RecordState, { kind: K }> => state.kind === kind;
  return heads.flatMap((head) => (head.kind !== 'case' && isWanted(head.state) ? [head.state] : [])).sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}
