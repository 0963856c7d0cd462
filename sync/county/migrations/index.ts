/** Listed by hand, in order; a released file is never changed. */
export const migrations = [
  { version: 1, file: '0001-first.sql' },
  { version: 2, file: '0002-query-tokens.sql' }
] as const;
