/** `npm run ferry -- import FILE… [--answer OUT] [--json] | list [--json] | rescue FILE --passphrase-stdin [--out FOLDER]` */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import type { FerryImport } from '#protocol/messages.ts';
import { parseConfig, readEnvironment, repositoryFolder } from '../config.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { Refusal, StartFailure } from '../failure.ts';
import { answerName, makeAnswer } from './answer.ts';
import { openBeside, type Beside } from './beside.ts';
import { importFile } from './import.ts';
import { listImports, readImport } from './imports.ts';
import { peek } from './open-file.ts';
import { openSource } from './source.ts';
import { leftoverFolder } from './leftover.ts';
import { openRecoveryKey } from './recovery.ts';
import { rescueTablet, type Rescued } from './rescue.ts';
import { importWords, rescueWords } from './words.ts';

z.config({ jitless: true });

const usage = `用法：
  npm run ferry -- import 文件… [--answer 回执文件或文件夹] [--json]
  npm run ferry -- list [--json]
  npm run ferry -- rescue 文件 --passphrase-stdin [--out 文件夹]`;
const by = `command:${userInfo().username}`;
type Options = { answer?: string | undefined; json?: boolean | undefined; out?: string | undefined; 'passphrase-stdin'?: boolean | undefined };

const openFileAt = (path: string) =>
  openSource(path).catch(() => {
    throw new StartFailure(`读不到文件 ${path}，请检查路径。`);
  });

async function importOne({ context }: Beside, path: string, answer: string | undefined): Promise<FerryImport> {
  const source = await openFileAt(path);
  try {
    const found = await importFile(context, source, await peek(source), by);
    if (answer !== undefined) await writeAnswer(context, found, answer);
    return found;
  } finally {
    await source.close();
  }
}
/** The passphrase comes by standard input, so that no list of processes and no shell history has it. */
async function rescueOne({ context, recovery }: Beside, path: string, folder: string): Promise<{ found: Rescued; drafts: string | null }> {
  const key = await openRecoveryKey(recovery, await text(process.stdin));
  const source = await openFileAt(path);
  try {
    const head = await peek(source);
    const leftover = leftoverFolder(context, join(folder, `${head.header.station}-平板${head.header.deviceNo}-${head.header.id.slice(0, 8)}`));
    const found = await rescueTablet(context, source, head, key, by, leftover);
    return { found, drafts: await leftover.end() };
  } finally {
    await source.close();
  }
}
async function writeAnswer(context: Beside['context'], found: FerryImport, to: string): Promise<void> {
  const kept = await readImport(context, found.stationCode, found.id);
  if (kept === null) throw new Error('an import that was just kept is gone');
  const isFolder = await stat(to).then(
    (entry) => entry.isDirectory(),
    () => false
  );
  await pipeline(Readable.from(await makeAnswer(context, kept)), createWriteStream(isFolder ? join(to, answerName(found)) : to, { mode: 0o600 }));
}

async function run(beside: Beside, command: string, files: readonly string[], options: Options): Promise<void> {
  const say = (value: unknown, words: string): void => {
    console.log(options.json === true ? JSON.stringify(value) : words);
  };
  if (command === 'list') {
    const imports = await listImports(beside.context, { county: true });
    say(imports, imports.length === 0 ? '还没有导入过摆渡文件。' : imports.map(importWords).join('\n'));
    return;
  }
  if (command === 'rescue') {
    const { found, drafts } = await rescueOne(beside, files[0] ?? '', options.out ?? '抢救');
    say({ ...found, leftover: drafts }, rescueWords(found, drafts));
    return;
  }
  for (const file of files) {
    const found = await importOne(beside, file, options.answer);
    say(found, importWords(found));
  }
}

async function main(): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { answer: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' }, 'passphrase-stdin': { type: 'boolean' } }
    });
    const [command = '', ...files] = positionals;
    const isUsable =
      command === 'list' || (command === 'import' && files.length > 0) || (command === 'rescue' && files.length === 1 && values['passphrase-stdin'] === true);
    if (!isUsable) throw new StartFailure(usage);
    const beside = await openBeside(parseConfig(readEnvironment(repositoryFolder, process.env), [], defaultDataDir));
    try {
      await run(beside, command, files, values);
    } finally {
      await beside.close();
    }
  } catch (error) {
    const said = error instanceof Refusal ? error.problem.message : (error as Error).message;
    const isExpected = error instanceof Refusal || error instanceof StartFailure || (error as Error).name.endsWith('Failure') || isBadArgument(error);
    if (!isExpected) throw error;
    console.error(isBadArgument(error) ? usage : said);
    process.exitCode = 1;
  }
}
function isBadArgument(error: unknown): boolean {
  return String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
}

await main();
