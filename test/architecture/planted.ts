/** A throw-away project with this one's configuration and files that break its rules. */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '#test/process.ts';

const configuration = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  '.dependency-cruiser.cjs',
  'knip.json',
  'svelte.config.js',
  'vite.config.ts',
  '.svelte-kit'
];
const layerConfigurations = ['src/domain', 'src/store', 'sync/protocol', 'sync/device', 'sync/county'].map((layer) => `${layer}/tsconfig.json`);

export interface Planted extends AsyncDisposable {
  folder: string;
}

/** `files`: path → text. */
export async function plant(files: Record<string, string>): Promise<Planted> {
  const folder = await mkdtemp(join(tmpdir(), 'bangban-planted-'));
  for (const path of [...configuration, ...layerConfigurations]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
