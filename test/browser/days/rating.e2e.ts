/**
 * A bad rating that the worker cannot see: the resident gives it on the tablet, with no line; nothing of it is to be found on the tablet, by
 * page, by database, by the way back; and at the county it stands word for word, is rectified and closed.
 */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from '../applicant.ts';
import { flaws, pictures } from '../looks.ts';
import { Scene } from '../scene.ts';
import { intactness } from '../intact.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

/** What the county's own API answers to this clerk. */
async function count(office: Page, place: 'ratings' | 'tickets'): Promise<number> {
  return office.evaluate(async (name) => ((await (await fetch(`/api/v1/staff/${name}`)).json()) as { rows: unknown[] }).rows.length, place);
}
const words = '说话很凶，让我跑了三趟';

test('[M25, P100] a bad rating reaches the county and no worker', async () => {
  scene.showsFailures('rating');
  const { worker, county } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string, at = page) => (pictures ? found.push(...(await flaws(at, place))) : 0);
  await county.stops();

  // 09:10, at the window, with no line: 高龄津贴 on paper.
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), '李秀英', { born: '1939-03-08' });
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  for (const { material, wanted } of filled.assessment.materials)
    if (wanted === 'required' && !material.generated) await worker.chooses(material.name, '纸质已收');
  await worker.acknowledgesNotice();
  await worker.signs(/李秀英/);
  const { caseId } = await worker.receives();

  // The tablet is handed over: nothing of the worker's is in reach.
  await page.getByRole('link', { name: '交给本人评价' }).click();
  const sheet = page.getByRole('dialog', { name: '请您评价' });
  await sheet.getByText('只有县里看得到').waitFor();
  await look('rate');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.goBack();
  await page.waitForURL(`**/rate/${caseId}`);
  expect(await sheet.isVisible()).toBe(true);
  await sheet.getByRole('radio', { name: '非常不满意' }).check();
  await sheet.getByRole('button', { name: '封好交给县里' }).click();
  await sheet.getByText('请点一个原因，或者写一句话').waitFor();
  await sheet.getByText('服务态度差效率低').click();
  await look('rate-bad');
  await sheet.getByLabel('还想说的话').fill(words);
  await sheet.getByText('县里可以打电话问我').click();
  await sheet.getByRole('button', { name: '封好交给县里' }).click();
  await sheet.getByText('谢谢您').waitFor();
  await look('rate-done');
  expect(await sheet.innerText()).not.toMatch(/不满意|态度/);

  // Back in the worker's hands: that somebody answered is all that is told.
  await sheet.getByRole('button', { name: '还给工作人员' }).click();
  await page.getByText('今天已经请本人评过').waitFor();
  expect(await page.getByRole('main').innerText()).not.toMatch(/非常不满意|服务态度|说话很凶/);
  await page.goto(`${county.url}/rate/${caseId}`);
  await worker.unlocks('陈敏', '258013');
  await page.getByText('这次服务已经评价过了').waitFor();
  // What lies in the tablet's databases, byte for byte.
  expect(await page.evaluate(readsEverything)).toMatchObject({ rows: expect.any(Number) as number, found: [] });

  // 17:30, back on the line; the county's clerk calls, answers and closes.
  await county.comesBack();
  await page.reload();
  await worker.unlocks('陈敏', '258013');
  await worker.goes('同步');
  const desk = await scene.clerk();
  const office = desk.page;
  await expect.poll(() => count(office, 'ratings'), { timeout: 60_000 }).toBe(1);
  await office.getByRole('link', { name: '评价', exact: true }).first().click();
  const card = office.getByRole('article', { name: /非常不满意/ });
  await card.getByText(words).waitFor();
  await card.getByText('服务态度差效率低').waitFor();
  await card.getByText(/柳塘村便民服务站 陈敏/).waitFor();
  await office.setViewportSize({ width: 1440, height: 900 });
  if (pictures) await office.screenshot({ path: `${pictures}/county-ratings.png` });
  await card.getByLabel('联系的情况').fill('打通了，老人说了经过');
  await card.getByRole('button', { name: '联系上了', exact: true }).click();
  await card.getByLabel('回复本人的话').fill('已向您道歉，窗口已换人');
  await card.getByRole('button', { name: '回复', exact: true }).click();
  await card.getByLabel('怎么定').selectOption('mended');
  await card.getByLabel('整改的情况').fill('调岗培训一周');
  await card.getByRole('button', { name: '办结', exact: true }).click();
  await card.getByText('办结：属实，已马上改正').waitFor();
  const kept = intactness(await desk.case(caseId));
  expect(kept.broken).toEqual([]);
  expect(kept.texts).toBeGreaterThan(0);
  expect(found).toEqual([]);
  expect(scene.tablet.heard.filter((line) => /Content Security Policy|pageerror|Error:/.test(line) && !/ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
});

test('[M26] what cannot be done is taken down, and comes back with the county’s answer', async () => {
  scene.showsFailures('tickets');
  const { worker } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string) => (pictures ? found.push(...(await flaws(page, place))) : 0);
  await worker.goes('办事');
  await page.getByLabel('找事项').fill('不在清单里的事');
  await page.getByRole('link', { name: '登记办不成，请县里定' }).click();
  await page.getByRole('heading', { name: '记一笔' }).waitFor();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('写一句是什么事。').waitFor();
  await look('ticket-new');
  await page.getByLabel('什么事办不成，卡在哪里').fill('社保转不过来，跑了三趟');
  await page.getByLabel('姓名').fill('刘桂英');
  await page.getByRole('textbox', { name: '电话' }).fill('13912345678');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('等县里答复').waitFor();
  await look('ticket');
  await page.getByRole('link', { name: '咨询和反映' }).click();
  await page.getByText('社保转不过来').waitFor();
  await look('tickets');
  await worker.syncs();
  const desk = await scene.clerk();
  const office = desk.page;
  await expect.poll(() => count(office, 'tickets'), { timeout: 60_000 }).toBe(1);
  await office.getByRole('link', { name: '工单', exact: true }).first().click();
  const card = office.getByRole('article', { name: /办不成事反映/ });
  await card.getByText('社保转不过来').waitFor();
  if (pictures) await office.screenshot({ path: `${pictures}/county-tickets.png` });
  await card.getByRole('textbox', { name: '答复', exact: true }).fill('可以在县医保局 3 号窗办');
  await card.getByRole('button', { name: '答复', exact: true }).click();
  await card.getByText('已答复，待告诉本人').waitFor();
  await worker.syncs();
  await worker.goes('办件');
  await page.getByRole('link', { name: '咨询和反映' }).click();
  await page.getByText('社保转不过来').click();
  await page.getByText('可以在县医保局 3 号窗办').first().waitFor();
  await page.getByRole('button', { name: '满意', exact: true }).click();
  await page.getByText('已办结').first().waitFor();
  expect(found).toEqual([]);
});

/** In the page: every value of every database, as far as it is readable, searched for what was said. */
async function readsEverything(): Promise<{ rows: number; found: string[] }> {
  const said = ['veryDissatisfied', '说话很凶', '"115"'];
  const found: string[] = [];
  let rows = 0;
  const utf8 = new TextDecoder();
  const look = (value: unknown, where: string): void => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) look(utf8.decode(value), where);
    else if (typeof value === 'string') found.push(...said.filter((each) => value.includes(each)).map((each) => `${where}: ${each}`));
    else if (Array.isArray(value)) value.forEach((each) => look(each, where));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach((each) => look(each, where));
  };
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined || name.endsWith('-catalogue')) continue;
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(name));
    });
    for (const store of db.objectStoreNames) {
      const all = await new Promise<unknown[]>((resolve, reject) => {
        const reading = db.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result as unknown[]);
        reading.onerror = () => reject(new Error(store));
      });
      rows += all.length;
      all.forEach((row) => look(row, `${name}/${store}`));
    }
    db.close();
  }
  for (const kept of [localStorage, sessionStorage]) look(Object.values(kept), 'storage');
  return { rows, found };
}
