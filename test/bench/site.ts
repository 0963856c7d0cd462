/** Builds the bench's own pages with Vite, out of the real modules, and serves folders on loopback. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { root } from '#test/process.ts';

const pages = ['save', 'search', 'station', 'bare'];

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json'
};

/** Resolves to the folder of the built pages. */
export async function buildPages(): Promise<AsyncDisposable & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bangban-bench-pages-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: `${root}test/bench/pages`,
    base: '/',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome107',
      // Top-level await in the bare page's entry is not needed; modulepreload's polyfill would only add bytes.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: Object.fromEntries(pages.map((page) => [page, `${root}test/bench/pages/${page}.html`])) }
    }
  });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

export interface Site extends AsyncDisposable {
  origin: string;
  close(): Promise<void>;
}

export function typeOf(path: string): string {
  return types[extname(path)] ?? 'application/octet-stream';
}

/** The file of `folder` that a path names, or null; never one outside it. */
export function fileOf(folder: string, path: string): string | null {
  const file = join(folder, normalize(decodeURIComponent(path)));
  return file.startsWith(folder) && existsSync(file) && statSync(file).isFile() ? file : null;
}

/** `fallback`: what a path that is no file gets. */
export async function serve(folder: string, { fallback }: { fallback?: string } = {}): Promise<Site> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = fileOf(folder, path) ?? (fallback === undefined || path.startsWith('/api/') ? null : fileOf(folder, fallback));
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    // Cross-origin isolation gives the page a clock of 5 µs instead of 100.
    const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    response.writeHead(200, { 'content-type': typeOf(file), 'cache-control': 'no-store', ...isolation });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}
