/** Turns vitest's JSON report into counts. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.optional(z.string()),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() }))
    })
  )
});

export interface Count {
  passed: number;
  failed: number;
  /** What failed, one line each. */
  failures: string[];
}

/** A file that did not load, a run that ended badly with every test green, a missing report: each is one failure. */
export async function countTests(suite: string, reportFile: string, runOk: boolean): Promise<Count> {
  let report: z.infer<typeof reportSchema>;
  try {
    report = reportSchema.parse(JSON.parse(await readFile(reportFile, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, failures: [`${suite}: no report`] };
  }
  let passed = 0;
  const failures: string[] = [];
  for (const file of report.testResults) {
    const failedHere = file.assertionResults.filter((test) => test.status === 'failed');
    passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    failures.push(...failedHere.map((test) => `${suite}: ${test.fullName}`));
    if (file.status === 'failed' && failedHere.length === 0) failures.push(`${suite}: ${file.name} did not run`);
  }
  if (!runOk && failures.length === 0) failures.push(`${suite}: the run ended badly`);
  return { passed, failed: failures.length, failures };
}
