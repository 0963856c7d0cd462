/** One kind of act on a case, all its rules in one place: who may do it, when, what it must hold, what it changes and how 经过 tells it. */
import type * as z from 'zod/mini';
import type { Lookup } from '../lookup.ts';
import type { Operation } from '../operations.ts';
import type { Problem } from '../problem.ts';
import type { CaseState, CaseStatus } from '../state.ts';

export type CaseAct = {
  by: 'station' | 'county';
  schema: z.ZodMiniType;
  /** From which statuses it may be done (rules 2.8). */
  from: readonly CaseStatus[];
  /** It stands on an older revision too: nothing that happened meanwhile speaks against it, but for the status. */
  crosses: boolean;
  judge: (state: CaseState, op: Operation, lookup: Lookup) => Problem | null;
  change: (state: CaseState, op: Operation) => Partial<CaseState>;
  text: (op: Operation) => string;
};

type Rules<S extends z.ZodMiniType> = {
  by: 'station' | 'county';
  schema: S;
  from: readonly CaseStatus[];
  crosses?: boolean;
  judge?: (state: CaseState, body: z.infer<S>, op: Operation, lookup: Lookup) => Problem | null;
  change: (state: CaseState, body: z.infer<S>, op: Operation) => Partial<CaseState>;
  text: (body: z.infer<S>) => string;
};

/** `judge` asks the schema before it comes here, so a body is what its schema says. */
export function caseAct<S extends z.ZodMiniType>({ by, schema, from, crosses = false, ...rules }: Rules<S>): CaseAct {
  const bodyOf = (op: Operation) => op.body as z.infer<S>;
  return {
    by,
    schema,
    from,
    crosses,
    judge: (state, op, lookup) => rules.judge?.(state, bodyOf(op), op, lookup) ?? null,
    change: (state, op) => rules.change(state, bodyOf(op), op),
    text: (op) => rules.text(bodyOf(op))
  };
}
