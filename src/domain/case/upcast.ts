/**
 * Old versions of operations → the newest. Lines are never rewritten (SPEC P6): whoever reads one takes it through here, and
 * `judge` and `apply` know the newest version of each type alone. Pure: an upcaster sees the body and nothing else.
 */
import * as z from 'zod/mini';
import { bodies, operationSchema, type Operation } from './operations.ts';

/** From one version to the next. `schema` is the body as that version had it; a body that it refuses is refused, never guessed at. */
export type Step = { schema: z.ZodMiniType; next: (body: unknown) => unknown };
export type Registry = {
  /** type@version of the newest version of each type. */ bodies: Readonly<Record<string, z.ZodMiniType>>;
  /** type@version of each older one. */ steps: Readonly<Record<string, Step>>;
};
/** What this program knows. */
export const registry: Registry = { bodies, steps: {} };

/** `unknown`: a type or version that came after this program. `invalid`: an old body that its own version would have refused. */
export type Upcast = { ok: true; op: Operation } | { ok: false; why: 'unknown' } | { ok: false; why: 'invalid'; path: string };

export function upcast(op: Operation, known: Registry = registry): Upcast {
  let current = op;
  for (;;) {
    const name = `${current.type}@${String(current.version)}`;
    if (Object.hasOwn(known.bodies, name)) return { ok: true, op: current };
    const step = Object.hasOwn(known.steps, name) ? known.steps[name] : undefined;
    if (step === undefined) return { ok: false, why: 'unknown' };
    const body = z.safeParse(step.schema, current.body);
    if (!body.success) return { ok: false, why: 'invalid', path: ['body', ...(body.error.issues[0]?.path ?? [])].map(String).join('.') };
    current = { ...current, version: current.version + 1, body: step.next(body.data) };
  }
}

/** A line as the county or this device keeps it; null when this program can't read it. */
export function lineToOperation(line: string, known: Registry = registry): Operation | null {
  const read = operationSchema.safeParse(JSON.parse(line));
  const current = read.success ? upcast(read.data, known) : null;
  return current?.ok === true ? current.op : null;
}
export function isReadable({ type, version }: Operation, known: Registry = registry): boolean {
  return Object.hasOwn(known.bodies, `${type}@${String(version)}`);
}
