/**
 * `npm run sim -- --seeds N [--from S] [--json]`, `--seed S [--trace]` replays one, `--corpus` those that once failed,
 * `--mutants [--json]` plants one bug at a time and must catch each.
 */
import { parseArgs } from 'node:util';
import { corpusSeeds } from './corpus.ts';
import { startCluster } from './county/cluster.ts';
import { huntMutants } from './hunt.ts';
import { runSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    corpus: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'boolean', default: false }
  }
});

const cluster = await startCluster();
process.exitCode = await run().finally(() => cluster.stop());

function run(): Promise<number> {
  if (values.mutants) return huntMutants(cluster.connection, values.json, values.only ?? null);
  const from = Number(values.from);
  const seeds = values.corpus
    ? // Twice: the same seed must take the same course.
      [...corpusSeeds(), ...corpusSeeds()]
    : values.seed !== undefined
      ? [Number(values.seed)]
      : Array.from({ length: Number(values.seeds ?? 60) }, (_, index) => from + index);
  return runSeeds(cluster.connection, seeds, { json: values.json, trace: values.trace, needsAllFaults: !values.corpus && values.seed === undefined });
}
