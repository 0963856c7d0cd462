/**
 * `npm run fuzz -- [--requests N] [--seed S] [--json]`: every operation of `/openapi.json` with values that fit, nearly fit or break things, signed
 * and signed in, and bytes that no client would send. Exit 1 on a 5xx, a refusal that is no Problem, a refused request that wrote, growing memory,
 * or a broken invariant.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } } });
const requests = Number(values.requests ?? '100000');
const seed = Number(values.seed ?? String(Date.now() % 1_000_000_000));
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  process.stderr.write('--requests and --seed want whole numbers.\n');
  process.exit(1);
}
process.stderr.write(`seed ${seed}\n`);
// Ctrl-C ends the noise, and the report says how much there was.
const early = new AbortController();
process.once('SIGINT', () => early.abort());
const started = performance.now();
const { outcome, heapBeforeMiB, heapAfterMiB, sampled, findings } = await fuzz(requests, seed, (line) => void process.stderr.write(line), early.signal);
process.stderr.write(
  `${outcome.requests} requests in ${((performance.now() - started) / 1000).toFixed(0)} s; heap ${heapBeforeMiB} → ${heapAfterMiB} MiB; ` +
    `${sampled} refused ones watched alone; ${findings.length} findings\n`
);
process.stdout.write(values.json ? `${JSON.stringify(outcome)}\n` : `${JSON.stringify(outcome, null, 2)}\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
