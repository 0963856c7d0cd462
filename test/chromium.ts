/** Which Chromium drives the browser suites: CHROMIUM_PATH or PLAYWRIGHT, else Playwright's own, else the system's. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Containers run as root (no sandbox); the rest keeps the browser from calling home while it is measured. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/snap/bin/chromium'];

export function chromiumCandidates(env: NodeJS.ProcessEnv = process.env): string[] {
  const named = [env['CHROMIUM_PATH'], env['PLAYWRIGHT']].filter((path): path is string => path !== undefined && path !== '');
  return [...named, chromium.executablePath(), ...systemPaths];
}

/** The path of a Chromium that exists, or null; asked anew each time, since one may have been installed meanwhile. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  return chromiumCandidates(env).find((path) => existsSync(path)) ?? null;
}

/** Launch options for Playwright and for vitest's browser mode. */
export function chromiumLaunch(env: NodeJS.ProcessEnv = process.env): { args: string[]; executablePath?: string } {
  const executablePath = findChromium(env);
  return executablePath === null ? { args: chromiumArgs } : { args: chromiumArgs, executablePath };
}
