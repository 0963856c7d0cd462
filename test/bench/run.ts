/**
 * `npm run bench`: what the line costs, against what the platform could do, measured in the same run.
 * `--json` one object a line; `--rounds N` (default 5); `--only name[,name]`.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildGate } from '#test/gates.ts';
import { root, run } from '#test/process.ts';
import type { Bench, Cell } from './cell.ts';
import { coldStart } from './cold-start.ts';
import { firstLoad } from './first-load.ts';
import { ingest } from './ingest.ts';
import { pushMany } from './push-many.ts';
import { pushPhotos } from './push-photos.ts';
import { pushPoor } from './push-poor.ts';
import { push } from './push.ts';
import { resume } from './resume.ts';
import type { Row } from './row.ts';
import { tableOf } from './row.ts';
import { save } from './save.ts';
import { search } from './search.ts';
import { buildPages } from './site.ts';
import { validate } from './validate.ts';

const cells: Cell[] = [save, search, validate, coldStart, firstLoad, push, pushPoor, pushMany, pushPhotos, resume, ingest];

const { values } = parseArgs({ options: { json: { type: 'boolean' }, rounds: { type: 'string' }, only: { type: 'string' } } });
const rounds = Number(values.rounds ?? '5');
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('--rounds wants a whole number from 1 on.\n');
  process.exit(1);
}
const known = cells.flatMap((cell) => cell.names);
const wanted = values.only?.split(',') ?? known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`--only knows ${known.join(', ')}; not ${unknown.join(', ')}.\n`);
  process.exit(1);
}

const chosen = cells.filter((cell) => cell.names.some((name) => wanted.includes(name)));
if (chosen.some((cell) => cell.needsBuild) && !existsSync(`${root}build/app.html`)) {
  process.stderr.write('building …\n');
  const built = await run(buildGate.command, buildGate);
  if (!built.ok) {
    process.stderr.write(built.output);
    process.exit(1);
  }
}

/** Seconds after which a cell is given up that does not say. */
const patience = 300;

function deadline(seconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    AbortSignal.timeout(seconds * 1000).addEventListener('abort', () => reject(new Error(`not done within ${seconds} s`)));
  });
}

const opened = new AsyncDisposableStack();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    void opened.disposeAsync().finally(() => process.exit(130));
  });
}

const rows: Row[] = [];
let failed = false;
const pages = opened.use(await buildPages());
for (const cell of chosen) {
  const own = opened.use(new AsyncDisposableStack());
  const bench: Bench = { rounds, pages: pages.folder, opened: own };
  process.stderr.write(`${cell.names.join(', ')} …\n`);
  try {
    const measured = await Promise.race([cell.measure(bench), deadline(cell.patience ?? patience)]);
    const shown = measured.filter((row) => wanted.includes(row.name));
    rows.push(...shown);
    if (values.json) for (const row of shown) process.stdout.write(`${JSON.stringify(row)}\n`);
  } catch (error) {
    // What the interruption closed under the cell is no result; the process ends when all is closed.
    if (interrupted) await new Promise(() => undefined);
    failed = true;
    process.stderr.write(`${cell.names.join(', ')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  } finally {
    await own.disposeAsync();
  }
}
await opened.disposeAsync();
if (!values.json) process.stdout.write(`${tableOf(rows)}\n`);
// A cell that was given up may still hold a timer.
process.exit(failed ? 1 : 0);
