/**
 * Loaded before everything (`node --import`): gives the county's modules the seed's randomness, disk and gzip, and plants a mutant when
 * `SIM_MUTANT` names one. No production file knows of it.
 */
import { registerHooks } from 'node:module';
import { mutants } from './mutants.ts';

const county = new URL('../../sync/county/', import.meta.url).href;
const simulation = new URL('./', import.meta.url).href;
const project = new URL('../../', import.meta.url).href;

/** What stands in for a module of Node when the county asks for it. */
const stands: Record<string, string> = {
  'node:crypto': `
    export * from 'node:crypto';
    import { standIns } from '${simulation}county/stand-ins.ts';
    export const { randomBytes, randomUUID, randomInt } = standIns.randomness;`,
  'node:zlib': `
    export * from 'node:zlib';
    import { standIns } from '${simulation}county/stand-ins.ts';
    export const { gunzip } = standIns;`,
  'node:fs/promises': `
    export * from 'node:fs/promises';
    import { standIns } from '${simulation}county/stand-ins.ts';
    export const { mkdir, readdir, readFile, rename, rm, stat, open } = standIns.files;`
};
/** Argon2id is slow on purpose; who may sign in is not what a seed is about. */
const passwords = `
  export const hashPassword = (password) => Promise.resolve('plain ' + password);
  export const verifyPassword = (password, hash) => Promise.resolve(hash === 'plain ' + password);`;

const mutant = mutants.find(({ name }) => name === process.env.SIM_MUTANT);
if (process.env.SIM_MUTANT !== undefined && mutant === undefined) throw new Error(`no mutant ${process.env.SIM_MUTANT}`);

registerHooks({
  resolve: (specifier, context, next) => {
    const parent = context.parentURL ?? '';
    const isFiles = specifier === 'node:fs/promises';
    if (stands[specifier] !== undefined && parent.startsWith(isFiles ? `${county}blobs/` : county))
      return { url: `stand-in:${specifier}`, format: 'module', shortCircuit: true };
    return next(specifier, context);
  },
  load: (url, context, next) => {
    if (url.startsWith('stand-in:')) return { format: 'module', source: stands[url.slice('stand-in:'.length)] ?? '', shortCircuit: true };
    if (url === `${county}people/passwords.ts`) return { format: 'module', source: passwords, shortCircuit: true };
    const loaded = next(url, context);
    const changes = mutant?.changes.filter(({ file }) => url === project + file) ?? [];
    if (changes.length === 0) return loaded;
    let source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
    for (const { from, to, file } of changes) {
      if (source.split(from).length !== 2) throw new Error(`mutant ${String(mutant?.name)}: its place is not found exactly once in ${file}`);
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  }
});
