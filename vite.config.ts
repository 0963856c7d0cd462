import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  // Tablets in the field are old; Vite's default would be Chrome 111.
  build: { target: ['chrome107', 'firefox115', 'safari16.4'] },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/healthz': 'http://127.0.0.1:8000' } }
});
