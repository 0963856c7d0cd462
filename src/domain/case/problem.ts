/** Why an act is refused: a code, a path into the operation or the form, and a sentence that says what to do. */
export type Problem = { code: string; message: string; path: string; details?: unknown };
