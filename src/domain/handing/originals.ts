/** The ledger of paper originals (M9): where each of a case's originals is, how many, and who took them. */
import * as z from 'zod/mini';
import type { MaterialEntry } from '../case/schemas.ts';
import { isoDateSchema, issuedPaperSchema, shortSchema, signatureSchema } from '../case/schemas.ts';

const word = z.string().check(z.minLength(1), z.maxLength(200));
/** Where originals can be; what went back to the resident or into the archive does not move again. */
export const originalPlaces = ['station', 'department', 'resident', 'archive'] as const;
export type OriginalPlace = (typeof originalPlaces)[number];
export const originalPlaceLabels: Readonly<Record<OriginalPlace, string>> = { station: '在站', department: '在部门', resident: '已还本人', archive: '已归档' };

export const originalsMovedSchema = z.object({
  from: z.enum(['station', 'department']),
  to: z.enum(originalPlaces),
  moves: z
    .array(z.object({ materialId: z.string(), name: shortSchema, count: z.int().check(z.minimum(1), z.maximum(99)) }))
    .check(z.minLength(1), z.maxLength(100)),
  /** Who takes them, or who brought them back. */
  who: word,
  /** Which cupboard, which department. */
  place: z.optional(shortSchema),
  on: isoDateSchema,
  /** The hand-over sheet that they went with: its signatures stand there. */
  handoverId: z.optional(z.uuid()),
  note: z.optional(shortSchema),
  paper: z.optional(issuedPaperSchema),
  signatures: z.array(signatureSchema).check(z.maxLength(4))
});
export type OriginalsMoved = z.infer<typeof originalsMovedSchema>;
export type OriginalsMove = Omit<OriginalsMoved, 'paper' | 'signatures'> & { opId: string; at: string; by: string; paperNo: string | null };

/** Of one material: how many are where. `place`: which cupboard they were put into last. */
export type Holding = { materialId: string; name: string; place: string | null } & Record<OriginalPlace, number>;

/** Materials of which the station kept originals, in the case's order. Counts are never below 0, whatever was supplied later. */
export function holdingsOf(materials: readonly MaterialEntry[], moves: readonly Pick<OriginalsMove, 'from' | 'to' | 'moves' | 'place'>[]): Holding[] {
  return materials.flatMap((entry) => {
    const kept = entry.whereabouts === 'kept' && (entry.state === 'photographed' || entry.state === 'paper') ? entry.originals : 0;
    const own = moves.flatMap(({ moves: each, ...move }) => each.flatMap(({ materialId, count }) => (materialId === entry.id ? [{ ...move, count }] : [])));
    if (kept === 0 && own.length === 0) return [];
    const holding: Holding = { materialId: entry.id, name: entry.name, place: null, station: kept, department: 0, resident: 0, archive: 0 };
    for (const { from, to, count, place } of own) {
      // A later supply may say that nothing was kept: what had moved by then moved all the same.
      holding[from] = Math.max(0, holding[from] - count);
      holding[to] += count;
      if (to === 'station' && place !== undefined) holding.place = place;
    }
    return [holding];
  });
}
export function isOut(holding: Holding): boolean {
  return holding.station + holding.department > 0;
}
