/**
 * `npm test`: the gates, the unit suite, the build, and the suites on real PostgreSQL and real Chromium.
 * `npm run verify` (argument `verify`): the gates and the unit suite only. The last line is `N passed, N failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium-install.ts';
import { builtSuites, buildGate, gates, simulations, unitSuite } from './gates.ts';
import type { Step, Suite } from './gates.ts';
import { run } from './process.ts';
import { countTests } from './report.ts';
import type { Count } from './report.ts';

const total: Count = { passed: 0, failed: 0, failures: [] };
const folder = await mkdtemp(join(tmpdir(), 'bangban-test-'));

function add(count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.failures.push(...count.failures);
}

async function runGate(step: Step): Promise<boolean> {
  const outcome = await run(step.command, step);
  const verdict = outcome.ok ? 'ok' : outcome.timedOut ? `did not end within ${step.limit} s` : 'FAILED';
  process.stdout.write(`${step.name}: ${verdict} (${outcome.seconds.toFixed(1)} s)\n`);
  if (!outcome.ok) process.stdout.write(`${outcome.output.trimEnd()}\n\n`);
  add(outcome.ok ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [step.name] });
  return outcome.ok;
}

async function runSuite(suite: Suite, chromiumPath: string | null): Promise<void> {
  process.stdout.write(`\n── ${suite.name}\n`);
  if (suite.needsChromium && chromiumPath === null) {
    process.stdout.write('No Chromium starts here and none could be installed: install one, or name it in CHROMIUM_PATH.\n');
    return add({ passed: 0, failed: 1, failures: [`${suite.name}: no Chromium`] });
  }
  const report = join(folder, `${suite.name}.json`);
  const command = ['vitest', 'run', '--project', suite.name, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`];
  // Vitest names a browser project after its instance as well: `browser (chromium)`.
  if (suite.name === 'browser') command[3] = 'browser*';
  const env = chromiumPath === null ? {} : { CHROMIUM_PATH: chromiumPath };
  const outcome = await run(command, { limit: suite.limit, live: true, env });
  if (outcome.timedOut) process.stdout.write(`${suite.name} did not end within ${suite.limit} s\n`);
  add(await countTests(suite.name, report, outcome.ok));
}

/** Two cores: two gates at a time, the long ones first in the list's order. */
async function runGates(): Promise<void> {
  const waiting = [...gates];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await runGate(step);
  };
  await Promise.all([worker(), worker()]);
}

// Kit's types follow the routes: after a pull they are old.
await run(['svelte-kit', 'sync'], { limit: 60 });
await runGates();
await runSuite(unitSuite, null);
if (process.argv[2] !== 'verify') {
  const built = await runGate(buildGate);
  for (const step of simulations) await runGate(step);
  const chromiumPath = await ensureChromium();
  for (const suite of builtSuites) {
    if (suite.name === 'e2e' && !built) add({ passed: 0, failed: 1, failures: ['e2e: there is no build'] });
    else await runSuite(suite, chromiumPath);
  }
}
await rm(folder, { recursive: true, force: true });
if (total.failures.length > 0) process.stdout.write(`\nFailed:\n${total.failures.map((name) => `  ${name}\n`).join('')}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
