/** `npm start`: builds the PWA when its sources are newer than the last build, then becomes the county server. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the build reads. The adapter writes the fallback page last, so its time is that of a complete build. */
const sources = ['src', 'static', 'sync/protocol', 'sync/device', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const builtPage = `${root}build/app.html`;
const vite = `${root}node_modules/vite/bin/vite.js`;

async function newest(path: string): Promise<number> {
  const entry = await stat(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const children = await readdir(path, { recursive: true, withFileTypes: true });
  const times = await Promise.all(children.filter((child) => child.isFile()).map(async (child) => (await stat(`${child.parentPath}/${child.name}`)).mtimeMs));
  return Math.max(0, ...times);
}

async function isStale(): Promise<boolean> {
  if (!existsSync(builtPage)) return true;
  const built = (await stat(builtPage)).mtimeMs;
  const times = await Promise.all(sources.filter((source) => existsSync(root + source)).map((source) => newest(root + source)));
  return times.some((time) => time > built);
}

/** Resolves to the exit code; a signal to us ends the build and then us. */
function build(): Promise<number> {
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code ?? 1);
    });
  });
}

if (await isStale()) {
  if (existsSync(vite)) {
    process.stdout.write('Building the station app …\n');
    const code = await build();
    if (code !== 0) process.exit(code);
  } else if (!existsSync(builtPage)) {
    process.stderr.write('There is no build/ and the build tools are not installed: run `npm ci && npm run build` first.\n');
    process.exit(1);
  }
}
// In this same process, so that signals reach the server directly and its exit code is ours.
await import('./county/main.ts');
