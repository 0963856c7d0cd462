import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './test/chromium.ts';

const seconds = 1000;
const browserFiles = ['test/**/*.browser.test.ts'];

export default defineConfig({
  test: {
    // A test that asserts nothing cannot fail. Inherited by the projects through `extends`.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{domain,protocol,store,device,lib,architecture}/**/*.test.ts'],
          // The size test reads the finished build, so it runs with the suites that come after it.
          exclude: [...browserFiles, 'test/architecture/size.test.ts'],
          testTimeout: 20 * seconds
        }
      },
      {
        extends: true,
        test: {
          name: 'county',
          environment: 'node',
          globalSetup: ['test/county/database-server.ts'],
          include: ['test/{county,contract,scenario,simulation,storm}/**/*.test.ts'],
          exclude: browserFiles,
          testTimeout: 60 * seconds,
          hookTimeout: 120 * seconds,
          maxWorkers: 2
        }
      },
      {
        extends: true,
        plugins: [sveltekit()],
        optimizeDeps: {
          // A dependency that only a worker imports is discovered too late: a cold run would hang.
          include: ['barcode-detector/ponyfill', 'comlink', 'dexie', 'hash-wasm', 'pinyin-pro', 'signature_pad', 'uqr', 'workbox-window', 'zod/mini']
        },
        test: {
          name: 'browser',
          include: browserFiles,
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }]
          }
        }
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/{browser,torture}/**/*.e2e.ts', 'test/browser/**/*.test.ts', 'test/routes/**/*.test.ts', 'test/architecture/size.test.ts'],
          exclude: browserFiles,
          testTimeout: 300 * seconds,
          hookTimeout: 180 * seconds,
          fileParallelism: false
        }
      }
    ]
  }
});
