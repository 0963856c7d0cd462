import type { CaseAct } from './act.ts';
import { paperActs } from './papers.ts';
import { checkActs } from './checks.ts';
import { clockActs } from './clock.ts';
import { childActs } from './children.ts';
import { deliveryActs } from './delivery.ts';
import { originalActs } from './originals.ts';

/** Type → the acts on a case that came with protocol 3. Each is version 1. */
export const caseActs: Readonly<Record<string, CaseAct>> = { ...checkActs, ...clockActs, ...childActs, ...paperActs, ...deliveryActs, ...originalActs };
