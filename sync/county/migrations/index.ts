/** Listed by hand, in order; a released file is never changed. */
export const migrations = [
  { version: 1, file: '0001-first.sql' },
  { version: 2, file: '0002-query-tokens.sql' },
  { version: 3, file: '0003-histories.sql' },
  { version: 4, file: '0004-backups.sql' },
  { version: 5, file: '0005-ferry.sql' },
  { version: 6, file: '0006-lines-as-they-are.sql' },
  { version: 7, file: '0007-folded-by.sql' },
  { version: 8, file: '0008-joint-cases.sql' },
  { version: 9, file: '0009-orders.sql' },
  { version: 10, file: '0010-alerts.sql' },
  { version: 11, file: '0011-voices.sql' },
  { version: 13, file: '0013-reveals.sql' }
] as const;
