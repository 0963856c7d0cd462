/** At the desk: typing never waits for the disk, the notice names every gap, the receipt is one page with what the rules ask for. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { pin, Scene, staffName } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});

/** Notes each use of the database and of cryptography by the page itself; workers have documents of no kind and are not seen. */
function notesHeavyCalls(): void {
  const noted: string[] = [];
  Object.assign(window, { noted });
  const watch = (owner: object, names: string[]): void => {
    for (const name of names) {
      const real = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
      Object.defineProperty(owner, name, {
        configurable: true,
        writable: true,
        value(this: unknown, ...args: unknown[]) {
          noted.push(name);
          return Reflect.apply(real, this, args);
        }
      });
    }
  };
  watch(IDBFactory.prototype, ['open', 'deleteDatabase']);
  watch(IDBDatabase.prototype, ['transaction']);
  watch(SubtleCrypto.prototype, ['encrypt', 'decrypt', 'digest', 'sign', 'deriveBits', 'deriveKey', 'wrapKey', 'unwrapKey', 'importKey']);
}
const noted = (page: Page) => page.evaluate(() => (window as unknown as { noted: string[] }).noted.splice(0));

/** Chromium writes each page of a PDF as an object in the clear. */
async function pagesOfPaper(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

test('typing and 收件 leave the database and the sealing to the worker; the papers say what they must', async () => {
  scene.showsFailures('intake');
  const { worker } = scene;
  const { page } = worker;
  await page.addInitScript(notesHeavyCalls);
  await page.reload();
  await worker.unlocks(staffName, pin);
  // The notes work: a call by the page is noted.
  await page.evaluate(() => crypto.subtle.digest('SHA-256', new Uint8Array(1)).then(() => indexedDB.open('nothing')));
  expect(await noted(page)).toEqual(['digest', 'open']);

  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), '李秀英', { born: '1939-03-08', situation: { agent: 'other' }, thorough: true });
  await worker.begins('glbt', filled.definition.name);

  // 一次性告知: what must be fetched from home, every gap of it; a signature is done on the spot.
  const { fields, materials } = filled.definition;
  const fetched = new Set([...fields.filter(({ section }) => section !== 'promise').map(({ label }) => label), ...materials.map((material) => material.name)]);
  const gaps = (await page.locator('.col-miss .jump .a').allInnerTexts()).filter((gap) => fetched.has(gap));
  expect(gaps.length).toBeGreaterThan(10);
  await page.getByRole('link', { name: '一次性告知书' }).first().click();
  await page
    .getByRole('heading', { name: /一次性告知/ })
    .first()
    .waitFor();
  const notice = await page.getByRole('article').first().innerText();
  expect(gaps.filter((gap) => !notice.includes(gap))).toEqual([]);
  await page.goBack();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();

  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  const name = worker.place('answers.applicantName').getByRole('textbox');
  await name.click();
  await name.fill('');
  await page.keyboard.type('李秀英', { delay: 5 });
  const address = worker.place('answers.residenceAddress').getByRole('textbox').last();
  await address.fill('');
  await address.pressSequentially('柳塘组十二号院东头第二家门口有棵大樟树', { delay: 5 });
  await expect.poll(() => page.locator('.save').innerText()).toContain('已存在本机');
  for (const { material, wanted } of filled.assessment.materials) {
    if (wanted === 'required' && !material.generated) await worker.chooses(material.name, '纸质已收');
  }
  await worker.acknowledgesNotice();
  expect(await noted(page)).toEqual([]);
  const agent = String(filled.assessment.answers['agentName']);
  await worker.signs(new RegExp(agent));
  await expect.poll(() => page.locator('.save').innerText()).toContain('已存在本机');
  // The digest that a signature stands under is a rule's own sum: it asks neither the platform nor the disk.
  expect(await noted(page)).toEqual([]);
  const { localNo } = await worker.receives();
  expect(await noted(page)).toEqual([]);

  // 收件凭证 (rules 2.10 no. 1), as it is printed.
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation', { name: '五个去处' }).isVisible()).toBe(false);
  const receipt = await page.getByRole('article').first().innerText();
  const station = '柳塘村便民服务站';
  const obliged = [localNo, '李秀英', agent, filled.definition.name, station, staffName, '本凭证不代表受理', '监督投诉'];
  expect(obliged.filter((words) => !receipt.includes(words))).toEqual([]);
  expect(receipt).toMatch(/\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2} 收件/);
  expect(receipt).toMatch(/最迟\d{1,2}月\d{1,2}日/);
  expect(receipt).toMatch(/0731-\d{8}/);
  const rows = await page.getByRole('article').first().locator('.table-t tbody tr').allInnerTexts();
  const handedIn = filled.assessment.materials.filter(({ wanted }) => wanted === 'required').map(({ material }) => material.name);
  for (const material of handedIn) expect(rows.find((row) => row.includes(material)) ?? material).toMatch(/\t\d+\t\d+\t.+\t(留站|已退还|已退回|没有原件)/);
  expect(await page.getByRole('img', { name: /码|进度/ }).count()).toBeGreaterThan(0);
  // No number in the clear: the paper lies about on tables.
  expect(receipt).not.toContain(String(filled.assessment.answers['applicantIdNo']));
  expect(await pagesOfPaper(page)).toBe(1);
});
