export type Mutant = { name: string; why: string; changes: { file: string; from: string; to: string }[] };
export const mutants: readonly Mutant[] = [];
