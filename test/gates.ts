/** The checks that need no running system; `npm run verify` is these and the unit suite. */
export interface Step {
  name: string;
  /** An entry of node_modules/.bin and its arguments. */
  command: string[];
  /** Seconds after which the step counts as failed. */
  limit: number;
}

const layers = ['src/domain', 'src/store', 'sync/protocol', 'sync/device', 'sync/county'];

export const gates: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'], limit: 180 },
  { name: 'lint', command: ['eslint', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '--max-warnings', '0', '.'], limit: 300 },
  { name: 'types of the app', command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'], limit: 300 },
  ...layers.map((layer) => ({ name: `types of ${layer}`, command: ['tsc', '-p', layer], limit: 180 })),
  { name: 'types of the service worker', command: ['tsc', '-p', 'tsconfig.service-worker.json'], limit: 180 },
  { name: 'layers', command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'sync', 'test'], limit: 180 },
  { name: 'dead code', command: ['knip'], limit: 180 }
];

export const buildGate: Step = { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'], limit: 300 };

const simulate = ['node', '--import', './test/simulation/hooks.ts', 'test/simulation/main.ts'];
/** One after the other, since each takes all cores. */
export const simulations: Step[] = [
  { name: 'simulation of once failed seeds', command: [...simulate, '--corpus'], limit: 120 },
  { name: 'simulation of 200 seeds', command: [...simulate, '--seeds', '200'], limit: 600 },
  { name: 'simulation of planted bugs', command: [...simulate, '--mutants'], limit: 600 }
];

/** A suite is a vitest project; each of its tests counts for itself. */
export interface Suite {
  name: string;
  limit: number;
  needsChromium: boolean;
}
export const unitSuite: Suite = { name: 'unit', limit: 300, needsChromium: false };
export const builtSuites: Suite[] = [
  { name: 'county', limit: 1500, needsChromium: false },
  { name: 'browser', limit: 600, needsChromium: true },
  { name: 'e2e', limit: 1200, needsChromium: true }
];
