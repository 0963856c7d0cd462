/**
 * [M7] [M8] [M9] A newborn's parents at their kitchen table, with no line: one form, one set of materials, three departments. What waits for the
 * household registration waits until somebody has seen it; then each department decides on its own, and the case is over when all have.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childrenOf } from '#domain/bundle/children.ts';
import { bundleDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from '../applicant.ts';
import { flaws, pictures } from '../looks.ts';
import { Scene } from '../scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});

const medical = '城乡居民基本医疗保险参保登记';
const card = '社会保障卡申领(首次)';
const subsidy = '育儿补贴申领';
const father = '陈志强';

test('[M7] one thing, done once: the newborn of the Chen family', async () => {
  scene.showsFailures('newborn');
  const { worker, county } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string) => (pictures ? found.push(...(await flaws(page, place))) : 0);
  await county.stops();
  const paper = await scene.paper();
  const parents = answersFor(bundleDefinition(catalogue, 'bundle-newborn', ['resident-medical-enroll', 'social-card', 'childcare-subsidy']), father, {
    born: '1995-02-14',
    situation: { agent: 'self', 'child-registered': 'no' }
  });
  await worker.goes('办事');
  await page.getByRole('link', { name: '新生儿出生一件事' }).first().click();
  await page.getByRole('heading', { name: '新生儿出生一件事', level: 1 }).waitFor();
  await page.getByLabel('生育登记服务').uncheck();
  await look('bundle');
  await page
    .getByRole('button', { name: /办这件/ })
    .first()
    .click();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await answersSituation(worker, parents.definition, parents.input.situation);
  // What the situation has told is not asked a second time; what the resident wants is.
  await expect.poll(() => page.getByRole('radiogroup', { name: '出生登记(户口登记)' }).getByRole('radio', { checked: true }).isDisabled()).toBe(true);
  await worker.answers('出生医学证明签发', '已办好');
  await worker.answers('生育保险待遇核准支付(生育津贴、生育医疗费)', '还没办');
  await worker.answers('结果怎么给？', '办好一项给一项');
  await look('joint-intake');
  await worker.fills(parents.assessment);
  let photos = 0;
  for (const { material, wanted } of parents.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    const pages = material.pages ?? [material.name];
    await worker.photographs(material.name, pages, paper);
    photos += pages.length;
  }
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(father));
  const { caseId } = await worker.receives();

  // The child's own form, out of the one set of data: the child is the insured, the father stands for it.
  await page.goto(`${county.url}/cases/${caseId}`);
  await worker.unlocks('陈敏', '258013');
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await row(medical).getByText('待前序').waitFor();
  await page.getByRole('link', { name: `看申请表：${medical}` }).click();
  const sheet = page.getByRole('region', { name: `${medical}申请表` });
  const child = String(parents.assessment.answers['childName']);
  await sheet.getByRole('row', { name: new RegExp(`申请人姓名 ${child}`) }).waitFor();
  await sheet.getByRole('row', { name: new RegExp(`代为申请人 ${father}`) }).waitFor();
  await look('child-form');
  await page.getByRole('link', { name: new RegExp(`${father}的办件`) }).click();

  // Days later the household booklet is there: still no line.
  await page.getByRole('button', { name: '登记已办好：出生登记(户口登记)' }).click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('请写看了什么').waitFor();
  await look('joint-ask');
  await page.getByLabel('看了什么').fill('户口簿上已有孩子那一页');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('status').filter({ hasText: '记好了' }).waitFor();
  await row(medical).getByText('待受理').waitFor();
  found.push(...(await flaws(page, 'joint-case')));

  await county.comesBack();
  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf(father), { timeout: 60_000 }).toContain('已送达');

  // Each department on its own.
  const desk = await scene.clerk();
  await expect.poll(async () => (await desk.cases()).reduce((sum, each) => sum + each.photosMissing, 0), { timeout: 60_000 }).toBe(0);
  await desk.opens(father);
  if (pictures) await desk.page.screenshot({ path: `${pictures}/county-joint.png` });
  expect(await desk.page.locator('#co-act-accept').count()).toBe(0);
  await desk.acceptsChild(medical);
  await desk.completesChild(medical, '参保登记成功');
  await desk.acceptsChild(subsidy);
  await desk.refusesChild(card, '已在医院领了卡', '社会保险法第五十八条');
  await desk.completesChild(subsidy, '次月起发放');
  if (pictures) await desk.page.screenshot({ path: `${pictures}/county-joint-over.png` });

  const over = await desk.case(caseId);
  expect(over.status).toBe('completed');
  expect(childrenOf(over).flatMap(({ here, now }) => (here ? [now] : []))).toEqual(['approved', 'notAccepted', 'approved']);
  expect(await desk.photosOf([caseId])).toBe(photos);
  for (const { document, documentHash } of over.signatures) expect(createHash('sha256').update(document).digest('hex')).toBe(documentHash);
  expect(over.signatures.length).toBeGreaterThan(0);

  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf(father), { timeout: 60_000 }).toContain('办结');
  await page
    .getByRole('link', { name: new RegExp(father) })
    .first()
    .click();
  await row(card).getByText('原因：已在医院领了卡').waitFor();
  await page.getByText(`可以送达：${medical}、${card}、${subsidy}`).waitFor();
  await look('joint-over');
  expect(found).toEqual([]);
});
