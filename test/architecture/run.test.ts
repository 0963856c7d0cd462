/** The counting behind `N passed, N failed`: nothing that went wrong may be counted as nothing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '#test/process.ts';
import { countTests } from '#test/report.ts';

async function count(report: unknown, runOk: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'bangban-report-'));
  const file = join(folder, 'report.json');
  if (report !== undefined) await writeFile(file, JSON.stringify(report));
  const counted = await countTests('unit', file, runOk);
  await rm(folder, { recursive: true });
  return counted;
}
const file = (status: string, tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((each, index) => ({ status: each, fullName: `test ${index}` }))
});

describe('counting', () => {
  test('passed and failed tests', async () => {
    expect(await count({ testResults: [file('failed', ['passed', 'failed', 'passed'])] }, false)).toEqual({ passed: 2, failed: 1, failures: ['unit: test 1'] });
  });
  test('a file that did not load is a failure', async () => {
    expect(await count({ testResults: [file('failed', []), file('passed', ['passed'])] }, false)).toMatchObject({ passed: 1, failed: 1 });
  });
  test('a bad end with every test green is a failure', async () => {
    expect(await count({ testResults: [file('passed', ['passed'])] }, false)).toMatchObject({ passed: 1, failed: 1 });
  });
  test('no report is a failure', async () => {
    expect(await count(undefined, true)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('running a command', () => {
  test('ends it, and what it started, at the limit', async () => {
    const outcome = await run(['sh', '-c', 'sleep 30 & echo started; wait'], { limit: 0.5 });
    expect(outcome).toMatchObject({ ok: false, timedOut: true, output: 'started\n' });
    expect(outcome.seconds).toBeLessThan(10);
  });
  test('tells a program that does not exist from one that failed', async () => {
    expect((await run(['no-such-program-here'], { limit: 5 })).output).toContain('ENOENT');
    expect((await run(['sh', '-c', 'exit 3'], { limit: 5 })).ok).toBe(false);
    expect((await run(['true'], { limit: 5 })).ok).toBe(true);
  });
});
