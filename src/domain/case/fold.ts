/** The fold from operations to state: `judge` says whether an act may stand, `apply` lets it. Device and county use the same. */
export { apply } from './apply.ts';
export type { Lookup } from './lookup.ts';
export { judge, judgeNote } from './judge.ts';
export type { Problem } from './problem.ts';
