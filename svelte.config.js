import adapter from '@sveltejs/adapter-static';
import { readFileSync } from 'node:fs';

/** Not npm's variable, which is there only when npm started the build. */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // One page for every address: the county serves it for all paths that are no file and no API.
    adapter: adapter({ fallback: 'app.html', strict: false }),
    files: { lib: 'src/lib', serviceWorker: 'src/service-worker.ts' },
    serviceWorker: { register: false },
    version: { name: process.env.BANGBAN_BUILD ?? version, pollInterval: 0 },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        // Argon2id is WebAssembly; nothing else is ever compiled at run time.
        'script-src': ['self', 'wasm-unsafe-eval'],
        // The one inline style is that of Kit's route announcer, allowed by the hash of its exact text.
        'style-src': ['self', 'unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'blob:', 'data:'],
        'connect-src': ['self'],
        'worker-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self']
      }
    }
  },
  compilerOptions: { runes: true }
};
