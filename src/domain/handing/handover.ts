/**
 * 材料交接单 (M36, rules 2.10 no. 10): what a station carries to a department whose own system has no interface. The sheet lists cases with
 * counts and SHA-256s, both sides sign it, and what the department says later is entered on it. It moves no case: that is the county's.
 */
import * as z from 'zod/mini';
import { isoDateSchema, issuedPaperSchema, sha256Schema, shortSchema, signatureSchema, type MaterialEntry } from '../case/schemas.ts';
import type { CaseState } from '../case/state.ts';
import { sha256OfText } from '../documents/sha256.ts';
import type { RecordBase } from '../record/record.ts';
import { holdingsOf } from './originals.ts';

const word = z.string().check(z.minLength(1), z.maxLength(200));
const count = z.int().check(z.minimum(0), z.maximum(100_000));

/** `originals`: that go along, out of those which the station keeps. `copies`: on paper. `photos`: SHA-256 of each, in order. */
export const handoverMaterialSchema = z.object({
  id: z.string().check(z.maxLength(100)),
  name: shortSchema,
  originals: count,
  copies: count,
  photos: z.array(sha256Schema).check(z.maxLength(60))
});
/** `formHash`: SHA-256 of the form's answers, see `formText`. */
export const handoverLineSchema = z.object({
  caseId: z.uuid(),
  localNo: z.string().check(z.maxLength(60)),
  caseNo: z.nullable(z.string().check(z.maxLength(50))),
  itemName: shortSchema,
  applicantName: shortSchema,
  materials: z.array(handoverMaterialSchema).check(z.maxLength(200)),
  formHash: sha256Schema
});
export type HandoverLine = z.infer<typeof handoverLineSchema>;

export const handoverTotalsSchema = z.object({ cases: count, originals: count, copies: count, photos: count });
export type HandoverTotals = z.infer<typeof handoverTotalsSchema>;
export const handoverPreparedSchema = z.object({
  /** 批次号. */
  no: z.string().check(z.maxLength(80)),
  department: word,
  on: isoDateSchema,
  lines: z.array(handoverLineSchema).check(z.minLength(1), z.maxLength(100)),
  totals: handoverTotalsSchema,
  /** SHA-256 over `listText(lines)`. */
  listHash: sha256Schema,
  note: z.optional(shortSchema)
});
export type HandoverPrepared = z.infer<typeof handoverPreparedSchema>;
/** `onPaper`: it was signed with ink on the printed sheet, which the station keeps. */
export const handoverSignedSchema = z.object({
  on: isoDateSchema,
  receiver: z.object({ name: word, unit: word }),
  /** What the department counted otherwise; empty: all as listed. */
  differences: z.optional(shortSchema),
  onPaper: z.optional(z.boolean()),
  paper: issuedPaperSchema,
  signatures: z.array(signatureSchema).check(z.maxLength(4))
});
export const handoverCancelledSchema = z.object({ reason: word });

/** What a department says of a case that it got on paper. */
export const toldWords = ['accepted', 'correction', 'notAccepted', 'completed', 'refused', 'returned'] as const;
export type ToldWord = (typeof toldWords)[number];
export const toldLabels: Readonly<Record<ToldWord, string>> = {
  accepted: '已受理',
  correction: '要补正',
  notAccepted: '不予受理',
  completed: '已办结',
  refused: '不予批准',
  returned: '退回材料'
};
export const lastWords: ReadonlySet<ToldWord> = new Set(['notAccepted', 'completed', 'refused', 'returned']);
export const handoverToldSchema = z.object({
  caseId: z.uuid(),
  word: z.enum(toldWords),
  on: isoDateSchema,
  /** The department's own number, and who said so. */
  departmentNo: z.optional(z.string().check(z.maxLength(80))),
  by: word,
  note: z.optional(shortSchema)
});
export type Told = z.infer<typeof handoverToldSchema> & { opId: string; at: string; recorder: string };

export type HandoverState = RecordBase<'handover'> & {
  /** answered: the department has said the last word on each case. */
  status: 'prepared' | 'signed' | 'answered' | 'cancelled';
  prepared: HandoverPrepared;
  preparedBy: string;
  signed: (z.infer<typeof handoverSignedSchema> & { opId: string; at: string; by: string }) | null;
  cancelled: { reason: string } | null;
  /** Oldest first. */
  told: Told[];
};
export const handoverStatusLabels: Readonly<Record<HandoverState['status'], string>> = {
  prepared: '待交接',
  signed: '已交接，等部门答复',
  answered: '部门已答复',
  cancelled: '已作废'
};

export function totalsOf(lines: readonly Pick<HandoverLine, 'materials'>[]): HandoverTotals {
  const all = lines.flatMap(({ materials }) => materials);
  const sum = (of: (material: HandoverLine['materials'][number]) => number) => all.reduce((total, material) => total + of(material), 0);
  return { cases: lines.length, originals: sum((each) => each.originals), copies: sum((each) => each.copies), photos: sum((each) => each.photos.length) };
}
/** The list as it is hashed: one line a material, cells between tabs, in the order of the sheet. */
export function listText(lines: readonly HandoverLine[]): string {
  const clean = (text: string) => text.replace(/[\t\n\r\\]/g, (character) => `\\${character.charCodeAt(0).toString(16)};`);
  return lines
    .flatMap((line) => [
      [line.caseId, line.localNo, line.caseNo ?? '', line.itemName, line.applicantName, line.formHash],
      ...line.materials.map((each) => ['', each.id, each.name, String(each.originals), String(each.copies), ...each.photos])
    ])
    .map((cells) => cells.map(clean).join('\t'))
    .join('\n');
}
export function listHashOf(lines: readonly HandoverLine[]): string {
  return sha256OfText(listText(lines));
}
/** The form's answers and the situation, keys in order: the same case gives the same text on every device. */
export function formText({ situation, answers }: Pick<CaseState, 'situation' | 'answers'>): string {
  return JSON.stringify([sorted(situation), sorted(answers)]);
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)])
  );
}

/** A case as the sheet lists it: the originals are those that the station still has. */
export function lineOf(state: CaseState): HandoverLine {
  const held = new Map(holdingsOf(state.materials, state.originalsMoves ?? []).map((holding) => [holding.materialId, holding.station]));
  return {
    caseId: state.id,
    localNo: state.received.localNo,
    caseNo: state.caseNo,
    itemName: state.received.bundle?.name ?? state.received.item.name,
    applicantName: state.applicantName,
    materials: state.materials.filter(isHanded).map((entry) => ({
      id: entry.id,
      name: entry.name,
      originals: held.get(entry.id) ?? 0,
      copies: entry.copies,
      photos: entry.pages.map(({ sha256 }) => sha256)
    })),
    formHash: sha256OfText(formText(state))
  };
}
function isHanded({ state }: MaterialEntry): boolean {
  return state === 'photographed' || state === 'paper' || state === 'generated' || state === 'eCertificate';
}

/** The last word on each case. */
export function lastTold(state: Pick<HandoverState, 'told'>, caseId: string): Told | null {
  return state.told.findLast((each) => each.caseId === caseId) ?? null;
}
