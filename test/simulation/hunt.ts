/** One bug at a time in the code under test; a checker that does not see it proves nothing. */
import type { Connection } from './county/cluster.ts';
import { crewSize, shareOut, Worker } from './crew.ts';
import { mutants, type Mutant } from './mutants.ts';

/** Seeds in which a bug must show. */
const patience = 24;
type Catch = { mutant: string; seed: number; invariant: string; what: string };

export async function huntMutants(connection: Connection, json: boolean, only: string | null): Promise<number> {
  const caught: Catch[] = [];
  const missed: string[] = [];
  const hunt = async (mutant: Mutant): Promise<void> => {
    const found = await seek(connection, mutant);
    if (found === null) missed.push(mutant.name);
    else caught.push(found);
    console.log(
      found === null
        ? `${mutant.name}: MISSED in ${String(patience)} seeds`
        : `${mutant.name}: seed ${String(found.seed)}, invariant ${found.invariant}: ${found.what}`
    );
  };
  const wanted = mutants.filter(({ name }) => only === null || name === only);
  await shareOut(
    wanted,
    Array.from({ length: crewSize }, () => hunt)
  );
  if (json) console.log(JSON.stringify({ caught: caught.map(({ mutant }) => mutant), missed }));
  return missed.length === 0 ? 0 : 1;
}

async function seek(connection: Connection, mutant: Mutant): Promise<Catch | null> {
  const worker = new Worker(connection, mutant.name);
  try {
    for (let seed = 1; seed <= patience; seed++) {
      const [violation] = (await worker.run(seed)).violations;
      if (violation !== undefined) return { mutant: mutant.name, seed, invariant: violation.invariant, what: violation.what };
    }
    return null;
  } finally {
    worker.end();
  }
}
