import type { CaseState } from '#domain/case/state.ts';
import type { CaseHead } from '#store/streams.ts';
import type { Core } from './core.ts';

/** Cases in full, newest act first, of those whose line in the list is wanted; none while the vault is locked. */
export async function everyCase(core: Core, isWanted: (head: CaseHead) => boolean = () => true): Promise<CaseState[]> {
  const session = core.vault.session;
  if (session === null) return [];
  const heads = [...(await core.streams.heads(session.keys)).values()].flatMap((head) => (head.kind === 'case' && isWanted(head) ? [head] : []));
  const folded = await core.streams.foldedMany(
    session.keys,
    heads.map(({ id }) => id)
  );
  return [...folded.values()].flatMap(({ current }) => (current?.kind === 'case' ? [current] : [])).sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}
