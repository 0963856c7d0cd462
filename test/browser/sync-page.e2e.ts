/** 同步 from the first minute to the evening: what it says without a line, under way, stopped, refused and when all is delivered. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { fastLine, LineProxy } from '../line-proxy.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { CountyProcess } from './county-process.ts';
import { flaws } from './looks.ts';
import { pin, staffName } from './scene.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

let county: CountyProcess;
let line: LineProxy;
let tablet: Tablet;
let worker: Worker;
beforeAll(async () => {
  county = await CountyProcess.start();
  line = await LineProxy.to(county.url);
  tablet = await Tablet.make();
  worker = new Worker(await tablet.switchOn(`${line.url}/`));
  await worker.enrols(county.code('LT03'));
  await worker.signsIn('chenmin', 'chenmin-2026', pin);
  await worker.page.getByText(/目录 \S+版/).waitFor();
  await worker.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
afterAll(async () => {
  await tablet.throwAway();
  await line[Symbol.asyncDispose]();
  await county[Symbol.asyncDispose]();
});

const landline = '0731-88886666';

async function takesIn(name: string, photographed: boolean, phone?: string): Promise<void> {
  const filled = answersFor(itemDefinition(catalogue, 'elderly-allowance'), name, { born: '1939-03-08' });
  if (phone !== undefined) filled.input.answers['applicantPhone'] = phone;
  await worker.begins('glbt', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  if (phone !== undefined) await worker.place('answers.applicantPhone').getByRole('textbox').fill(phone);
  const paper = photographed ? await tablet.paper() : null;
  for (const { material, wanted } of filled.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (paper) await worker.photographs(material.name, material.pages ?? [material.name], paper);
    else await worker.chooses(material.name, '纸质已收');
  }
  await paper?.close();
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(name));
  await worker.receives();
}
const day = () => worker.page.locator('.day').innerText();
const says = (pattern: RegExp) => expect.poll(day, { timeout: 60_000 }).toMatch(pattern);

test('同步 tells the truth at every hour of the day, and leads to what is to be mended', async () => {
  onTestFailed(async () => {
    await worker.page.screenshot({ path: 'test-results/sync-page.png' }).catch(() => undefined);
    process.stderr.write(`${await worker.page.locator('body').innerText()}\n${tablet.heard.join('\n')}\n`);
  });
  const { page } = worker;
  const found: string[] = [];
  await worker.goes('同步');
  await says(/本机收的都已送达县平台/);
  found.push(...(await flaws(page, 'first')));

  // A morning without a line.
  line.refuse();
  await takesIn('李秀英', true);
  await takesIn('何小梅', false, landline);
  await worker.goes('同步');
  await says(/今天收的 2 件，已送达县平台 0 件[\s\S]*还没送完：2 件，\d+ 张照片/);
  await page.getByRole('button', { name: '同步', exact: true }).click();
  await page.getByRole('button', { name: '马上再试' }).waitFor();
  await page
    .getByText(/秒后|分钟后/)
    .first()
    .waitFor();
  await page.getByText('没同步成').waitFor();
  found.push(...(await flaws(page, 'waiting')));

  // Durable rows, not hope: after a kill the page says the same.
  const before = await day();
  await tablet.losesPower();
  worker = new Worker(await tablet.switchOn(`${line.url}/sync`));
  await worker.unlocks(staffName, pin);
  await worker.page.locator('.day').waitFor();
  expect(await day()).toBe(before);

  // The county takes mobile numbers only by now; photos go over a thin line and are stopped half-way.
  await county.stops();
  await county.rewritesCatalogue((pack) => {
    const field = pack.items.find((item) => item.id === 'elderly-allowance')?.fields.find(({ key }) => key === 'applicantPhone');
    field?.checks?.push({ kind: 'maxLength', value: 11 });
  });
  await county.comesBack();
  line.mend();
  line.becomes({ ...fastLine, up: 4_000 });
  await worker.goes('同步');
  // It may have begun on its own in the same moment.
  await Promise.any([worker.page.getByRole('button', { name: '同步', exact: true }).click(), worker.page.getByRole('button', { name: '停下' }).waitFor()]);
  await worker.page.getByText(/\/秒，约剩/).waitFor({ timeout: 60_000 });
  found.push(...(await flaws(worker.page, 'running')));
  await worker.page.getByRole('button', { name: '停下' }).click();
  await worker.page.getByText(/已停下/).waitFor();
  await says(/已送达县平台 0 件[\s\S]*1 件县里退回/);
  found.push(...(await flaws(worker.page, 'stopped')));
  line.becomes(fastLine);
  await worker.page.getByRole('button', { name: '同步', exact: true }).click();
  await says(/已送达县平台 1 件[\s\S]*1 件县里退回/);
  found.push(...(await flaws(worker.page, 'refused')));

  // The refusal leads to its very field; mended, the case goes up again.
  await worker.page.getByRole('button', { name: '去改联系电话' }).click();
  const phone = worker.place('answers.applicantPhone').getByRole('textbox');
  await phone.waitFor();
  await expect.poll(() => phone.evaluate((element) => element === document.activeElement)).toBe(true);
  await phone.fill('13812345678');
  await worker.receives(/改好送出/);
  await worker.goes('同步');
  await says(/今天收的 2 件已全部送达县平台[\s\S]*连同 \d+ 张照片/);
  found.push(...(await flaws(worker.page, 'delivered')));
  const evening = await day();
  await worker.page.reload();
  await worker.unlocks(staffName, pin);
  await worker.page.locator('.day').waitFor();
  expect(await day()).toBe(evening);
  expect(found).toEqual([]);
  expect(tablet.heard.filter((said) => said.startsWith('error') && !/Failed to load resource|ERR_/.test(said))).toEqual([]);
});
