/** Plants an import for each row of the architecture's "Never" table and expects dependency-cruiser to name it. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { root } from '#test/process.ts';
import { plant } from './planted.ts';
import type { Planted } from './planted.ts';

interface Bad {
  row: string;
  from: string;
  code: string;
  rule: string;
}

const value = 'export const value = 1;\n';
/** What the bad imports point at. */
const targets: Record<string, string> = {
  'src/domain/target.ts': value,
  'src/store/target.ts': value,
  'src/lib/state/target.ts': value,
  'src/lib/ui/Target.svelte': '<p>x</p>\n',
  'sync/protocol/target.ts': value,
  'sync/device/target.ts': value,
  'sync/county/target.ts': value,
  'test/target.ts': value
};

const uses = (specifier: string) => `import { value } from '${specifier}';\nexport const again = value;\n`;
const effect = (specifier: string) => `import '${specifier}';\n`;
const typeOnly = (specifier: string) => `import type * as other from '${specifier}';\nexport type Other = typeof other;\n`;
const component = (specifier: string) => `<script lang="ts">\n  import '${specifier}';\n</script>\n`;

const bad: Bad[] = [
  { row: 'domain → store', from: 'src/domain/a.ts', code: uses('#store/target.ts'), rule: 'domain-is-pure' },
  { row: 'domain → protocol', from: 'src/domain/b.ts', code: uses('#protocol/target.ts'), rule: 'domain-is-pure' },
  { row: 'domain → full zod', from: 'src/domain/c.ts', code: effect('zod'), rule: 'domain-is-pure' },
  { row: 'domain → any package', from: 'src/domain/d.ts', code: effect('dexie'), rule: 'domain-is-pure' },
  { row: 'domain → node:*', from: 'src/domain/e.ts', code: effect('node:fs'), rule: 'domain-is-pure' },
  { row: 'protocol → store', from: 'sync/protocol/a.ts', code: uses('#store/target.ts'), rule: 'protocol-stands-alone' },
  { row: 'protocol → device', from: 'sync/protocol/b.ts', code: uses('#device/target.ts'), rule: 'protocol-stands-alone' },
  { row: 'protocol → county', from: 'sync/protocol/c.ts', code: uses('#county/target.ts'), rule: 'protocol-stands-alone' },
  { row: 'protocol → lib', from: 'sync/protocol/d.ts', code: uses('#lib/state/target.ts'), rule: 'protocol-stands-alone' },
  { row: 'protocol → svelte', from: 'sync/protocol/e.ts', code: effect('svelte'), rule: 'protocol-stands-alone' },
  { row: 'protocol → dexie', from: 'sync/protocol/f.ts', code: effect('dexie'), rule: 'protocol-stands-alone' },
  { row: 'protocol → node:*', from: 'sync/protocol/g.ts', code: effect('node:crypto'), rule: 'protocol-stands-alone' },
  { row: 'county → svelte', from: 'sync/county/a.ts', code: effect('svelte'), rule: 'county-knows-no-tablet' },
  { row: 'county → dexie', from: 'sync/county/b.ts', code: effect('dexie'), rule: 'county-knows-no-tablet' },
  { row: 'county → comlink', from: 'sync/county/c.ts', code: effect('comlink'), rule: 'county-knows-no-tablet' },
  { row: 'county → workbox', from: 'sync/county/d.ts', code: effect('workbox-precaching'), rule: 'county-knows-no-tablet' },
  { row: 'county → lib', from: 'sync/county/e.ts', code: uses('#lib/state/target.ts'), rule: 'county-knows-no-tablet' },
  { row: 'county → store', from: 'sync/county/f.ts', code: uses('#store/target.ts'), rule: 'county-knows-no-tablet' },
  { row: 'county → device', from: 'sync/county/g.ts', code: uses('#device/target.ts'), rule: 'county-knows-no-tablet' },
  { row: 'screens → county', from: 'src/routes/a.ts', code: uses('#county/target.ts'), rule: 'tablet-knows-no-county' },
  { row: 'device → county', from: 'sync/device/a.ts', code: uses('#county/target.ts'), rule: 'tablet-knows-no-county' },
  { row: 'device → pg', from: 'sync/device/b.ts', code: effect('pg'), rule: 'tablet-knows-no-county' },
  { row: 'lib → node:*', from: 'src/lib/a.ts', code: effect('node:path'), rule: 'tablet-has-no-node' },
  { row: 'device → node:*', from: 'sync/device/c.ts', code: effect('node:path'), rule: 'tablet-has-no-node' },
  { row: 'ui → store, by type alone', from: 'src/lib/ui/a.ts', code: typeOnly('#store/target.ts'), rule: 'ui-is-dumb' },
  { row: 'ui → device', from: 'src/lib/ui/B.svelte', code: component('#device/target.ts'), rule: 'ui-is-dumb' },
  { row: 'ui → protocol', from: 'src/lib/ui/c.ts', code: uses('#protocol/target.ts'), rule: 'ui-is-dumb' },
  { row: 'ui → county', from: 'src/lib/ui/d.ts', code: uses('#county/target.ts'), rule: 'ui-is-dumb' },
  { row: 'routes → store', from: 'src/routes/B.svelte', code: component('#store/target.ts'), rule: 'screens-compose' },
  { row: 'routes → device', from: 'src/routes/c.ts', code: uses('#device/target.ts'), rule: 'screens-compose' },
  { row: 'store → device', from: 'src/store/a.ts', code: uses('#device/target.ts'), rule: 'store-stands-below-device' },
  { row: 'store → lib', from: 'src/store/b.ts', code: uses('#lib/state/target.ts'), rule: 'store-stands-below-device' },
  { row: 'device → lib', from: 'sync/device/d.ts', code: uses('#lib/state/target.ts'), rule: 'device-knows-no-screen' },
  { row: 'device → svelte', from: 'sync/device/e.ts', code: effect('svelte'), rule: 'device-knows-no-screen' },
  { row: 'county/http → pg', from: 'sync/county/http/a.ts', code: effect('pg'), rule: 'routes-hold-no-sql' },
  { row: 'source → test', from: 'sync/county/h.ts', code: uses('#test/target.ts'), rule: 'source-knows-no-test' },
  { row: 'source → test library', from: 'src/lib/d.ts', code: effect('vitest'), rule: 'source-knows-no-test' },
  { row: 'a runtime cycle', from: 'sync/county/cycle-a.ts', code: uses('./cycle-b.ts'), rule: 'no-runtime-cycle' },
  { row: 'an import that leads nowhere', from: 'src/lib/e.ts', code: uses('#domain/not-there.ts'), rule: 'not-to-unresolvable' },
  { row: 'county → a tool of development', from: 'sync/county/i.ts', code: effect('prettier'), rule: 'not-to-dev-dependency' }
];

/** What the table allows; if the checker named these, the rows above would prove little. */
const good: Record<string, string> = {
  'src/domain/good.ts': `import * as z from 'zod/mini';\n${uses('./target.ts')}export const schema = z.string();\n`,
  'sync/protocol/good.ts': `import * as z from 'zod/mini';\n${uses('#domain/target.ts')}export const schema = z.string();\n`,
  'sync/county/good.ts': `import 'pg';\nimport 'node:fs';\n${uses('#domain/target.ts')}`,
  'sync/county/http/good.ts': `import 'hono';\n${uses('../target.ts')}`,
  'sync/device/good.ts': `import 'comlink';\n${uses('#store/target.ts')}`,
  'src/store/good.ts': `import 'dexie';\n${uses('#domain/target.ts')}`,
  'src/lib/state/good.ts': uses('#device/target.ts'),
  'src/routes/Good.svelte': component('#lib/ui/Target.svelte'),
  'sync/county/typed-cycle-a.ts': `import type { B } from './typed-cycle-b.ts';\nexport type A = B | 1;\n`,
  'sync/county/typed-cycle-b.ts': `import type { A } from './typed-cycle-a.ts';\nexport type B = A[] | 2;\n`
};

const resultSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) })
});

let planted: Planted;
let named: { from: string; rule: string }[] = [];

function cruise(folder: string): Promise<string> {
  const program = `${root}node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`;
  return new Promise((resolve) => {
    // Violations make the exit code non-zero, which is what we want to see.
    execFile(
      process.execPath,
      [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'sync', 'test'],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout) => resolve(stdout)
    );
  });
}

beforeAll(async () => {
  const files = Object.fromEntries(bad.map(({ from, code }) => [from, code]));
  planted = await plant({
    ...targets,
    ...files,
    ...good,
    'sync/county/cycle-b.ts': `import { again } from './cycle-a.ts';\nexport const value = () => again;\n`
  });
  const { summary } = resultSchema.parse(JSON.parse(await cruise(planted.folder)));
  named = summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}, 60_000);
afterAll(() => planted[Symbol.asyncDispose]());

describe('dependency-cruiser names', () => {
  test.each(bad)('$row', ({ from, rule }) => {
    expect(named).toContainEqual({ from, rule });
  });

  test('nothing that the table allows', () => {
    const allowed = new Set([...Object.keys(good), ...Object.keys(targets)]);
    expect(named.filter(({ from }) => allowed.has(from))).toEqual([]);
  });
});
