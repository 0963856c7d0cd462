/**
 * A station's day: enrol, go offline, three intakes with photographs, the browser is killed, back on the line, sync; the county
 * accepts one, sends one back and completes one; the station sees all three.
 */
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Assessment } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import { chromiumLaunch } from '../chromium.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { CountyProcess } from './county-process.ts';
import { Console } from './console.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

const pin = '258013';
let county: CountyProcess;
let tablet: Tablet;
let officeBrowser: Browser;

beforeAll(async () => {
  county = await CountyProcess.start();
  tablet = await Tablet.make();
  officeBrowser = await chromium.launch(chromiumLaunch());
});
afterAll(async () => {
  await officeBrowser.close();
  await tablet.throwAway();
  await county[Symbol.asyncDispose]();
});

async function handsInMaterials(worker: Worker, assessment: Assessment, paper: Awaited<ReturnType<Tablet['paper']>>): Promise<number> {
  let photos = 0;
  for (const { material, wanted, entry } of assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (entry?.state === 'deferred') {
      await worker.chooses(material.name, '容缺后补');
      continue;
    }
    const pages = material.pages ?? [material.name];
    await worker.photographs(material.name, pages, paper);
    photos += pages.length;
  }
  return photos;
}

test('a station works a day offline, and at dusk the county has every case', async () => {
  onTestFailed(async () => {
    await tablet.page.screenshot({ path: 'test-results/day.png' });
    process.stderr.write(`${tablet.page.url()}\n${await tablet.page.locator('body').innerText()}\n${tablet.heard.join('\n')}\n`);
  });
  // 08:00, at the station, online.
  const page = await tablet.switchOn(`${county.url}/`);
  let worker = new Worker(page);
  await worker.enrols(county.code('LT03'));
  await worker.signsIn('chenmin', 'chenmin-2026', pin);
  await page.getByText(/目录 \S+版/).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  // 08:30, offline from here on: the server is gone, not only the network.
  await county.stops();
  await page.reload();
  await worker.unlocks('陈敏', pin);

  // 09:10, 高龄津贴 for herself, with photographs.
  const paper = await tablet.paper();
  const elderly = itemDefinition(catalogue, 'elderly-allowance');
  const elder = answersFor(elderly, '李秀英', { born: '1939-03-08', defers: true });
  await worker.begins('glbt', '高龄津贴(补贴)申领');
  await answersSituation(worker, elder.definition, elder.input.situation);
  await worker.fills(elder.assessment);
  let photos = await handsInMaterials(worker, elder.assessment, paper);
  await worker.acknowledgesNotice();
  await worker.signs(/李秀英/);
  const first = await worker.receives();
  expect(first.localNo).toMatch(/^L-LT03-/);

  // 临时救助, with a material that comes later.
  const aid = itemDefinition(catalogue, 'temporary-aid');
  const needy = answersFor(aid, '赵国栋', { born: '1976-05-20', defers: true });
  expect(needy.assessment.deferred.length).toBeGreaterThan(0);
  await worker.begins('lsjz', '临时救助对象认定');
  await answersSituation(worker, needy.definition, needy.input.situation);
  await worker.fills(needy.assessment);
  photos += await handsInMaterials(worker, needy.assessment, paper);
  await worker.acknowledgesNotice();

  // The battery dies in the middle of it.
  await worker.page.getByText('已存在本机').waitFor();
  await worker.page.waitForTimeout(600);
  const draftAddress = worker.page.url();
  await tablet.losesPower();
  worker = new Worker(await tablet.switchOn(draftAddress));
  await worker.unlocks('陈敏', pin);
  await worker.page.getByRole('heading', { name: '赵国栋', level: 1 }).waitFor();
  await worker.signs(/赵国栋/);
  const second = await worker.receives();

  // 11:00, a newborn's parents: one thing, one form, one set of materials.
  const bundle = catalogue.bundles.find((each) => each.id === 'bundle-newborn');
  const chosen = (bundle?.children ?? []).filter((child) => child.itemId !== null).map((child) => child.itemId as string);
  const newborn = bundleDefinition(catalogue, 'bundle-newborn', chosen);
  const parents = answersFor(newborn, '陈志强', { born: '1995-02-14', defers: true });
  const paper2 = await tablet.paper();
  await worker.beginsBundle('新生儿出生一件事');
  await answersSituation(worker, parents.definition, parents.input.situation);
  await worker.fills(parents.assessment);
  photos += await handsInMaterials(worker, parents.assessment, paper2);
  await worker.acknowledgesNotice();
  await worker.signs(/陈志强/);
  const third = await worker.receives();
  expect(new Set([first.localNo, second.localNo, third.localNo]).size).toBe(3);

  await worker.goes('办件');
  await expect.poll(() => worker.page.getByText('未同步').count()).toBeGreaterThanOrEqual(3);

  // The tablet slides into a ditch.
  await tablet.losesPower();

  // 17:30, back on the line.
  await county.comesBack();
  worker = new Worker(await tablet.switchOn(`${county.url}/`));
  await worker.unlocks('陈敏', pin);
  await worker.goes('办件');
  await expect.poll(() => worker.page.getByText('已送达县平台').count(), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);

  // The county decides.
  const desk = await Console.open(officeBrowser, county.url);
  await desk.signsIn('wangshen', 'wangshen-2026');
  const cases = await desk.cases();
  expect(cases.map((each) => each.localNo).sort()).toEqual([first.localNo, second.localNo, third.localNo].sort());
  await expect.poll(async () => (await desk.cases()).reduce((sum, each) => sum + each.photosMissing, 0), { timeout: 120_000 }).toBe(0);
  expect(await desk.photosOf([first.caseId, second.caseId, third.caseId])).toBe(photos);
  // The receipt said so, and so does the record: these were taken in with nobody to ask.
  expect(await desk.takenInOffline([first.caseId, second.caseId, third.caseId])).toEqual([true, true, true]);
  await desk.accepts('李秀英');
  await desk.sendsBack('赵国栋', '照片反光，姓名看不清', '请重拍一张清楚的');
  await desk.completes('李秀英', '下月起发放');
  // One thing, four departments: the first accepts its part.
  await desk.opens('陈志强');
  await desk.acceptsChild('生育登记服务');

  // The station sees all three.
  await worker.goes('同步');
  await worker.page.getByRole('button', { name: /同步/ }).last().click();
  await worker.goes('办件');
  await worker.page.reload();
  await worker.unlocks('陈敏', pin);
  await expect.poll(() => worker.statusOf('李秀英'), { timeout: 60_000 }).toContain('办结');
  await expect.poll(() => worker.statusOf('赵国栋'), { timeout: 60_000 }).toContain('补正');
  await expect.poll(() => worker.statusOf('陈志强'), { timeout: 60_000 }).toContain('受理');
  await worker.goes('今日');
  await worker.page.getByText('照片反光，姓名看不清').first().waitFor();
  // Nothing broke the content policy or threw on the way; a county that is away is no error of the page.
  expect(tablet.heard.filter((line) => /Content Security Policy|pageerror|Error:/.test(line) && !/ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
});
