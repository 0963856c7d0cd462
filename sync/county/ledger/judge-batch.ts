/** Judges all groups of a batch in memory with the domain's code. No SQL, no clock. */
import { apply, judge, judgeNote } from '#domain/case/fold.ts';
import { deviceTypes, type Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Registry } from '#domain/case/upcast.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Entry, ReadLine } from './entry.ts';

export type VerdictKind = 'applied' | 'rejected' | 'parked';
export type Ruling = { verdict: VerdictKind; final: boolean; problem: Problem | null };
/** An operation that the county already holds. */
export type KnownOperation = Ruling & { lineHash: string };
export type Item = { entry: Entry; read: ReadLine };
export type Judged = Item & {
  ruling: Ruling;
  /** The first line of its opId: it stands in `operations`. */
  isFirst: boolean;
};
export type Ledger = {
  known: ReadonlyMap<string, KnownOperation>;
  registry: Registry | undefined;
  states: ReadonlyMap<string, StreamState>;
  catalogueFor(op: Operation): Catalogue | null;
  today: string;
  onDefect: (line: string) => void;
};
export type Outcome = {
  /** In the order of the batch. */
  judged: Judged[];
  /** Groups that were parked before and now got their answer. */
  released: Judged[];
  /** Applied operations in ledger order. */
  applied: { entry: Entry; op: Operation }[];
  /** Cases that changed. */
  states: Map<string, StreamState>;
};

const applied: Ruling = { verdict: 'applied', final: true, problem: null };
const rejected = (problem: Problem): Ruling => ({ verdict: 'rejected', final: true, problem });
const parked = (problem: Problem): Ruling => ({ verdict: 'parked', final: false, problem });

export function judgeBatch(items: readonly Item[], waiting: readonly Item[][], ledger: Ledger): Outcome {
  const rulings = new Map<string, Ruling>([...ledger.known].map(([opId, known]) => [opId, known]));
  const hashes = new Map([...ledger.known].map(([opId, known]) => [opId, known.lineHash]));
  const outcome: Outcome = { judged: [], released: [], applied: [], states: new Map() };
  const stateOf = (caseId: string): StreamState | null => outcome.states.get(caseId) ?? ledger.states.get(caseId) ?? null;

  function ruleGroup(group: readonly Item[]): Ruling {
    const ops: Operation[] = [];
    for (const { read } of group) {
      if (read.kind === 'invalid') return rejected(read.problem);
      ops.push(read.op);
    }
    if (ops.some((op) => op.groupSize !== group.length))
      return rejected({ code: 'group_split', message: '同一组操作没有一起送达，请整组重新保存。', path: 'groupSize' });
    const own = new Set(ops.map((op) => op.opId));
    if (own.size !== ops.length) return rejected({ code: 'duplicate_operation', message: '同一组里有重复的操作。', path: 'opId' });
    if (group.some(({ read }) => read.kind === 'unknownVersion'))
      return parked({ code: 'unknown_version', message: '这条操作的版本县平台还不认识，已原样保存，等县平台升级后处理。', path: 'version' });
    const lacking = ops.flatMap((op) => op.dependsOn).find((id) => !own.has(id) && rulings.get(id)?.verdict !== 'applied');
    if (lacking !== undefined)
      return parked({ code: 'missing_dependency', message: '它所依据的前一步还没有被县平台接收，先放着等待。', path: 'dependsOn', details: { opId: lacking } });
    const tentative = new Map<string, StreamState>();
    // What a device notes concerns no case: nothing is folded of it.
    for (const op of ops.filter(({ type }) => deviceTypes.has(type))) {
      const problem = judgeNote(op, ledger.registry);
      if (problem !== null) return rejected(problem);
    }
    for (const op of ops.filter(({ type }) => !deviceTypes.has(type))) {
      const before = tentative.get(op.caseId) ?? stateOf(op.caseId);
      try {
        const problem = judge(before, op, 'station', {
          catalogue: ledger.catalogueFor(op),
          today: ledger.today,
          ...(ledger.registry !== undefined && { known: ledger.registry })
        });
        if (problem !== null) return rejected(problem);
        tentative.set(op.caseId, apply(before, op));
      } catch (error) {
        // A defect in the rules must not keep a tablet from everything else: the group is kept and waits for a repaired county.
        ledger.onDefect(`defect while judging ${op.type}: ${error instanceof Error ? error.name : 'unknown'}`);
        return parked({ code: 'internal', message: '县平台处理这条操作时出了问题，已原样保存，等修复后处理。', path: '' });
      }
    }
    for (const [caseId, state] of tentative) outcome.states.set(caseId, state);
    return applied;
  }

  function settle(group: readonly Item[], ruling: Ruling): void {
    for (const { entry, read } of group) {
      if (read.kind === 'invalid') continue;
      rulings.set(read.op.opId, ruling);
      hashes.set(read.op.opId, entry.lineHash);
      if (ruling.verdict === 'applied' && !deviceTypes.has(read.op.type)) outcome.applied.push({ entry, op: read.op });
    }
  }

  for (const group of groupsOf(items)) {
    const isRepeated = (item: Item): boolean => item.read.kind !== 'invalid' && hashes.get(item.read.op.opId) === item.entry.lineHash;
    // Sent again, word for word, in another epoch: the answer stands and nothing is applied twice.
    const repeated = group.filter(isRepeated);
    for (const item of repeated) outcome.judged.push({ ...item, ruling: knownRuling(item, rulings), isFirst: false });
    const rest = group.filter((item) => !repeated.includes(item));
    if (rest.length > 0) settleNew(rest);
  }
  retryWaiting();
  outcome.judged.sort((a, b) => a.entry.seq - b.entry.seq);
  return outcome;

  function settleNew(group: readonly Item[]): void {
    if (group.some(({ read }) => read.kind !== 'invalid' && hashes.has(read.op.opId))) {
      const ruling = rejected({ code: 'duplicate_operation', message: '这个操作编号已经用过，内容却不同；县平台保留了先到的一份。', path: 'opId' });
      for (const item of group) outcome.judged.push({ ...item, ruling, isFirst: false });
      return;
    }
    const ruling = ruleGroup(group);
    // Two lines with one opId inside a group: neither may stand in `operations` twice.
    const ids = new Set<string>();
    for (const item of group) {
      const id = item.read.kind === 'invalid' ? '' : item.read.op.opId;
      outcome.judged.push({ ...item, ruling, isFirst: id !== '' && !ids.has(id) });
      ids.add(id);
    }
    settle(group, ruling);
  }

  /** What was applied may be what parked groups wait for, of this batch and of earlier ones; and those may free others. */
  function retryWaiting(): void {
    let rest = [...waiting, ...groupsOf(outcome.judged).filter((group) => group.every(isWaiting))];
    for (let moved = true; moved;) {
      moved = false;
      for (const group of rest) {
        const ruling = ruleGroup(group);
        if (ruling.verdict === 'parked') continue;
        moved = true;
        settle(group, ruling);
        rest = rest.filter((other) => other !== group);
        for (const item of group) {
          const own = outcome.judged.findIndex((judged) => judged.entry === item.entry);
          const current = outcome.judged[own];
          if (current === undefined) outcome.released.push({ ...item, ruling, isFirst: false });
          else outcome.judged[own] = { ...current, ruling };
        }
      }
    }
  }
}

function isWaiting(item: Judged): boolean {
  return item.isFirst && item.ruling.verdict === 'parked' && item.ruling.problem?.code === 'missing_dependency';
}

function knownRuling({ read }: Item, rulings: ReadonlyMap<string, Ruling>): Ruling {
  const ruling = read.kind === 'invalid' ? undefined : rulings.get(read.op.opId);
  if (ruling === undefined) throw new Error('a known operation has no ruling');
  return { verdict: ruling.verdict, final: ruling.final, problem: ruling.problem };
}

/** Runs of lines with one groupId; a line that can't be read is a group of its own. */
export function groupsOf<T extends Item>(items: readonly T[]): T[][] {
  const groups: T[][] = [];
  let last: string | null = null;
  for (const item of items) {
    const id = item.read.kind === 'invalid' ? null : item.read.op.groupId;
    if (id !== null && id === last) groups.at(-1)?.push(item);
    else groups.push([item]);
    last = id;
  }
  return groups;
}
