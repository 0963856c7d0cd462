/** Lints planted text at a path of each layer and expects the ban to bite there, and not where the thing is allowed. */
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from '#test/process.ts';

const eslint = new ESLint({ cwd: root });

/** Rule ids that fire for this text, as if it were in that file. */
async function findings(filePath: string, code: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId ?? `fatal: ${message.message}`));
}

// Rules with types need a file that its project knows, so the text takes the place of a real one.
const domain = 'src/domain/case/operations.ts';
const protocol = 'sync/protocol/chain.ts';
const http = 'sync/county/http/route.ts';
const county = 'sync/county/config.ts';
const ui = 'src/lib/ui/Planted.svelte';
const screen = 'src/routes/(station)/Planted.svelte';
const inScript = (line: string) => `<script lang="ts">\n  ${line}\n</script>\n\n<p>{value}</p>\n`;

const bans: [row: string, file: string, code: string, rule: string][] = [
  ['domain: Date.now', domain, 'export const now = Date.now();\n', 'no-restricted-properties'],
  ['domain: new Date()', domain, 'export const now = new Date();\n', 'no-restricted-syntax'],
  ['domain: Math.random', domain, 'export const chance = Math.random();\n', 'no-restricted-properties'],
  ['domain: crypto', domain, 'export const id = crypto.randomUUID();\n', 'no-restricted-globals'],
  ['domain: globalThis.crypto', domain, 'export const id = globalThis.crypto;\n', 'no-restricted-properties'],
  ['domain: fetch', domain, "export const reply = fetch('/');\n", 'no-restricted-globals'],
  ['domain: console', domain, 'console.log(1);\n', 'no-restricted-globals'],
  ['protocol: Date.now', protocol, 'export const now = Date.now();\n', 'no-restricted-properties'],
  ['protocol: crypto', protocol, 'export const id = crypto.randomUUID();\n', 'no-restricted-globals'],
  ['county/http: a query', http, "export const rows = (pool: { query(text: string): string }) => pool.query('x');\n", 'no-restricted-syntax'],
  ['county/http: SQL in a string', http, "export const text = 'SELECT id FROM cases';\n", 'no-restricted-syntax'],
  ['county/http: SQL in a template', http, 'export const text = (id: string) => `DELETE FROM cases WHERE id = ${id}`;\n', 'no-restricted-syntax'],
  ['county/http: the database library', http, "import pg from 'pg';\nexport const pool = pg.Pool;\n", 'no-restricted-imports'],
  ['ui → store', ui, inScript("import { value } from '#store/journal.ts';"), 'no-restricted-imports'],
  ['ui → device', ui, inScript("import { value } from '#device/client.ts';"), 'no-restricted-imports'],
  ['ui → protocol', ui, inScript("import { value } from '#protocol/chain.ts';"), 'no-restricted-imports'],
  ['routes → store', screen, inScript("import { value } from '#store/journal.ts';"), 'no-restricted-imports'],
  ['routes → device', screen, inScript("import { value } from '#device/client.ts';"), 'no-restricted-imports'],
  ['routes → node:*', screen, inScript("import { value } from 'node:fs';"), 'no-restricted-imports'],
  ['words in a screen', screen, '<p>未同步</p>\n', 'no-restricted-syntax'],
  ['words in its code', screen, inScript("const value = '未同步';"), 'no-restricted-syntax'],
  ['export *', county, "export * from './failure.ts';\n", 'no-restricted-syntax'],
  ['any', county, 'export const value: any = 1;\n', '@typescript-eslint/no-explicit-any'],
  ['enum', county, 'export enum Kind {\n  one\n}\n', 'no-restricted-syntax'],
  ['an import without its extension', county, "import { failure } from './failure';\nexport const again = failure;\n", 'no-restricted-syntax'],
  ['an alias without its extension', county, "import { link } from '#protocol/chain';\nexport const again = link;\n", 'no-restricted-syntax'],
  ['a promise that nobody awaits', county, 'export function start(): void {\n  Promise.resolve(1);\n}\n', '@typescript-eslint/no-floating-promises'],
  [
    'a disabled rule that disables nothing',
    county,
    '// eslint-disable-next-line no-var\nexport const value = 1;\n',
    "fatal: Unused eslint-disable directive (no problems were reported from 'no-var')."
  ],
  ['a skipped test', 'test/architecture/lint.test.ts', "import { test } from 'vitest';\ntest.skip('x', () => {});\n", 'no-restricted-syntax']
];

const allowed: [row: string, file: string, code: string][] = [
  ['domain: new Date(text)', domain, "export const day = new Date('2026-01-01');\n"],
  ['county: the clock', county, 'export const now = Date.now();\n'],
  ['county: SQL outside the routes', county, "export const text = 'SELECT id FROM cases';\n"],
  ['ui: its messages', ui, inScript("import { value } from '#lib/messages/zh.ts';")],
  ['routes: what Kit makes', 'src/routes/+layout.ts', "import type { LayoutLoad } from './$types';\nexport const load: LayoutLoad = () => ({});\n"]
];

describe('eslint bans', () => {
  test.each(bans)(
    '%s',
    async (_row, file, code, rule) => {
      expect(await findings(file, code)).toContain(rule);
    },
    60_000
  );
});

describe('eslint allows', () => {
  test.each(allowed)(
    '%s',
    async (_row, file, code) => {
      expect(await findings(file, code)).toEqual([]);
    },
    60_000
  );
});
