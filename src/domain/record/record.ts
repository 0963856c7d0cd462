/**
 * Records: the small streams beside cases and visits (orders, mandates, tickets, hand-overs). One kind's acts stand in its own folder;
 * the first act of a record makes its state, the others change it.
 */
import type * as z from 'zod/mini';
import type { Lookup } from '../case/lookup.ts';
import type { Operation } from '../case/operations.ts';
import type { Problem } from '../case/problem.ts';
import type { TimelineEntry } from '../case/state.ts';

/** What every record has; its own facts stand beside. `status` is the kind's own word. */
export type RecordBase<K extends string> = { kind: K; id: string; revision: number; status: string; updatedAt: string; timeline: TimelineEntry[] };
type Frame = 'kind' | 'id' | 'revision' | 'updatedAt' | 'timeline';
/** A record's facts without what `apply` keeps. */
export type Facts<S> = Omit<S, Frame>;

export type RecordAct = {
  kind: string;
  by: 'station' | 'county';
  schema: z.ZodMiniType;
  /** Statuses from which it may be done; null for the act that begins a record. */
  from: readonly string[] | null;
  /** It stands on an older revision too. */
  crosses: boolean;
  judge: (state: unknown, op: Operation, lookup: Lookup) => Problem | null;
  change: (state: unknown, op: Operation) => object;
  text: (op: Operation) => string;
};

type Common<S extends z.ZodMiniType> = { by: 'station' | 'county'; schema: S; text: (body: z.infer<S>) => string };

/** The act that begins a record. */
export function beginning<R extends RecordBase<string>, S extends z.ZodMiniType>(
  kind: R['kind'],
  rules: Common<S> & { judge?: (body: z.infer<S>, op: Operation, lookup: Lookup) => Problem | null; begin: (body: z.infer<S>, op: Operation) => Facts<R> }
): RecordAct {
  const bodyOf = (op: Operation) => op.body as z.infer<S>;
  return {
    kind,
    by: rules.by,
    schema: rules.schema,
    from: null,
    crosses: false,
    judge: (_state, op, lookup) => rules.judge?.(bodyOf(op), op, lookup) ?? null,
    change: (_state, op) => rules.begin(bodyOf(op), op),
    text: (op) => rules.text(bodyOf(op))
  };
}

/** An act on a record. */
export function changing<R extends RecordBase<string>, S extends z.ZodMiniType>(
  kind: R['kind'],
  rules: Common<S> & {
    from: readonly R['status'][];
    crosses?: boolean;
    judge?: (state: R, body: z.infer<S>, op: Operation) => Problem | null;
    change: (state: R, body: z.infer<S>, op: Operation) => Partial<Facts<R>>;
  }
): RecordAct {
  const bodyOf = (op: Operation) => op.body as z.infer<S>;
  // `judge` compares the kind before it comes here.
  const stateOf = (state: unknown) => state as R;
  return {
    kind,
    by: rules.by,
    schema: rules.schema,
    from: rules.from,
    crosses: rules.crosses ?? false,
    judge: (state, op) => rules.judge?.(stateOf(state), bodyOf(op), op) ?? null,
    change: (state, op) => rules.change(stateOf(state), bodyOf(op), op),
    text: (op) => rules.text(bodyOf(op))
  };
}
