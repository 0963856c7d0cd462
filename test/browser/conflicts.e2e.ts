/** Two workers with a tablet each mend the same answer and the same paper: both are kept, a person chooses, the county sees one. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { flaws, pictures } from './looks.ts';
import { photograph } from './paper.ts';
import { pin, Scene } from './scene.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

let scene: Scene;
let second: Tablet;
let zhou: Worker;
beforeAll(async () => {
  scene = await Scene.open();
  const admin = await scene.clerk('admin');
  const code = await admin.makesCode('LT03');
  second = await Tablet.make();
  zhou = new Worker(await second.switchOn(`${scene.county.url}/`));
  await zhou.enrols(code);
  await zhou.signsIn('zhouling', 'zhouling-2026', pin);
  await zhou.page.getByText(/目录 \S+版/).waitFor();
});
afterAll(async () => {
  await second.throwAway();
  await scene.close();
});

const name = '李秀英';
const [hers, mine, typed] = ['13811112222', '13912345678', '13700001111'];

/** Answers the county's notice: another number, another photograph. */
async function corrects(worker: Worker, value: string, material: string, colour: string): Promise<void> {
  await worker.goes('办件');
  await worker.page.getByRole('link', { name: new RegExp(name) }).click();
  await worker.page.getByRole('button', { name: /补正/ }).click();
  await worker.page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await worker.place('answers.applicantPhone').getByRole('textbox').fill(value);
  const card = worker.page.getByRole('article', { name: material });
  await card
    .locator('input[type=file]')
    .first()
    .setInputFiles(await photograph(await scene.paper(), colour));
  await worker.page.getByRole('button', { name: /补正送出/ }).click();
  await worker.page.waitForURL(/\/cases\/[^/]+$/);
}

test('[P90] [P92] what two workers answered differently is kept, chosen by a person, and the county then sees one', async () => {
  scene.showsFailures('conflicts');
  onTestFailed(async () => void (await zhou.page.screenshot({ path: 'test-results/conflicts-second.png' }).catch(() => undefined)));
  const { worker } = scene;
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), name, { born: '1939-03-08' });
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  const paper = await scene.paper();
  const wanted = filled.assessment.materials.filter(({ material, wanted: how }) => how === 'required' && !material.generated).map(({ material }) => material);
  for (const material of wanted) await worker.photographs(material.name, material.pages ?? [material.name], paper);
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(name));
  const { caseId } = await worker.receives();
  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf(name), { timeout: 30_000 }).toContain('已送达县平台');
  const desk = await scene.clerk();
  const material = wanted[0]?.name ?? '';
  await desk.sendsBack(name, '照片反光', '请重拍', material);
  for (const each of [worker, zhou]) {
    await each.syncs();
    await each.goes('今日');
    await each.page.getByText('照片反光').first().waitFor({ timeout: 30_000 });
  }
  // Both at a kitchen table, neither knows of the other.
  await scene.county.stops();
  await corrects(zhou, hers, material, '周玲');
  await corrects(worker, mine, material, '陈敏');
  await scene.county.comesBack();
  await zhou.syncs();
  await zhou.goes('办件');
  await expect.poll(() => zhou.statusOf(name), { timeout: 30_000 }).toContain('已送达县平台');
  await worker.syncs();
  await worker.goes('今日');
  const task = worker.page.locator('section', { hasText: '不一致要选' });
  await task.getByText(name).first().waitFor({ timeout: 30_000 });
  expect(await task.innerText()).toMatch(/联系电话.*陈敏|联系电话.*周玲/s);
  const found = await flaws(worker.page, 'today');

  // The county sees both words, and who gave them.
  await desk.opens(name);
  const disputes = desk.page.getByRole('region', { name: /填写不一致/ });
  await disputes.getByText(hers).waitFor();
  // Which of the two came first is the line's doing.
  for (const said of [new RegExp(`${hers} 周玲`), new RegExp(`${mine} 陈敏`)]) expect(await disputes.innerText()).toMatch(said);
  await desk.page.locator('#co-act-accept').click();
  await desk.page.getByText(/还有 2 处填写没选定/).waitFor();
  if (pictures) await desk.page.screenshot({ path: `${pictures}/county.png` });

  // Without a line: the task is done here at once.
  await scene.county.stops();
  await task.getByRole('link', { name: '去选' }).click();
  const group = worker.page.getByRole('group', { name: '联系电话' });
  await group.getByText(mine).waitFor();
  await worker.page.getByRole('img', { name: new RegExp(`${material}.*周玲`) }).waitFor();
  found.push(...(await flaws(worker.page, 'case')));
  await worker.page.getByRole('button', { name: new RegExp(`${material}，周玲填的`) }).click();
  found.push(...(await flaws(worker.page, 'case-asked')));
  await worker.page.getByRole('button', { name: '就定这份' }).click();
  await worker.page.getByText(/定好了/).waitFor();
  // Neither number is right: the third is typed in the form, at that very field.
  await group.getByRole('button', { name: '都不对，另填' }).click();
  const phone = worker.place('answers.applicantPhone').getByRole('textbox');
  await phone.waitFor();
  await expect.poll(() => phone.evaluate((element) => element === document.activeElement)).toBe(true);
  await phone.fill(typed);
  await worker.page.getByRole('button', { name: /送出/ }).click();
  await worker.page.waitForURL(/\/cases\/[^/]+$/);
  await expect.poll(() => worker.page.getByRole('heading', { name: /填写不一致/ }).count()).toBe(0);
  expect(found).toEqual([]);

  await scene.county.comesBack();
  await worker.syncs();
  await expect.poll(async () => (await desk.case(caseId)).answers['applicantPhone'], { timeout: 30_000 }).toBe(typed);
  await zhou.syncs();
  await zhou.goes('今日');
  await expect.poll(() => zhou.page.getByText('不一致要选').count(), { timeout: 30_000 }).toBe(0);
  for (const tablet of [scene.tablet, second]) {
    expect(tablet.heard.filter((line) => line.startsWith('error') && !/Failed to load resource|ERR_/.test(line))).toEqual([]);
  }
});

test('[P94] a visit that two closed differently shows both, and one more press ends it', async () => {
  const { worker } = scene;
  await worker.goes('今日');
  await worker.page.getByRole('link', { name: '排一次上门' }).first().click();
  await worker.page.getByLabel('居民姓名').fill('张桂芳');
  await worker.page.getByLabel('地址').fill('柳塘村 1 组 7 号，村卫生室往东八十米，门口有一棵大樟树');
  await worker.page.getByRole('button', { name: /记下给张桂芳上门/ }).click();
  await worker.page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
  await worker.syncs();
  await worker.page.getByText('全部已送达').first().waitFor({ timeout: 30_000 });
  await zhou.syncs();
  await zhou.goes('今日');
  await zhou.page.getByText('张桂芳').first().waitFor({ timeout: 30_000 });
  await scene.county.stops();
  await zhou.page.getByRole('button', { name: '已办', exact: true }).click();
  await zhou.page.getByRole('button', { name: '记下 已办' }).click();
  await worker.goes('今日');
  await worker.page.getByRole('button', { name: '人不在', exact: true }).click();
  await worker.page.getByRole('button', { name: '记下 人不在' }).click();
  await scene.county.comesBack();
  await zhou.syncs();
  await zhou.page.getByText('全部已送达').first().waitFor({ timeout: 30_000 });
  await worker.syncs();
  await worker.goes('今日');
  const visit = worker.page.getByRole('listitem').filter({ hasText: '张桂芳' });
  await visit.getByText(/周玲 .*已办/).waitFor({ timeout: 30_000 });
  await visit.getByText(/陈敏 .*人不在/).waitFor();
  const found = await flaws(worker.page, 'visit');
  await visit.getByRole('button', { name: '定为人不在' }).click();
  await expect.poll(() => visit.getByText('两处登记不一样').count()).toBe(0);
  await visit.getByText(/人不在 \d/).waitFor();
  expect(found).toEqual([]);
});
