/**
 * Raised whenever `apply` makes another state of the same operations: what was folded before is then folded anew, at the county and on each
 * tablet (SPEC P67). 1: first. 2: who gave each value that was supplied, and how each visit was closed, so that conflicts are seen (SPEC P90). 3: what came
 * with protocol 3.
 */
export const foldVersion = 3;
