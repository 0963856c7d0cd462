import { sveltekit } from '@sveltejs/kit/vite';
import { existsSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const countyFolder = /\/src\/(routes\/county\/|lib\/ui\/county\/|lib\/state\/county|lib\/messages\/zh-county|county\.css)/;
const generatedPage = /\/generated\/client[^/]*\/nodes\/\d+\.js$/;

/** Kit's generated page modules only re-export; what they re-export says whose they are. */
function isCountys(id: string): boolean {
  if (!generatedPage.test(id)) return countyFolder.test(id);
  return existsSync(id) && readFileSync(id, 'utf8').includes('/src/routes/county/');
}

/** A county file that some page of the station would fetch, with or without a line; undefined when there is none. */
function strayImport(bundle: Rolldown.OutputBundle, immutable: string): string | undefined {
  const seen = new Set(Object.keys(bundle).filter((file) => file.startsWith(`${immutable}/nodes/`) || file.startsWith(`${immutable}/entry/start`)));
  // A set is walked in the order of insertion, additions included.
  for (const file of seen) {
    if (file.startsWith(`${immutable}/county/`)) return file;
    const chunk = bundle[file];
    if (chunk?.type === 'chunk') for (const next of [...chunk.imports, ...chunk.dynamicImports]) if (!next.includes('/entry/app')) seen.add(next);
  }
  return undefined;
}

/**
 * What the service worker must know of the client's files: the county console's stand in a folder of their own, so that it can leave
 * them off the tablets; and the chunks that a worker loads are in the manifest, from which Kit makes its list (it names the workers only).
 */
function offlineFiles(): Plugin {
  const immutable = '_app/immutable';
  const isClientBuild = (entryFileNames: unknown) => typeof entryFileNames === 'string' && entryFileNames.startsWith(`${immutable}/[name]`);
  return {
    name: 'bangban-offline-files',
    apply: 'build',
    outputOptions(options) {
      const { entryFileNames, chunkFileNames, assetFileNames } = options;
      if (!isClientBuild(entryFileNames) || typeof entryFileNames !== 'string' || typeof chunkFileNames !== 'string' || typeof assetFileNames !== 'string')
        return null;
      return {
        ...options,
        entryFileNames: ({ facadeModuleId }) => (facadeModuleId && isCountys(facadeModuleId) ? `${immutable}/county/[name].[hash].js` : entryFileNames),
        chunkFileNames: ({ moduleIds }) => (moduleIds.length > 0 && moduleIds.every(isCountys) ? `${immutable}/county/[hash].js` : chunkFileNames),
        assetFileNames: ({ originalFileNames }) => (originalFileNames.some(isCountys) ? `${immutable}/county/[name].[hash][extname]` : assetFileNames)
      };
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const manifest = bundle['.vite/manifest.json'];
        const workers = Object.keys(bundle).filter((file) => file.startsWith(`${immutable}/workers/`));
        if (manifest?.type !== 'asset' || workers.length === 0) return;
        const entries = JSON.parse(String(manifest.source)) as Record<string, { file: string }>;
        for (const file of workers) entries[`worker:${file}`] = { file };
        manifest.source = JSON.stringify(entries, null, 2);
        const stray = strayImport(bundle, immutable);
        if (stray) this.error(`${stray} is left off the tablets, but a station's page needs it; keep what both sides import out of the county's files.`);
      }
    }
  };
}

export default defineConfig({
  plugins: [sveltekit(), offlineFiles()],
  // Tablets in the field are old; Vite's default would be Chrome 111.
  build: { target: ['chrome107', 'firefox115', 'safari16.4'] },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/healthz': 'http://127.0.0.1:8000' } }
});
