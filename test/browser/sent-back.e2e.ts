/** What the county doesn't take as it is: a record that it refuses, and a case that it wants corrected. Both end well. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { photograph } from './paper.ts';
import { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});

const landline = '0731-88886666';
const mobile = '13812345678';
const problem = '照片反光，姓名看不清';

test('what the county refuses comes back with the field to mend, and goes up again under its number', async () => {
  scene.showsFailures('refused');
  const { worker, county, tablet } = scene;
  await county.stops();
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), '李秀英', { born: '1939-03-08' });
  filled.input.answers['applicantPhone'] = landline;
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  await worker.place('answers.applicantPhone').getByRole('textbox').fill(landline);
  const paper = await scene.paper();
  for (const { material, wanted } of filled.assessment.materials) {
    if (wanted === 'required' && !material.generated) await worker.photographs(material.name, material.pages ?? [material.name], paper);
  }
  await worker.acknowledgesNotice();
  await worker.signs(/李秀英/);
  const first = await worker.receives();

  // The county now takes mobile numbers only; this tablet holds the old rule.
  await county.rewritesCatalogue((pack) => {
    const field = pack.items.find((item) => item.id === 'elderly-allowance')?.fields.find(({ key }) => key === 'applicantPhone');
    field?.checks?.push({ kind: 'maxLength', value: 11 });
  });
  await county.comesBack();
  await worker.syncs();
  const refused = worker.page.getByRole('region', { name: '县里退回' }).or(worker.page.locator('section', { hasText: '县里退回' }));
  await refused.getByText('李秀英').first().waitFor();
  await worker.goes('办件');
  expect(await worker.statusOf('李秀英')).toContain('县平台退回');

  await worker.goes('同步');
  await worker.page.getByRole('button', { name: '去改联系电话' }).click();
  await worker.page.getByRole('heading', { name: '事项与情形' }).waitFor();
  const phone = worker.place('answers.applicantPhone');
  await phone.getByText('县里要求改').waitFor();
  await phone.getByRole('textbox').fill(mobile);
  const again = await worker.receives(/改好送出/);
  expect(again).toEqual(first);
  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf('李秀英'), { timeout: 30_000 }).toContain('已送达县平台');
  const desk = await scene.clerk();
  const { status, received } = await desk.case(first.caseId);
  expect([status, received.localNo, received.answers['applicantPhone']]).toEqual(['received', first.localNo, mobile]);

  // The county wants one photograph again.
  const before = (await desk.case(first.caseId)).materials;
  const blurred = before.find((entry) => entry.pages.length > 0);
  if (!blurred) throw new Error('nothing was photographed');
  await desk.sendsBack('李秀英', problem, '请重拍一张清楚的', blurred.name);
  await worker.syncs();
  await worker.goes('今日');
  await worker.page.getByText(problem).first().waitFor({ timeout: 30_000 });
  await worker.goes('办件');
  await worker.page.getByRole('link', { name: /李秀英/ }).click();
  await worker.page.getByRole('button', { name: /补正/ }).click();
  await worker.page.getByRole('heading', { name: '事项与情形' }).waitFor();
  const asked = worker.page.getByRole('article', { name: blurred.name }).filter({ hasText: problem });
  const picture = asked.getByRole('img').first();
  const old = await picture.getAttribute('src');
  // Typing somewhere else doesn't make the pictures come and go.
  await worker.place('answers.residenceAddress').getByRole('textbox').last().fill('柳塘组 13 号');
  await worker.page.waitForTimeout(300);
  expect(await picture.getAttribute('src')).toBe(old);
  // Sent at once, while the new picture is still being made: it must be in it.
  await asked
    .locator('input[type=file]')
    .first()
    .setInputFiles(await photograph(paper, '重拍'));
  await worker.page.getByRole('button', { name: /补正送出/ }).click();
  await worker.page.waitForURL(new RegExp(`/cases/${first.caseId}$`));
  await worker.syncs();
  await expect.poll(async () => (await desk.case(first.caseId)).status, { timeout: 30_000 }).toBe('received');
  const after = (await desk.case(first.caseId)).materials;
  const pages = (entries: typeof after) => entries.flatMap((entry) => entry.pages.map((page) => page.sha256));
  expect(pages(after)).toHaveLength(pages(before).length);
  expect(pages(after).filter((sha) => !pages(before).includes(sha))).toHaveLength(1);
  await expect.poll(async () => (await desk.cases()).find((row) => row.caseId === first.caseId)?.photosMissing, { timeout: 60_000 }).toBe(0);
  expect(await desk.photosOf([first.caseId])).toBe(new Set([...pages(before), ...pages(after)]).size);
  expect(tablet.heard.filter((line) => line.startsWith('error') && !/Failed to load resource|ERR_/.test(line))).toEqual([]);
});
