/** A restore that was cut short leaves its mark: a county that started there would be a new, empty one. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { StartFailure } from '../failure.ts';

export const restoringMark = (dataDir: string): string => join(dataDir, 'restore.unfinished');

/** All rows come in one transaction, so a county that is there is there whole. */
export async function refuseHalfRestored(owner: pg.Client, dataDir: string): Promise<void> {
  const mark = restoringMark(dataDir);
  if (!existsSync(mark)) return;
  const { rowCount } = await owner.query('SELECT 1 FROM county');
  if (rowCount === 0) throw new StartFailure(`数据目录 ${dataDir} 上次的恢复没有完成；请重新执行 npm run backup -- --restore，再启动县平台。`);
  rmSync(mark, { force: true });
}
