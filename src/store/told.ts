/** What the county told last of its backup; numbers of that epoch alone. */
export type Told = { epoch: string; backedUpThrough: number };
export const backupMeta = 'backup';
