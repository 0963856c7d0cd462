/** Plants a file that nobody imports and an export that nobody uses. */
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '#test/process.ts';
import { plant } from './planted.ts';

test('knip names what is dead, and only that', async () => {
  await using planted = await plant({
    'sync/county/main.ts': `import { used } from './part.ts';\nprocess.exitCode = used;\n`,
    'sync/county/part.ts': `export const used = 0;\nexport const deadExport = 1;\n`,
    'sync/county/dead-file.ts': `export const value = 1;\n`,
    'src/routes/+page.svelte': `<script lang="ts">\n  import { shown } from '#lib/state/shown.ts';\n</script>\n\n{shown}\n`,
    'src/lib/state/shown.ts': `export const shown = 1;\n`
  });
  const output = await new Promise<string>((resolve) => {
    const program = `${root}node_modules/knip/bin/knip.js`;
    execFile(process.execPath, [program, '--include', 'files,exports', '--reporter', 'compact'], { cwd: planted.folder }, (_error, stdout) => resolve(stdout));
  });
  expect(output).toContain('sync/county/dead-file.ts');
  expect(output).toContain('deadExport');
  expect(output).not.toContain('shown.ts');
  expect(output).not.toMatch(/\bused\b/);
}, 60_000);
