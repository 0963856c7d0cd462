/**
 * Papers: what is signed is what is kept. A case whose application and letter are signed, whose receipt and acceptance are given, on the screens
 * of the tablet, on paper, and at the county, where every text is compared with the hash that was signed.
 */
import { writeFileSync } from 'node:fs';
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

/** Pages of A4 as Chromium prints them; kept beside the pictures. */
async function printed(page: Page, name: string): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  if (pictures) writeFileSync(`${pictures}/${name}.pdf`, pdf);
  return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}
const given = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /交给本人$/ })
    .first()
    .waitFor();

test('[M12 M16 M17] papers are signed, printed, given, and intact at the county', async () => {
  scene.showsFailures('papers');
  const { worker } = scene;
  const { page } = worker;
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), '李秀英', { born: '1939-03-08', defers: true });
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  for (const { material, wanted, entry } of filled.assessment.materials) {
    if (wanted === 'required' && !material.generated) await worker.chooses(material.name, entry?.state === 'deferred' ? '容缺后补' : '纸质已收');
  }
  await worker.acknowledgesNotice();

  // Two dots are no name, and say so at the pad.
  const pad = page
    .getByLabel(/李秀英/)
    .and(page.locator('canvas'))
    .first();
  await pad.scrollIntoViewIfNeeded();
  for (const x of [60, 120]) await pad.click({ position: { x, y: 40 } });
  await page.getByRole('button', { name: '就用这个签名' }).first().click();
  await page.getByText('写得太少，看不出是名字').waitFor();
  await page.getByRole('button', { name: '重写' }).first().click();
  await worker.signs(/李秀英/);
  expect(await flaws(page, 'paper-signing')).toEqual([]);
  const { caseId, localNo } = await worker.receives();

  // The receipt: on every screen, on one page of A4, in large print.
  expect(await flaws(page, 'paper-receipt')).toEqual([]);
  expect(await printed(page, 'receipt')).toBe(1);
  await page.getByRole('button', { name: '大字' }).click();
  expect(await printed(page, 'receipt-large')).toBe(2);
  await page.getByRole('button', { name: '大字' }).click();

  // Nobody signed and no reason: said at the field. Then she signs for it.
  await page.getByRole('button', { name: '交给李秀英' }).click();
  await page.getByText('没有人签收').waitFor();
  await worker.signs(/签收/);
  await page.getByRole('button', { name: '交给李秀英' }).click();
  await given(page);

  await page.getByRole('link', { name: '全部文书' }).click();
  const list = page.getByRole('main');
  for (const title of ['收件凭证', '容缺受理承诺书', `${filled.definition.name} 申请与承诺`]) await list.getByRole('link', { name: title }).first().waitFor();
  expect(await flaws(page, 'papers')).toEqual([]);
  await list.getByRole('link', { name: '容缺受理承诺书' }).first().click();
  await page.getByRole('heading', { name: '容缺受理承诺书', level: 1 }).waitFor();
  expect(await page.getByRole('img', { name: '李秀英的签名' }).count()).toBe(1);
  expect(await printed(page, 'deferral')).toBe(1);

  // The county accepts; its notice comes down and is handed over, with a reason why nobody signed.
  await worker.syncs();
  const clerk = await scene.clerk();
  await expect.poll(async () => (await clerk.cases()).map((row) => row.localNo), { timeout: 60_000 }).toContain(localNo);
  await clerk.accepts('李秀英');
  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf('李秀英'), { timeout: 60_000 }).toContain('受理');
  await page
    .getByRole('link', { name: /李秀英/ })
    .first()
    .click();
  await page.getByRole('link', { name: '受理通知书' }).first().click();
  await page.getByRole('heading', { name: '受理通知书', level: 1 }).waitFor();
  expect(await printed(page, 'acceptance')).toBe(1);
  await page.getByLabel('备注', { exact: true }).fill('本人手抖，已念给本人听');
  await page.getByRole('button', { name: '交给李秀英' }).click();
  await given(page);
  await worker.syncs();

  // At the county every text has the hash that was signed.
  await expect.poll(async () => (await clerk.case(caseId)).papers?.length, { timeout: 60_000 }).toBe(2);
  await clerk.opens('李秀英');
  const evidence = clerk.page.locator('section', { has: clerk.page.locator('#co-signatures') });
  await expect.poll(() => evidence.getByText('原文与校验值一致').count()).toBe(4);
  expect(await evidence.getByText('不一致').count()).toBe(0);
  await evidence.getByText('看原文').first().click();
  await evidence.getByRole('heading', { level: 1 }).first().waitFor();
  if (pictures) await clerk.page.screenshot({ path: `${pictures}/county-evidence.png` });
});
