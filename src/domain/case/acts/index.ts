import type { CaseAct } from './act.ts';

/** Type → the acts on a case that came with protocol 3. Each is version 1. */
export const caseActs: Readonly<Record<string, CaseAct>> = {};
