/** The built PWA: files as they are, the fallback page for every other address. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Refusal } from '../failure.ts';
import { problemReply } from './problem-reply.ts';

const compressed = promisify(gzip);
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8'
};
const worthCompressing = /^(text|application\/(json|manifest|wasm)|image\/svg)/;

type Served = { mtime: number; type: string; etag: string; plain: Uint8Array<ArrayBuffer>; gzip: Uint8Array<ArrayBuffer> | null };
/** A build is a few megabytes; a file is read again when it changes on disk. */
const shelf = new Map<string, Served>();

export async function serveApp(buildDir: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return problemReply(new Refusal(405, 'method_not_allowed', '这个地址只能读取。'));
  const { pathname } = new URL(request.url);
  const file = filePath(buildDir, pathname);
  const served = file === null ? null : await load(file);
  if (served !== null) return respond(request, served, caching(pathname));
  // A stale chunk must not get HTML, or the old page would run it.
  if (pathname.startsWith('/_app/'))
    return new Response('not found', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } });
  const page = await load(join(buildDir, 'app.html'));
  if (page === null) return new Response('The app is not built yet: npm run build', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  return respond(request, page, 'no-cache');
}

function filePath(buildDir: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.endsWith('/')) return null;
  const file = normalize(join(buildDir, decoded));
  return file.startsWith(buildDir.endsWith(sep) ? buildDir : buildDir + sep) ? file : null;
}

function caching(pathname: string): string {
  return pathname.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

async function load(file: string): Promise<Served | null> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) return null;
  const known = shelf.get(file);
  if (known?.mtime === found.mtimeMs) return known;
  const plain = new Uint8Array(await readFile(file));
  const type = types[extname(file)] ?? 'application/octet-stream';
  const served = {
    mtime: found.mtimeMs,
    type,
    plain,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    gzip: worthCompressing.test(type) && plain.byteLength > 512 ? new Uint8Array(await compressed(plain, { level: 9 })) : null
  };
  shelf.set(file, served);
  return served;
}

function respond(request: Request, file: Served, cacheControl: string): Response {
  const headers = new Headers({ 'Content-Type': file.type, 'Cache-Control': cacheControl, ETag: file.etag, Vary: 'Accept-Encoding' });
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
  const zipped = file.gzip !== null && (request.headers.get('accept-encoding') ?? '').includes('gzip') ? file.gzip : null;
  if (zipped !== null) headers.set('Content-Encoding', 'gzip');
  const body = zipped ?? file.plain;
  headers.set('Content-Length', String(body.byteLength));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}
