/**
 * What changes hands, on the screens: a sheet for a department with its originals, the result that is served and signed for, the originals back;
 * the station's numbers and their Excel; and practice, of which nothing stays.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { flaws, pictures } from './looks.ts';
import { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});

/** As a link leads: what a reload would lock stays open. */
const at = (page: Page, path: string) =>
  page.evaluate((to) => {
    const link = Object.assign(document.createElement('a'), { href: to });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
async function printed(page: Page, name: string): Promise<void> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  if (pictures) writeFileSync(`${pictures}/${name}.pdf`, pdf);
}

test('[M24 M9 M36 M34 M5] what changes hands is signed for, counted and shown', async () => {
  scene.showsFailures('handing');
  const { worker } = scene;
  const { page } = worker;
  const name = '李秀英';
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), name, { born: '1939-03-08', defers: true });
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  for (const { material, wanted, entry } of filled.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    await worker.chooses(material.name, entry?.state === 'deferred' ? '容缺后补' : '纸质已收');
    if (entry?.state !== 'deferred') await page.getByRole('article', { name: material.name }).getByText('留站', { exact: true }).click();
  }
  await worker.acknowledgesNotice();
  await worker.signs(/李秀英/);
  const { caseId } = await worker.receives();

  // On a sheet to the department, with the originals that the station kept.
  await at(page, '/handover/new');
  await page.getByLabel('交给哪个部门').selectOption({ index: 1 });
  await page.getByRole('button', { name: '生成交接单' }).click();
  await page.getByText('请至少勾一件。').waitFor();
  await page.getByLabel(name).check();
  await page.getByRole('button', { name: '生成交接单' }).click();
  await page.getByRole('heading', { name: '材料交接单', level: 1 }).waitFor();
  await page.getByRole('button', { name: '完成交接' }).click();
  await page.getByText('请写接收人的姓名。').waitFor();
  await page.getByLabel('接收人', { exact: true }).fill('王主任');
  await worker.signs(/移交人签名/);
  await worker.signs(/接收人签名/);
  expect(await flaws(page, 'handover-sign')).toEqual([]);
  await page.getByRole('button', { name: '完成交接' }).click();
  await page.getByText('已交接，等部门答复').waitFor();
  await page.getByRole('button', { name: '记下答复' }).click();
  await page.getByLabel('谁说的，怎么说的').fill('王主任电话');
  await page.getByRole('button', { name: '记下答复' }).click();
  await page.getByText('已受理').first().waitFor();
  expect(await flaws(page, 'handover')).toEqual([]);
  await printed(page, 'handover');

  // The department gives the originals back to her.
  await at(page, `/cases/${caseId}`);
  await page.getByText('在部门').first().waitFor();
  await page.getByRole('link', { name: '登记原件去向' }).click();
  await page.getByText('从部门取回').click();
  await page.getByRole('button', { name: '记下', exact: true }).click();
  await page.getByText('在站').first().waitFor();
  await page.getByRole('link', { name: '登记原件去向' }).click();
  await page.getByText('退还本人').click();
  await worker.signs(/领取人签名/);
  await page.getByRole('button', { name: '记下', exact: true }).click();
  await page.getByText('已还').first().waitFor();

  // Decided, and owed to her until she signs.
  await worker.syncs();
  const desk = await scene.clerk();
  await expect.poll(async () => (await desk.cases()).length, { timeout: 60_000 }).toBe(1);
  await desk.accepts(name);
  await desk.completes(name, '按月发放 100 元');
  await worker.syncs();
  await at(page, '/ledger/held');
  await page.getByRole('link', { name }).first().waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('heading', { name: '送达回证', level: 1 }).waitFor();
  await page.getByRole('button', { name: '记下这次送达' }).click();
  await page.getByText('请收件人在送达回证上签名').waitFor();
  await worker.signs(/受送达人签名/);
  expect(await flaws(page, 'deliver')).toEqual([]);
  await page.getByRole('button', { name: '记下这次送达' }).click();
  await page.getByText('已送达').first().waitFor();
  expect(await flaws(page, 'handing-case')).toEqual([]);
  await page.getByRole('link', { name: '看送达回证' }).click();
  await page.getByRole('heading', { name: '送达回证', level: 1 }).waitFor();
  await printed(page, 'delivery');

  // In numbers, and as Excel.
  await at(page, '/ledger');
  await page.getByRole('heading', { name: '台账与数字' }).waitFor();
  await page.getByText('收件量').waitFor();
  expect(await flaws(page, 'ledger')).toEqual([]);
  await printed(page, 'ledger');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '存成 Excel' }).click()]);
  expect(download.suggestedFilename()).toMatch(/台账-\d{4}-\d{2}\.xlsx$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  if (pictures) writeFileSync(`${pictures}/ledger.xlsx`, bytes);

  // Practice: its own people, its own banner, nothing left behind.
  await worker.goes('我的');
  await page.getByRole('button', { name: '开始练习' }).click();
  await page.getByText('练习模式：都是虚构的').waitFor();
  await page.getByText('王练习').first().waitFor();
  await worker.goes('我的');
  expect(await flaws(page, 'practice')).toEqual([]);
  await page.getByRole('button', { name: '退出练习' }).click();
  await worker.unlocks('陈敏', '258013');
  await worker.goes('办件');
  await page.getByRole('link', { name }).first().waitFor();
  expect(await page.getByText('练习模式').count()).toBe(0);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map((each) => each.name).filter((each) => each?.includes('practice')))).toEqual([]);
});
