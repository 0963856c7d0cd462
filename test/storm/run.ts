/**
 * `npm run storm -- --stations S --cases C [--photos P] [--json]`: S stations, made for the run, push a day of C cases with P photos each at
 * once, to a county in a process of its own. Exit 1 on any error and on anything lost or doubled.
 */
import { parseArgs } from 'node:util';
import { startCountyProcess } from './county.ts';
import { storm, type StormOptions, type StormResult } from './storm.ts';

const { values } = parseArgs({
  options: { stations: { type: 'string' }, cases: { type: 'string' }, photos: { type: 'string' }, json: { type: 'boolean' } }
});

function numberOf(name: 'stations' | 'cases' | 'photos', otherwise: number, least: number): number {
  const number = Number(values[name] ?? otherwise);
  if (Number.isInteger(number) && number >= least) return number;
  process.stderr.write(`--${name} wants a whole number from ${least} on.\n`);
  process.exit(1);
}

const options: StormOptions = { stations: numberOf('stations', 32, 1), cases: numberOf('cases', 200, 1), photos: numberOf('photos', 0, 0) };

const opened = new AsyncDisposableStack();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void opened.disposeAsync().finally(() => process.exit(130)));
let result: StormResult;
try {
  const county = opened.use(await startCountyProcess(null));
  result = await storm(county, options, (line) => process.stderr.write(`${line}\n`));
} finally {
  await opened.disposeAsync();
}
const shown = values.json === true ? [JSON.stringify(result)] : Object.entries(result).map(([name, value]) => `${name.padEnd(24)} ${String(value)}`);
process.stdout.write(`${shown.join('\n')}\n`);
process.exitCode = result.errors + result.lost + result.doubled === 0 ? 0 : 1;
