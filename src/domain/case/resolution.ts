/** `case.conflictResolved`: which value it names, and whether it may stand (SPEC P92). */
import type { Catalogue } from '../catalogue/format.ts';
import type { Answers } from '../form/values.ts';
import { conflictsOf } from './given.ts';
import { judgeSupplied } from './judge-form.ts';
import type { BodyOf, Operation } from './operations.ts';
import type { MaterialEntry } from './schemas.ts';
import { materialEntrySchema, valueSchema } from './schemas.ts';
import type { Problem } from './problem.ts';
import type { CaseState, Given } from './state.ts';

type Resolution = BodyOf<'case.conflictResolved@1'>;

/** What the resolution puts at its place, as a supply would; null when it names nothing that was given there. */
export function contentOf(state: CaseState, { place, choice }: Resolution): Pick<CaseState, 'answers' | 'materials'> | null {
  const value = 'chosen' in choice ? namedBy(state.given?.[place], choice.chosen)?.value : choice.value;
  if (value === undefined) return null;
  const dot = place.indexOf('.');
  const key = place.slice(dot + 1);
  return place.startsWith('materials.') ? materialAt(key, value) : answerAt(key, value);
}
function answerAt(key: string, value: Given['value']): Pick<CaseState, 'answers' | 'materials'> | null {
  return valueSchema.safeParse(value).success ? { answers: { [key]: value } as Answers, materials: [] } : null;
}
function materialAt(id: string, value: Given['value']): Pick<CaseState, 'answers' | 'materials'> | null {
  const entry = materialEntrySchema.safeParse(value);
  return entry.success && entry.data.id === id ? { answers: {}, materials: [value as MaterialEntry] } : null;
}
/** The act itself, or the one that chose its value since. */
function namedBy(values: readonly Given[] | undefined, opId: string): Given | undefined {
  return values?.find((given) => given.opId === opId) ?? values?.find((given) => given.chosen === opId);
}

export function judgeResolved(state: CaseState, op: Operation, catalogue: Catalogue | null): Problem | null {
  const body = op.body as Resolution;
  const isOpen = conflictsOf(state).some(({ place }) => place === body.place);
  const content = contentOf(state, body);
  if (!isOpen) {
    const [standing] = state.given?.[body.place] ?? [];
    // A colleague chose the same meanwhile: both had their way.
    if (standing !== undefined && content !== null && 'chosen' in body.choice) return null;
    const by = standing === undefined ? '' : `已由${standing.by}定下，`;
    return { code: 'wrong_state', path: 'body.place', message: `“${body.label}”${by}不用再选。请看办件里现在的内容。` };
  }
  if (content === null) return { code: 'invalid_body', path: 'body.choice', message: `“${body.label}”现在没有这个选项。请同步后，从列出的几处里再选一次。` };
  return 'value' in body.choice ? judgeSupplied(state, content, catalogue) : null;
}
