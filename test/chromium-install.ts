/** Makes sure that a Chromium is there and starts: what is installed, else Playwright's own, else the distribution's. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { chromiumArgs, chromiumCandidates } from './chromium.ts';
import { run } from './process.ts';

/** A browser whose libraries are missing exists but does not start, so only a start counts. */
async function starts(executablePath: string): Promise<boolean> {
  if (!existsSync(executablePath)) return false;
  try {
    const browser = await chromium.launch({ executablePath, args: chromiumArgs, timeout: 30_000 });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

async function firstThatStarts(): Promise<string | null> {
  for (const path of chromiumCandidates()) if (await starts(path)) return path;
  return null;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The path of a Chromium that starts, installing one where it may; null when none can be had. */
export async function ensureChromium(): Promise<string | null> {
  const present = await firstThatStarts();
  if (present !== null) return present;

  const isRoot = process.getuid?.() === 0;
  say('No Chromium starts here; trying `playwright install chromium` …');
  // The download takes seconds where it is allowed and hangs where it is not.
  const download = await run(['playwright', 'install', 'chromium'], { limit: 120 });
  if (download.ok) {
    const own = await firstThatStarts();
    if (own !== null) return own;
  }
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return null;

  if (download.ok) {
    say('It lacks system libraries; trying `playwright install-deps chromium` …');
    await run(['playwright', 'install-deps', 'chromium'], { limit: 300, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    const own = await firstThatStarts();
    if (own !== null) return own;
  }
  say("Trying the distribution's package …");
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get', 'update', '-q'], { limit: 120, env });
  const install = await run(['apt-get', 'install', '-y', '-q', 'chromium', 'fonts-noto-cjk'], { limit: 300, env });
  if (!install.ok) say(install.output.slice(-2000));
  return firstThatStarts();
}
