/** After the first visit the county may be gone: its process is stopped, not only the network. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { pin, Scene, staffName } from './scene.ts';
import { Worker } from './worker.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
  await scene.county.stops();
});
afterAll(async () => {
  await scene.close();
});

const elderly = itemDefinition(catalogue, 'elderly-allowance');
/** From 办事 to the last signature; 收件 is left to the caller. */
async function prepares(worker: Worker, name: string): Promise<void> {
  const { definition, input, assessment } = answersFor(elderly, name, { born: '1939-03-08' });
  await worker.begins('glbt', definition.name);
  await answersSituation(worker, definition, input.situation);
  await worker.fills(assessment);
  for (const { material, wanted } of assessment.materials) {
    if (wanted === 'required' && !material.generated) await worker.chooses(material.name, '纸质已收');
  }
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(name));
}
async function saved(page: Page): Promise<void> {
  await page.getByText('已存在本机').waitFor();
}

test('every place opens cold and on reload, on the page asked for, with its data', async () => {
  scene.showsFailures('offline');
  let { worker } = scene;
  await prepares(worker, '李秀英');
  const { caseId, localNo } = await worker.receives();
  await worker.begins('glbt', '高龄津贴(补贴)申领');
  await worker.place('answers.applicantName').getByRole('textbox').fill('赵国栋');
  await worker.page.waitForTimeout(400);
  await saved(worker.page);
  const draft = new URL(worker.page.url()).pathname;

  const shown: [string, (page: Page) => Promise<void>][] = [
    ['/guide/elderly-allowance', (page) => page.getByRole('heading', { name: '高龄津贴(补贴)申领', level: 1 }).waitFor()],
    [`/cases/${caseId}`, (page) => page.getByRole('heading', { name: '李秀英', level: 1 }).waitFor()],
    [`/cases/${caseId}/receipt`, (page) => page.getByText(localNo).first().waitFor()],
    [draft, (page) => page.getByRole('heading', { name: '赵国栋', level: 1 }).waitFor()],
    ['/sync', (page) => page.getByRole('main').getByText('李秀英').first().waitFor()],
    ['/me', (page) => page.getByText('记到第 1 号').waitFor()]
  ];
  for (const [path, hasData] of shown) {
    // Cold: the browser itself is killed and started again at the address.
    await scene.tablet.losesPower();
    worker = await scene.wakes(path);
    await hasData(worker.page);
    expect(new URL(worker.page.url()).pathname).toBe(path);
    await worker.page.reload();
    await worker.unlocks(staffName, pin);
    await hasData(worker.page);
    expect(new URL(worker.page.url()).pathname).toBe(path);
    await expect.poll(() => worker.page.getByRole('banner').innerText(), { message: `on ${path}`, timeout: 20_000 }).toMatch(/连不上县里|离线/);
  }
});

test('two tabs take in at once: both are kept, under numbers of their own, in one dense journal', async () => {
  scene.showsFailures('two-tabs');
  const { worker } = scene;
  const before = await journalEnd(worker);
  const page = await scene.tablet.context.newPage();
  const other = new Worker(page);
  await page.goto(`${scene.county.url}/`);
  await other.unlocks(staffName, pin);
  await worker.page.bringToFront();
  await prepares(worker, '周一鸣');
  await page.bringToFront();
  await prepares(other, '吴双双');
  const both = await Promise.all([worker.receives(), other.receives()]);
  expect(new Set(both.map(({ localNo }) => localNo)).size).toBe(2);
  await page.close();
  await worker.page.bringToFront();
  for (const name of ['周一鸣', '吴双双']) {
    await worker.goes('办件');
    expect(await worker.statusOf(name)).toContain('未同步');
  }
  expect(await journalEnd(worker)).toBe(before + 2);

  // Dense: the county takes a chain without a gap, or nothing.
  await scene.county.comesBack();
  await worker.syncs();
  await expect.poll(async () => (await worker.page.getByRole('banner').innerText()).includes('全部已送达'), { timeout: 60_000 }).toBe(true);
  const desk = await scene.clerk();
  expect((await desk.cases()).map(({ applicantName }) => applicantName).sort()).toEqual(['吴双双', '周一鸣', '李秀英'].sort());
  await scene.county.stops();
});

test('killed in the middle of typing: what the screen had called saved is there, and so is the place', async () => {
  scene.showsFailures('killed');
  let { worker } = scene;
  await worker.begins('glbt', '高龄津贴(补贴)申领');
  const path = new URL(worker.page.url()).pathname;
  const box = (at: Worker, key: string) => at.place(`answers.${key}`).getByRole('textbox').last();
  await box(worker, 'applicantName').fill('孙');
  const sentence = '一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥';
  await box(worker, 'residenceAddress').click();
  // Whatever the screen calls saved, and nothing more, is what we hold it to: a pause after each burst, until it says so.
  let promised = '';
  for (const burst of sentence.match(/.{1,9}/gu) ?? []) {
    for (const character of burst) {
      await worker.page.keyboard.insertText(character);
      await worker.page.waitForTimeout(40);
    }
    if (promised.length + burst.length < sentence.length) {
      await worker.page.getByText('已存在本机').waitFor();
      promised += burst;
    }
  }
  await scene.tablet.losesPower();
  expect(promised.length).toBeGreaterThan(5);

  worker = await scene.wakes(path);
  await worker.page.getByRole('heading', { name: '孙', level: 1 }).waitFor();
  expect(await box(worker, 'residenceAddress').inputValue()).toMatch(new RegExp(`^${promised}`));
  // The very box, not only its field: the address has a list before it.
  const focused = () =>
    worker.page.evaluate(() => [document.activeElement?.closest('[data-path]')?.getAttribute('data-path'), document.activeElement?.tagName]);
  await expect.poll(focused).toEqual(['answers.residenceAddress', 'INPUT']);
});

async function journalEnd(worker: Worker): Promise<number> {
  await worker.goes('我的');
  const line = worker.page.getByText(/记到第 \d+ 号/);
  await line.waitFor();
  return Number(/记到第 (\d+) 号/.exec(await line.innerText())?.[1]);
}
