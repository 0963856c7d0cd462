/** One process of the crew: a seed in, its report out. */
import './core/jitless.ts';
import { countTasks, zipHere } from './core/quiet.ts';
import { watch } from './county/cluster.ts';
import type { Order, Report } from './crew.ts';
import { runSeed, type Place } from './seed.ts';

countTasks();
zipHere();
let place: Place | null = null;

process.on('message', (order: Order) => {
  void work(order);
});
// The crew's head has gone.
process.on('disconnect', () => process.exit(1));

async function work({ seed, connection, trace }: Order): Promise<void> {
  place ??= { connection, admin: await watch(connection, 'postgres'), prefix: `sim_${String(process.pid)}` };
  const { lines, ...result } = await runSeed(seed, place);
  const report: Report = { ...result, lines: trace ? lines : null };
  process.send?.(report);
}
