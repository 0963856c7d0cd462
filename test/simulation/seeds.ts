/** Many seeds, their sum, and what was wrong in them. */
import type { Connection } from './county/cluster.ts';
import { faultKinds, noFaults } from './core/faults.ts';
import { crewSize, shareOut, Worker, type Report } from './crew.ts';
import type { Violation } from './model.ts';

type Options = { json: boolean; trace: boolean; /** A kind of trouble that never came proves nothing. */ needsAllFaults: boolean };

export async function runSeeds(connection: Connection, seeds: readonly number[], { json, trace, needsAllFaults }: Options): Promise<number> {
  const began = performance.now();
  const sum = { seeds: seeds.length, steps: 0, operations: 0, faults: noFaults(), violations: [] as Violation[] };
  const hashes = new Map<number, string>();
  const take = (report: Report) => {
    const { seed, hash } = report;
    const before = hashes.get(seed);
    hashes.set(seed, hash);
    if (before !== undefined && before !== hash)
      report.violations.push({ seed, step: 0, invariant: 'determinism', what: `the same seed took another course: ${before}, ${hash}`, trace: [] });
    sum.steps += report.steps;
    sum.operations += report.operations;
    for (const kind of faultKinds) sum.faults[kind] += report.faults[kind];
    sum.violations.push(...report.violations);
    for (const line of report.lines ?? []) console.log(line);
    for (const { seed, step, invariant, what, trace: lines } of report.violations)
      console.log(`seed ${String(seed)}, step ${String(step)}, invariant ${invariant}: ${what}\n${lines.map((line) => `    ${line}`).join('\n')}`);
    if (trace) console.log(`seed ${String(report.seed)}: ${String(report.steps)} steps, trace ${report.hash}`);
  };
  const workers = Array.from({ length: Math.min(crewSize, seeds.length) }, () => new Worker(connection, null));
  try {
    await shareOut(
      seeds,
      workers.map((worker) => async (seed) => take(await worker.run(seed, trace)))
    );
  } finally {
    for (const worker of workers) worker.end();
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`${String(sum.seeds)} seeds, ${String(sum.steps)} steps, ${String(sum.operations)} operations in ${seconds.toFixed(1)} s`);
  for (const kind of faultKinds) console.log(`  ${kind.padEnd(18)} ${String(sum.faults[kind])}`);
  const absent = needsAllFaults ? faultKinds.filter((kind) => sum.faults[kind] === 0) : [];
  for (const kind of absent) console.log(`invariant 10: no ${kind} happened`);
  console.log(`${String(sum.violations.length)} violations`);
  if (json) console.log(JSON.stringify(sum));
  return sum.violations.length + absent.length === 0 ? 0 : 1;
}
