/** Intake of every item of the catalogue on the real screens: what was typed is what the county holds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldTypes } from '#domain/catalogue/format.ts';
import type { Assessment } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import type { Answers, Value } from '#domain/form/values.ts';
import { answersFor, answersSituation, catalogue, today, type Filled } from './applicant.ts';
import type { Console } from './console.ts';
import { photograph } from './paper.ts';
import { Scene } from './scene.ts';

let scene: Scene;
let desk: Console;
beforeAll(async () => {
  scene = await Scene.open();
  desk = await scene.clerk();
});
afterAll(async () => {
  await scene.close();
});

/** An age at which the item may be asked for, tried out on its form. */
const births = ['1939-03-08', '1976-05-20', '1995-02-14', '1964-05-20', '1960-01-10'];

function filledFor(itemId: string, name: string, agent: boolean): Filled {
  const definition = itemDefinition(catalogue, itemId);
  const tries = births.map((born) => answersFor(definition, name, { born, thorough: true, ...(agent ? { situation: { agent: 'other' } } : {}) }));
  const ready = tries.find(({ assessment }) => assessment.findings.every((finding) => finding.level !== 'error'));
  if (!ready) throw new Error(`nobody can fill ${itemId}: ${JSON.stringify(tries[0]?.assessment.findings)}`);
  return ready;
}

/** Paper, so that thirty forms fit in the time; photographs have suites of their own. */
async function handsInPaper({ assessment }: Filled): Promise<void> {
  for (const { material, wanted } of assessment.materials) {
    if (wanted === 'required' && !material.generated) await scene.worker.chooses(material.name, '纸质已收');
  }
}

/** What the county should hold: a photo's name and digest and the text's version are the screen's to give, the rest is as typed. */
function asTyped(answers: Answers): Record<string, unknown> {
  const typed = (value: Value): unknown => {
    if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' && 'sha256' in each ? { photo: each.mime } : each));
    return typeof value === 'object' && 'agreed' in value ? { agreed: value.agreed } : value;
  };
  return Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, typed(value)]));
}

async function takesIn(filled: Filled, name: string): Promise<string> {
  const { worker } = scene;
  const { definition, input, assessment } = filled;
  await worker.begins(definition.name, definition.name);
  await answersSituation(worker, definition, input.situation);
  await worker.fills(withoutPhotos(assessment));
  for (const { field, value } of assessment.fields) {
    if (field.type !== 'photo' || value === null) continue;
    const place = worker.place(`answers.${field.key}`);
    await place
      .locator('input[type=file]')
      .first()
      .setInputFiles(await photograph(await scene.paper(), field.label));
    await place.getByRole('img').waitFor();
  }
  await handsInPaper(filled);
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(assessment.answers['isAgent'] === '是' ? String(assessment.answers['agentName']) : name));
  return (await worker.receives()).caseId;
}
const withoutPhotos = (assessment: Assessment): Assessment => ({ ...assessment, fields: assessment.fields.filter(({ field }) => field.type !== 'photo') });

test('every kind of field is typed, and the county holds each answer of each of the items as it was typed', async () => {
  scene.showsFailures('forms');
  const kinds = new Set<string>();
  const taken: { caseId: string; filled: Filled }[] = [];
  for (const [index, item] of catalogue.items.entries()) {
    const agent = index % 5 === 0;
    const name = `试${'甲乙丙丁戊己庚辛壬癸'[index % 10] ?? ''}${'子丑寅'[Math.floor(index / 10)] ?? ''}`;
    const filled = filledFor(item.id, name, agent);
    for (const { field, visible, value, derived } of filled.assessment.fields) if (visible && value !== null && !derived) kinds.add(field.type);
    const begun = performance.now();
    taken.push({ caseId: await takesIn(filled, name), filled });
    if (process.env['SLOW']) process.stderr.write(`${item.id} ${Math.round(performance.now() - begun)}\n`);
  }
  expect([...fieldTypes].filter((type) => !kinds.has(type))).toEqual([]);
  await expect.poll(async () => (await desk.cases()).length, { timeout: 60_000 }).toBe(catalogue.items.length);
  for (const { caseId, filled } of taken) {
    const { received } = await desk.case(caseId);
    expect([received.item.id, asTyped(received.answers)]).toEqual([filled.definition.id, asTyped(filled.assessment.submission.answers)]);
    expect([received.situation, received.receivedOn]).toEqual([filled.assessment.submission.situation, today]);
  }
  expect(taken.filter(({ filled }) => filled.assessment.answers['isAgent'] === '是').length).toBeGreaterThan(0);
});
