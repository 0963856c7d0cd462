/** `npm run catalogue -- check FILE [--json] | schema [ID] [FILE] | publish FILE [--json]` (src/domain/catalogue/SPEC.md §11, §12) */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { catalogueSchema, type Catalogue } from '#domain/catalogue/format.ts';
import { answersSchema } from '#domain/form/answers-schema.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import { openLive } from '../backup/live.ts';
import { parseConfig, readEnvironment, repositoryFolder } from '../config.ts';
import { connectOwner } from '../database/database.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { StartFailure } from '../failure.ts';
import { publishOwn, readCatalogue } from './own.ts';
import { CatalogueFailure } from './publish.ts';
import { sampleCatalogue } from './sample/load.ts';

z.config({ jitless: true });

const usage = `用法：
  npm run catalogue -- check 文件 [--json]      检查一个目录文件；退出码 0 可用，1 不可用
  npm run catalogue -- schema                   目录格式的 JSON Schema
  npm run catalogue -- schema 事项编号 [文件]    一个事项（或一件事）的答案的 JSON Schema；不写文件用样例目录
  npm run catalogue -- publish 文件 [--json]    发布为本县的目录；不合格的不发布，原来的照用`;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StartFailure(`读不到文件 ${path}，请检查路径。`);
  }
}

/** A usable file is told in one line; of a bad one each problem has its line. */
function check(path: string, json: boolean): void {
  const read = readCatalogue(textOf(path));
  if (!read.ok) {
    tell(new CatalogueFailure(read.problems), json);
    return;
  }
  const { items, bundles, questions } = read.catalogue;
  const counts = { items: items.length, bundles: bundles.length, questions: questions.length };
  console.log(
    json
      ? JSON.stringify({ ok: true, ...counts })
      : `目录可用：${String(items.length)} 个事项，${String(bundles.length)} 件“一件事”，${String(questions.length)} 个情形问题。`
  );
}

function tell({ problems }: CatalogueFailure, json: boolean): void {
  for (const { code, path, message } of problems) console.log(json ? JSON.stringify({ code, path, message }) : `${path || '(文件)'}：${message}（${code}）`);
  if (!json) console.error(`共 ${String(problems.length)} 处不对，请改好再用。`);
  process.exitCode = 1;
}

function schema(id: string | undefined, path: string | undefined): void {
  console.log(JSON.stringify(id === undefined ? z.toJSONSchema(catalogueSchema) : schemaOf(catalogueAt(path), id), null, 2));
}

function catalogueAt(path: string | undefined): Catalogue {
  if (path === undefined) return sampleCatalogue(0, '1970-01-01T00:00:00.000Z');
  const read = readCatalogue(textOf(path));
  if (!read.ok) throw new CatalogueFailure(read.problems);
  return read.catalogue;
}

function schemaOf(catalogue: Catalogue, id: string): object {
  const children = catalogue.bundles.find((bundle) => bundle.id === id)?.children.flatMap(({ itemId }) => itemId ?? []);
  const definition = children === undefined ? itemDefinition(catalogue, id) : bundleDefinition(catalogue, id, children);
  if (definition === null) throw new StartFailure(`目录里没有事项或一件事“${id}”。`);
  return answersSchema(definition);
}

async function publish(path: string, json: boolean): Promise<void> {
  const text = textOf(path);
  const live = await openLive(parseConfig(readEnvironment(repositoryFolder, process.env), [], defaultDataDir));
  try {
    const owner = await connectOwner(live.connection);
    try {
      const revision = await publishOwn(owner, text, new Date());
      console.log(json ? JSON.stringify({ ok: true, revision }) : `已发布第 ${String(revision)} 版目录；正在运行的县平台半分钟内换上，平板下次同步收到。`);
    } finally {
      await owner.end();
    }
  } finally {
    await live.close();
  }
}

async function main(): Promise<void> {
  let json = false;
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
    json = values.json === true;
    const [command = '', first, second, ...more] = positionals;
    if (more.length > 0) throw new StartFailure(usage);
    if (command === 'schema') schema(first, second);
    else if (first === undefined || second !== undefined) throw new StartFailure(usage);
    else if (command === 'check') check(first, json);
    else if (command === 'publish') await publish(first, json);
    else throw new StartFailure(usage);
  } catch (error) {
    if (error instanceof CatalogueFailure) {
      tell(error, json);
      return;
    }
    const isArgument = String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
    if (!isArgument && !(error as Error).name.endsWith('Failure')) throw error;
    console.error(isArgument ? usage : (error as Error).message);
    process.exitCode = 1;
  }
}

await main();
