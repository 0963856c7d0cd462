/** Each layer's own tsconfig leaves out the globals that the layer may not touch: a planted use must not compile. */
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '#test/process.ts';
import { plant } from './planted.ts';

/** Layer → globals that must be unknown there, and one expression that must compile. */
const layers = [
  {
    layer: 'src/domain',
    unknown: ['document', 'crypto', 'console', 'fetch', 'process', 'performance', 'setTimeout', 'indexedDB', 'TextEncoder'],
    known: 'BigInt(1)'
  },
  { layer: 'sync/protocol', unknown: ['document', 'crypto', 'console', 'fetch', 'process', 'Buffer', 'TextEncoder'], known: 'new Uint8Array(1)' },
  { layer: 'src/store', unknown: ['document', 'window', 'process', 'Buffer', 'localStorage'], known: 'indexedDB' },
  { layer: 'sync/device', unknown: ['document', 'window', 'process', 'Buffer', 'localStorage'], known: 'fetch' },
  { layer: 'sync/county', unknown: ['document', 'window', 'indexedDB'], known: 'process' }
];

function compile(folder: string, layer: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', layer, '--pretty', 'false'], { cwd: folder }, (_error, stdout) =>
      resolve(stdout)
    );
  });
}

test.each(layers)(
  '$layer knows only its own globals',
  async ({ layer, unknown, known }) => {
    const files = Object.fromEntries(unknown.map((name) => [`${layer}/use-${name}.ts`, `export const used = ${name};\n`]));
    await using planted = await plant({ ...files, [`${layer}/known.ts`]: `export const used = ${known};\n`, 'sync/start.ts': 'export {};\n' });
    const complaints = (await compile(planted.folder, layer)).split('\n').filter((line) => line.includes('error TS'));
    const blamed = complaints.map((line) => line.slice(layer.length + 1, line.indexOf('(')));
    expect(blamed.toSorted()).toEqual(unknown.map((name) => `use-${name}.ts`).toSorted());
  },
  60_000
);
