/** `node sync/county/main.ts [--empty]` */
import * as z from 'zod/mini';
import { banner } from './banner.ts';
import { defaultDataDir } from './default-data-dir.ts';
import { parseConfig, readEnvironment, repositoryFolder } from './config.ts';
import { startCounty, type RunningCounty } from './county.ts';
import { StartFailure } from './failure.ts';

// The same schemas run in pages whose policy forbids eval.
z.config({ jitless: true });

async function main(): Promise<void> {
  const stop = stopSignal();
  let county: RunningCounty;
  try {
    const config = parseConfig(readEnvironment(repositoryFolder, process.env), process.argv.slice(2), defaultDataDir);
    county = await startCounty(config);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  console.log(banner(county));
  const failure = await Promise.race([stop, county.failed]);
  if (failure !== undefined) {
    console.error(failure);
    process.exitCode = 1;
  }
  await county.close();
  console.log('县平台已停止。');
}

/** npm passes Ctrl-C on a second time: further signals while stopping change nothing. */
function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve(undefined);
      });
  });
}

await main();
