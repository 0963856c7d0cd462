/** A person comes again: the open case is shown, what they let the station keep is taken with their word, and who looks at numbers is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue, type Filled } from './applicant.ts';
import { flaws, pictures } from './looks.ts';
import { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});

const name = '李秀英';
const allowance = answersFor(itemDefinition(catalogue, 'elderly-allowance'), name, { born: '1939-03-08' });
const idNo = allowance.input.answers['applicantIdNo'] as string;

async function begins(filled: Filled, search: string): Promise<void> {
  await scene.worker.begins(search, filled.definition.name);
  await answersSituation(scene.worker, filled.definition, filled.input.situation);
}
async function answersConsent(purpose: 'reuse' | 'sensitive' | 'notify' | 'guardian', agreed: '同意' | '不同意'): Promise<void> {
  await scene.worker.page.locator(`#consent-${purpose}`).getByText(agreed, { exact: true }).last().click();
}
const look = async (place: string): Promise<string[]> => (pictures ? flaws(scene.worker.page, place) : []);

test('[M15] [rules 3] what an old woman gave once is not asked twice, and never taken without her word', async () => {
  scene.showsFailures('people');
  const { worker } = scene;
  const { page } = worker;
  const found: string[] = [];
  await begins(allowance, 'glbt');
  await worker.fills(allowance.assessment);
  for (const { material, wanted } of allowance.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (material.id === 'mat-id') await worker.photographs(material.name, material.pages ?? [], await scene.paper());
    else await worker.chooses(material.name, '纸质已收');
  }
  expect(await page.locator('#privacy').innerText()).toContain('敏感个人信息');
  await worker.acknowledgesNotice();
  await answersConsent('reuse', '同意');
  await answersConsent('notify', '不同意');
  // The review shows no number until somebody asks for it, and that is noted.
  expect(await page.locator('#step-check').innerText()).not.toContain(idNo);
  await page.locator('#step-check').getByRole('button', { name: '显示完整号码' }).click();
  await page.locator('#step-check').getByText(idNo).first().waitFor();
  found.push(...(await look('intake-privacy')));
  await worker.signs(new RegExp(name));
  const { caseId } = await worker.receives();

  await begins(allowance, 'glbt');
  await worker.place('answers.applicantIdNo').locator('input').fill(idNo);
  await page.getByText(`${name} ${allowance.definition.name} 正在办，别重复收`).first().waitFor();
  found.push(...(await look('intake-duplicate')));

  const card = answersFor(itemDefinition(catalogue, 'senior-card'), name, { born: '1939-03-08' });
  await begins(card, 'lnryd');
  await worker.place('answers.applicantIdNo').locator('input').fill(idNo);
  const offers = page.getByRole('region', { name: /上次给过的/ });
  await offers.getByText('居民身份证').first().waitFor();
  expect(await worker.place('answers.applicantPhone').locator('input').inputValue()).toBe('');
  found.push(...(await look('intake-offers')));
  await offers.getByRole('button', { name: /都用上/ }).click();
  expect(await worker.place('answers.applicantPhone').locator('input').inputValue()).toBe(allowance.input.answers['applicantPhone']);
  await page.getByRole('article', { name: '居民身份证' }).getByRole('img').first().waitFor();
  await offers.getByRole('button', { name: '不用了：联系电话' }).click();
  expect(await worker.place('answers.applicantPhone').locator('input').inputValue()).toBe('');
  // Another person's number takes away what was hers.
  await worker.place('answers.applicantIdNo').getByRole('button').click();
  await worker
    .place('answers.applicantIdNo')
    .locator('input')
    .fill(answersFor(allowance.definition, '王大山', { born: '1941-05-06' }).input.answers['applicantIdNo'] as string);
  await page.getByText(/拿来用的已清掉/).waitFor();
  expect(await page.getByRole('article', { name: '居民身份证' }).getByRole('img').count()).toBe(0);

  await worker.goes('办件');
  await page.locator(`a[href="/cases/${caseId}"]`).click();
  await page.getByText('留着下次用').waitFor();
  found.push(...(await look('case-people')));
  await page.getByRole('link', { name: '这一户的办件' }).click();
  await page.getByRole('heading', { name: '一户' }).waitFor();
  expect(await page.getByRole('main').innerText()).not.toContain(idNo);
  found.push(...(await look('household')));
  await worker.syncs();
  await page.getByText('全部已送达').first().waitFor();

  const desk = await scene.clerk('auditor');
  await desk.page.getByRole('link', { name: '查看记录' }).click();
  await desk.page.getByRole('heading', { name: '查看记录' }).waitFor();
  const told = desk.page.getByRole('region', { name: '点开记录' });
  await told.getByText('陈敏').first().waitFor();
  expect(await told.innerText()).toContain(allowance.definition.name);
  if (pictures) await desk.page.screenshot({ path: `${pictures}/county-reveals.png` });
  expect(found).toEqual([]);
});
