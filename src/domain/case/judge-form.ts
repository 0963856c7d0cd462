/** What is handed in, against the catalogue. With another version of the item nothing is refused: the county flags it (M2). */
import * as z from 'zod/mini';
import { judgePlan } from '../bundle/judge-plan.ts';
import type { Catalogue } from '../catalogue/format.ts';
import type { Assessment } from '../form/assess.ts';
import { assess } from '../form/assess.ts';
import type { IntakeDefinition } from '../form/definition.ts';
import { bundleDefinition, itemDefinition } from '../form/definition.ts';
import type { Operation, Received } from './operations.ts';
import type { MaterialEntry } from './schemas.ts';
import { suppliedSchema } from './operations.ts';
import type { Problem } from './problem.ts';
import type { CaseState } from './state.ts';

export function judgeReceived(op: Operation, catalogue: Catalogue | null): Problem | null {
  // `judge` has asked the schema already.
  const received = op.body as Received;
  const plan = judgePlan(received);
  if (plan || !catalogue) return plan;
  const definition = definitionOf(catalogue, received);
  if (!definition) {
    // It may have left the catalogue since the tablet fetched it; then it is the county's to say what becomes of it.
    return received.catalogueRevision < catalogue.revision
      ? null
      : { code: 'unknown_item', path: 'body.item.id', message: `目录里没有“${received.item.name}”。请同步目录，从目录里重新选事项收件。` };
  }
  if (!sameVersion(catalogue, received, definition)) return null;
  const { answers, materials, signatures, situation } = received;
  const assessment = assessAsReceived(definition, catalogue, received, { situation, answers, materials, signatures });
  const [first] = assessment.findings.filter((finding) => finding.level === 'error');
  return first ? { code: 'invalid_case', path: first.path, message: first.message } : null;
}

/** Only findings at what the supply touches count: what the county accepted before is not opened again. */
export function judgeSupplied(state: CaseState, supplied: unknown, catalogue: Catalogue | null): Problem | null {
  const body = z.parse(suppliedSchema, supplied);
  const touched = [...Object.keys(body.answers).map((key) => `answers.${key}`), ...body.materials.map((material) => `materials.${material.id}`)];
  if (touched.length === 0 && (body.note ?? '').trim() === '') {
    return { code: 'invalid_body', path: 'body', message: '没有补充任何内容。请改好要补正的地方，或写明情况再提交。' };
  }
  const definition = catalogue && definitionOf(catalogue, state.received);
  if (!definition || !sameVersion(catalogue, state.received, definition)) return null;
  const assessment = assessAsReceived(definition, catalogue, state.received, {
    situation: state.situation,
    answers: { ...state.answers, ...body.answers },
    materials: mergeEntries(state.materials, body.materials),
    signatures: state.signatures
  });
  const first = assessment.findings.find(
    (finding) => finding.level === 'error' && touched.some((path) => finding.path === path || finding.path.startsWith(`${path}.`))
  );
  return first ? { code: 'invalid_case', path: first.path, message: first.message } : null;
}

/** The form that a case was taken in on; null when this catalogue doesn't have it. */
export function definitionOf(catalogue: Catalogue, received: Pick<Received, 'item' | 'bundle'>): IntakeDefinition | null {
  return received.bundle ? bundleDefinition(catalogue, received.bundle.id, received.bundle.itemIds) : itemDefinition(catalogue, received.item.id);
}

/** Later entries stand in the place of earlier ones with the same id. */
export function mergeEntries(earlier: MaterialEntry[], later: MaterialEntry[]): MaterialEntry[] {
  const byId = new Map(earlier.map((entry) => [entry.id, entry]));
  for (const entry of later) byId.set(entry.id, entry);
  return [...byId.values()];
}

function sameVersion(catalogue: Catalogue, received: Received, definition: IntakeDefinition): boolean {
  // A bundle is made of several items' versions; only the same pack surely has them all.
  if (definition.kind === 'bundle') return received.catalogueRevision === catalogue.revision;
  return definition.items[0]?.version === received.item.version;
}

/** The day of intake decides ages and dates, however late the case arrives. */
function assessAsReceived(
  definition: IntakeDefinition,
  catalogue: Catalogue,
  received: Received,
  form: Pick<Received, 'situation' | 'answers' | 'materials' | 'signatures'>
): Assessment {
  const materials = Object.fromEntries(form.materials.map((entry) => [entry.id, entry]));
  const { privacyNotice, consents, guardian } = received;
  return assess(definition, { ...form, materials, privacyNotice, consents, guardian }, received.receivedOn, catalogue.calendar);
}
