/** The command line of `npm run backup`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig, type CountyConfig, type Environment } from '../config.ts';
import { BackupFailure } from './failure.ts';

export type Command =
  { kind: 'backup'; to: string; keep: number } | { kind: 'verify'; folder: string } | { kind: 'restore'; folder: string; acceptUnverified: boolean };
export type Options = { command: Command; json: boolean; config: Pick<CountyConfig, 'dataDir' | 'databaseUrl'> };

const defaultKeep = 7;
export const usage = `用法：
  npm run backup                                   备份并校验（可加 --to 目录、--keep 份数，默认保留 ${String(defaultKeep)} 份）
  npm run backup -- --verify 备份文件夹              只校验一份备份
  npm run backup -- --restore 备份文件夹             恢复到空的县平台
其他参数：--data-dir 数据目录、--json（最后一行输出一个 JSON 对象）、--accept-unverified（恢复没有通过校验的副本）`;

export function parseOptions(environment: Environment, args: readonly string[], defaultDataDir: (embedded: boolean) => string): Options {
  const { values } = readArgs(args);
  const dataDir = values['data-dir'];
  const config = parseConfig(dataDir === undefined ? environment : { ...environment, DATA_DIR: dataDir }, [], defaultDataDir);
  return { command: commandOf(values, environment, config.dataDir), json: values.json === true, config };
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        to: { type: 'string' },
        keep: { type: 'string' },
        verify: { type: 'string' },
        restore: { type: 'string' },
        'data-dir': { type: 'string' },
        'accept-unverified': { type: 'boolean' },
        json: { type: 'boolean' }
      }
    });
  } catch (error) {
    throw new BackupFailure(`参数不对（${(error as Error).message}）。\n${usage}`);
  }
}

function commandOf(values: ReturnType<typeof readArgs>['values'], environment: Environment, dataDir: string): Command {
  if (values.verify !== undefined && values.restore !== undefined) throw new BackupFailure(`--verify 和 --restore 不能一起用。\n${usage}`);
  if (values.verify !== undefined) return { kind: 'verify', folder: resolve(values.verify) };
  if (values.restore !== undefined) return { kind: 'restore', folder: resolve(values.restore), acceptUnverified: values['accept-unverified'] === true };
  const keep = values.keep ?? String(defaultKeep);
  if (!/^[1-9]\d{0,3}$/.test(keep)) throw new BackupFailure(`--keep 的值 ${keep} 不对，请写要保留的份数，至少 1。`);
  return { kind: 'backup', to: resolve(values.to ?? environment.BACKUP_DIR?.trim() ?? join(dataDir, 'backups')), keep: Number(keep) };
}
