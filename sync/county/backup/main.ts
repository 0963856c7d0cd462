/** `node sync/county/backup/main.ts`: backup, `--verify FOLDER`, `--restore FOLDER`. */
import * as z from 'zod/mini';
import { readEnvironment, repositoryFolder } from '../config.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { StartFailure } from '../failure.ts';
import { runBackup } from './backup.ts';
import { BackupFailure } from './failure.ts';
import { parseOptions, type Options } from './options.ts';
import { runRestore } from './restore.ts';
import { verifyCopy } from './verify.ts';
import { backupWords, restoreWords, verifyWords } from './words.ts';

z.config({ jitless: true });

/** Gone by a signal, everything that was begun is ended and removed first. */
function stopSignal(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      abort.abort(new BackupFailure('备份被中止，没有留下半份备份。'));
    });
  return abort.signal;
}

async function act({ command, config }: Options, signal: AbortSignal): Promise<{ summary: object; words: string; failed: string | null }> {
  const common = { now: () => new Date(), log: (line: string) => void console.error(line), signal };
  if (command.kind === 'verify') {
    const verified = await verifyCopy(command.folder, { ...common, dataDir: config.dataDir });
    return { summary: { folder: command.folder, ...verified }, words: verifyWords(command.folder, verified), failed: null };
  }
  if (command.kind === 'restore') {
    const summary = await runRestore(config, { ...common, from: command.folder, acceptUnverified: command.acceptUnverified });
    return { summary, words: restoreWords(summary), failed: null };
  }
  const summary = await runBackup(config, { ...common, to: command.to, keep: command.keep });
  const failed =
    summary.photosLost === 0
      ? null
      : `县平台磁盘上有 ${String(summary.photosLost)} 张照片丢失或损坏（清单见备份里的 manifest.json）；其余都已备份，请检查磁盘。`;
  return { summary, words: backupWords(summary), failed };
}

async function main(): Promise<void> {
  const signal = stopSignal();
  try {
    const options = parseOptions(readEnvironment(repositoryFolder, process.env), process.argv.slice(2), defaultDataDir);
    const { summary, words, failed } = await act(options, signal);
    if (failed !== null) {
      console.error(failed);
      process.exitCode = 1;
    }
    console.log(words);
    if (options.json) console.log(JSON.stringify(summary));
  } catch (error) {
    process.exitCode = 1;
    console.error(sentenceFor(error, signal));
  }
}

function sentenceFor(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && signal.reason instanceof BackupFailure) return signal.reason.message;
  if (error instanceof BackupFailure || error instanceof StartFailure) return error.message;
  const { code = '', path = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return '磁盘已满，没有备份成；请腾出空间，或用 --to 换一块磁盘。';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `没有权限读写 ${path}；请用运行县平台的那个账户（或 root）执行，并检查备份目录的权限。`;
  // The database's own words may quote a row.
  return `没有备份成（${code || (error as Error).name}）；请把这句话和时间告诉开发者。`;
}

await main();
