/** The next program: it knows a visit's second version, and reads the first as that. */
import * as z from 'zod/mini';
import { visitPlannedSchema } from '#domain/case/operations.ts';
import { registry, type Registry } from '#domain/case/upcast.ts';

const { 'visit.planned@1': planned, ...others } = registry.bodies;
const plannedNext = z.object({ ...visitPlannedSchema.shape, floor: z.optional(z.number()) });

/** The step changes no body, so that what was folded before the upgrade is what is folded after it. */
export const nextRegistry: Registry = {
  bodies: { ...others, 'visit.planned@2': plannedNext },
  steps: { ...registry.steps, 'visit.planned@1': { schema: planned ?? z.never(), next: (body) => body } }
};
export const registryOf = (version: number): Registry => (version > 1 ? nextRegistry : registry);
