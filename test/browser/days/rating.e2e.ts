/**
 * A bad rating that the worker cannot see: the resident gives it on the tablet, with no line; nothing of it is to be found on the tablet, by
 * page, by database, by the way back; and at the county it stands word for word, is rectified and closed.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from '../applicant.ts';
import { Scene } from '../scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

const words = '说话很凶，让我跑了三趟';

test('[M25, P100] a bad rating reaches the county and no worker', async () => {
  scene.showsFailures('rating');
  const { worker, county } = scene;
  const { page } = worker;
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
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.goBack();
  expect(new URL(page.url()).pathname).toBe(`/rate/${caseId}`);
  await sheet.getByText('非常不满意', { exact: true }).click();
  await sheet.getByRole('button', { name: '封好交给县里' }).click();
  await sheet.getByText('请点一个原因，或者写一句话').waitFor();
  await sheet.getByText('服务态度差效率低').click();
  await sheet.getByLabel('还想说的话').fill(words);
  await sheet.getByText('县里可以打电话问我').click();
  await sheet.getByRole('button', { name: '封好交给县里' }).click();
  await sheet.getByText('谢谢您').waitFor();
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
  await expect.poll(async () => (await desk.cases()).length, { timeout: 60_000 }).toBe(1);
  await office.getByRole('link', { name: '评价', exact: true }).first().click();
  const card = office.getByRole('article', { name: /非常不满意/ });
  await card.getByText(words).waitFor();
  await card.getByText('服务态度差效率低').waitFor();
  await card.getByText(/柳塘村便民服务站 陈敏/).waitFor();
  await card.getByLabel('联系的情况').fill('打通了，老人说了经过');
  await card.getByRole('button', { name: '联系上了', exact: true }).click();
  await card.getByLabel('回复本人的话').fill('已向您道歉，窗口已换人');
  await card.getByRole('button', { name: '回复', exact: true }).click();
  await card.getByLabel('怎么定').selectOption('mended');
  await card.getByLabel('整改的情况').fill('调岗培训一周');
  await card.getByRole('button', { name: '办结', exact: true }).click();
  await card.getByText('办结：属实，已马上改正').waitFor();
  expect(scene.tablet.heard.filter((line) => /Content Security Policy|pageerror|Error:/.test(line) && !/ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
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
