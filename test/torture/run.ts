/**
 * `npm run torture -- [--rounds N] [--seed S] [--json]`: real Chromium, the real county with its own PostgreSQL, a real line; each is killed or
 * cut in the middle of its work. Exit 1 when something is lost or doubled, or when a kind of blow never fell.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildGate } from '../gates.ts';
import { root, run } from '../process.ts';
import { Torture } from './torture.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } } });
const rounds = Number(values.rounds ?? '5');
const seed = Number(values.seed ?? String(Date.now() % 1_000_000));
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  process.stderr.write('--rounds and --seed want whole numbers.\n');
  process.exit(1);
}
const told = (line: string): void => void process.stderr.write(line);

if (!existsSync(`${root}build/app.html`)) {
  told('building …\n');
  const built = await run(buildGate.command, buildGate);
  if (!built.ok) {
    told(built.output);
    process.exit(1);
  }
}

told(`seed ${seed}\n`);
await using torture = await Torture.begin(seed, (blow) => told(`${blow} `));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void torture[Symbol.asyncDispose]().finally(() => process.exit(130)));

const sum = { rounds: 0, kills: { browser: 0, county: 0, postgres: 0 }, cuts: 0, operations: 0, blobs: 0, lost: 0, doubled: 0 };
for (; sum.rounds < rounds; sum.rounds++) {
  const started = performance.now();
  const { operations, blobs, lost, doubled } = await torture.round();
  told(`\nround ${sum.rounds + 1}: ${operations} operations, ${blobs} photos, ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  for (const text of lost) told(`lost: ${text}\n`);
  for (const text of doubled) told(`doubled: ${text}\n`);
  // Each round compares all that has been since the first.
  Object.assign(sum, { operations, blobs, lost: lost.length, doubled: doubled.length });
  if (lost.length + doubled.length > 0) {
    sum.rounds++;
    break;
  }
}
const { browser, county, postgres, cut } = torture.tally;
Object.assign(sum, { kills: { browser, county, postgres }, cuts: cut });
const missed = Object.entries(torture.tally).filter(([, count]) => count === 0);
for (const [blow] of missed) told(`never happened: ${blow}\n`);
process.stdout.write(
  values.json
    ? `${JSON.stringify(sum)}\n`
    : `${sum.rounds} rounds, ${sum.operations} operations, ${sum.blobs} photos: ${sum.lost} lost, ${sum.doubled} doubled\n`
);
process.exitCode = sum.lost + sum.doubled + missed.length > 0 ? 1 : 0;
