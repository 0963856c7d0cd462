/** `npm run catalogue`: what it says of a file, how it ends, and the schemas that it gives to integrators. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { answersSchema } from '#domain/form/answers-schema.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { newDatabase } from '../harness.ts';
import { connectOwner } from '#county/database/database.ts';
import { migrate } from '#county/database/migrate.ts';
import { ensureInstance } from '#county/instance.ts';
import { fillIn, today } from './filled-form.ts';
import { breaks } from './json-schema.ts';
import { fill } from '#test/domain/answerer.ts';

const main = new URL('../../../sync/county/catalogue/main.ts', import.meta.url).pathname;
const good = new URL('./two-banks.json', import.meta.url).pathname;
let folder: string;
let bad: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bangban-catalogue-'));
  bad = join(folder, 'bad.json');
  await writeFile(
    bad,
    (await readFile(good, 'utf8')).replace('"question": "agent"', '"question": "agnet"').replace('"deferWith": "mat-card"', '"deferWith": "mat-crad"')
  );
});
afterAll(() => rm(folder, { recursive: true }));

type Said = { code: number; out: string[]; err: string };
function run(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: { ...process.env, ...env }, maxBuffer: 1 << 24 }, (error, stdout, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout.split('\n').filter((line) => line !== ''), err });
    });
  });
}

describe('check', () => {
  it('[C36] ends with 0 for a usable file, in words and as JSON', async () => {
    expect(await run(['check', good])).toMatchObject({ code: 0, out: ['目录可用：2 个事项，1 件“一件事”，3 个情形问题。'] });
    const { code, out } = await run(['check', good, '--json']);
    expect([code, out.map((line): unknown => JSON.parse(line))]).toEqual([0, [{ ok: true, items: 2, bundles: 1, questions: 3 }]]);
  });

  it('[C36 C38] ends with 1 for a bad one, each problem a line of code, path and message', async () => {
    const { code, out } = await run(['check', bad, '--json']);
    expect([code, out.map((line): unknown => JSON.parse(line))]).toEqual([
      1,
      [
        { code: 'unknown_question', path: 'items.ferry-pass.fields.isAgent.derive', message: '这里没有列出情形问题“agnet”。' },
        { code: 'unknown_material', path: 'items.ferry-pass.fields.bankAccountName.deferWith', message: '没有可容缺的材料“mat-crad”。' }
      ]
    ]);
    expect((await run(['check', bad])).out[0]).toBe('items.ferry-pass.fields.isAgent.derive：这里没有列出情形问题“agnet”。（unknown_question）');
  });

  it('says what to do about a file that is none, is not there, or a command that there is not', async () => {
    expect(await run(['check', main, '--json'])).toMatchObject({ code: 1, out: [expect.stringContaining('"code":"not_json"')] });
    expect((await run(['check', join(folder, 'none.json')])).err).toContain('读不到文件');
    expect(await run(['chekc', good])).toMatchObject({ code: 1, err: expect.stringContaining('用法') as string });
    expect(await run(['check', good, '--jsn'])).toMatchObject({ code: 1, err: expect.stringContaining('用法') as string });
  });
});

describe('publish', () => {
  it('[C2 C36] gives the next revision, and leaves the published one where the file is bad', async () => {
    const databaseUrl = await newDatabase();
    const owner = await connectOwner({ connectionString: databaseUrl });
    try {
      await migrate(owner);
      await ensureInstance(owner, { name: '青山县', divisionCode: '520999' });
      const env = { DATABASE_URL: databaseUrl, DATA_DIR: folder };
      expect(await run(['publish', good, '--json'], env)).toMatchObject({ code: 0, out: ['{"ok":true,"revision":1}'] });
      expect(await run(['publish', good, '--json'], env)).toMatchObject({ code: 0, out: ['{"ok":true,"revision":1}'] });
      expect(await run(['publish', bad], env)).toMatchObject({ code: 1, err: expect.stringContaining('2 处不对') as string });
      expect((await owner.query('SELECT revision FROM catalogue_packs')).rows).toEqual([{ revision: 1 }]);
    } finally {
      await owner.end();
    }
  });
});

describe('schema', () => {
  const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
  const forms: IntakeDefinition[] = [
    ...catalogue.items.flatMap(({ id }) => itemDefinition(catalogue, id) ?? []),
    ...catalogue.bundles.flatMap(
      ({ id, children }) =>
        bundleDefinition(
          catalogue,
          id,
          children.flatMap(({ itemId }) => itemId ?? [])
        ) ?? []
    )
  ];

  it('[C36] of the format takes what the loader takes, and refuses another structure', async () => {
    const { code, out } = await run(['schema']);
    expect(code).toBe(0);
    const schema = z.fromJSONSchema(JSON.parse(out.join('\n')) as Parameters<typeof z.fromJSONSchema>[0]);
    const catalogue = JSON.parse(await readFile(good, 'utf8')) as Record<string, unknown>;
    expect(schema.safeParse(catalogue).error).toBeUndefined();
    expect(schema.safeParse({ ...catalogue, format: 2 }).success).toBe(false);
    expect(schema.safeParse({ ...catalogue, itmes: [] }).success).toBe(false);
  });

  it('of an item or a bundle is given by its id, also out of a file', async () => {
    expect(JSON.parse((await run(['schema', 'ferry-pass', good])).out.join('\n'))).toMatchObject({ title: '渡口优惠乘船证' });
    expect(JSON.parse((await run(['schema', 'bundle-newborn'])).out.join('\n'))).toMatchObject({ title: catalogue.bundles[0]?.name });
    expect(await run(['schema', 'nothing'])).toMatchObject({ code: 1, err: expect.stringContaining('没有事项或一件事“nothing”') as string });
  });

  it.each(forms.map((form) => [form.id, form] as const))('[C17 C18] of %s takes a complete form, and no other key, option or shape', (_id, definition) => {
    const schema = answersSchema(definition);
    const complete = [
      fillIn(definition, catalogue.calendar),
      ...['1939-03-08', '1976-05-20'].map(
        (born) => fill(definition, { today, calendar: catalogue.calendar, pick: () => 0, born, thorough: true, defers: false }).assessment
      )
    ].filter(({ ready }) => ready);
    expect(complete).not.toEqual([]);
    for (const { submission } of complete) {
      const { situation, answers } = submission;
      expect(breaks(schema, { situation, answers })).toEqual([]);
      // A preselected answer need not be said.
      const preselected = (id: string) => definition.questions.find((question) => question.id === id)?.default;
      const said = Object.fromEntries(Object.entries(situation).filter(([id, value]) => preselected(id) !== value));
      expect(breaks(schema, { situation: said, answers })).toEqual([]);
      expect(breaks(schema, { situation, answers: { ...answers, nobodyAsked: '1' } })).toEqual(['.answers.nobodyAsked unknown']);
      const { applicantName: _name, ...nameless } = answers;
      expect(breaks(schema, { situation, answers: nameless })).toContain('.answers.applicantName required');
      expect(breaks(schema, { situation: { ...situation, [definition.questions[0]?.id ?? '']: 'nobody' }, answers })).not.toEqual([]);
      expect(breaks(schema, { situation, answers: { ...answers, applicantName: ['王'] } })).toEqual(['.answers.applicantName type']);
    }
  });
});
