/** No line for days: out on a stick by the button, in on the console's page, the answer back; and a rescue from the lock screen. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { root } from '../process.ts';
import { answersFor, answersSituation, catalogue } from './applicant.ts';
import { pin, Scene, staffName } from './scene.ts';
import { narrowTargets } from './targets.ts';
import type { Worker } from './worker.ts';

let scene: Scene;
let stick: string;
let passphrase: string;
beforeAll(async () => {
  scene = await Scene.open();
  stick = await mkdtemp(join(tmpdir(), 'bangban-stick-'));
  passphrase = /恢复口令[^\n]*\n\s*([A-Z2-9]{5}(?:-[A-Z2-9]{5}){3})/.exec(scene.county.output)?.[1] ?? '';
});
afterAll(async () => {
  await scene.close();
  await rm(stick, { recursive: true, force: true });
});

const elderly = itemDefinition(catalogue, 'elderly-allowance');
async function receives(worker: Worker, name: string): Promise<string> {
  const { definition, input, assessment } = answersFor(elderly, name, { born: '1939-03-08' });
  await worker.begins('glbt', definition.name);
  await answersSituation(worker, definition, input.situation);
  await worker.fills(assessment);
  const paper = await scene.paper();
  await worker.page.bringToFront();
  let photographed = false;
  for (const { material, wanted } of assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (!photographed && (material.pages ?? []).length > 0) {
      await worker.photographs(material.name, material.pages ?? [], paper);
      photographed = true;
    } else await worker.chooses(material.name, '纸质已收');
  }
  await worker.acknowledgesNotice();
  await worker.signs(new RegExp(name));
  return (await worker.receives()).caseId;
}
/** The browser's own download, put on the stick under the name that it gave. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, press()]);
  const path = join(stick, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
async function flaws(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 }
  ]) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical') found.push(`${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    found.push(...(await narrowTargets(page, false)));
    if ((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) > 0) found.push(`too wide at ${size.width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

test('[P78] [P80] [P81] days without a line go over on a stick, and come back with the county’s word', async () => {
  scene.showsFailures('ferry');
  const { worker } = scene;
  const { page } = worker;
  // The network is gone for the tablet; the county works on, elsewhere.
  await scene.tablet.context.setOffline(true);
  await receives(worker, '李秀英');
  await worker.goes('同步');
  await page.getByText(/第 1 号记录和 \d 张照片还没送到县平台/).waitFor();
  const out = await downloaded(page, () => page.getByRole('button', { name: '导出文件' }).click());
  expect(out).toMatch(/摆渡_LT03_平板01_\d{8}_第1-1号\.bbf$/);
  await page.getByText('导出不等于送达').waitFor();
  await page.getByRole('heading', { name: '等县平台回执' }).waitFor();
  expect(await flaws(page)).toEqual([]);
  await worker.goes('办件');
  expect(await worker.statusOf('李秀英')).toContain('未同步');

  const desk = await scene.clerk();
  await desk.page.getByRole('link', { name: '摆渡' }).first().click();
  await desk.page.getByRole('heading', { name: '摆渡', level: 1 }).waitFor();
  await desk.page.getByLabel('选择摆渡文件').setInputFiles([out, join(root, 'package.json')]);
  await desk.page.getByText(/入库 1，照片 (\d)\/\1/).waitFor();
  await desk.page.getByText(/没有导入：这不是平板导出的摆渡文件/).waitFor();
  const { violations } = await new AxeBuilder({ page: desk.page }).setLegacyMode(true).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([]);
  const answer = await downloaded(desk.page, () =>
    desk.page
      .getByRole('link', { name: /^下载回执：.*第 1 号/ })
      .first()
      .click()
  );
  expect(answer).toMatch(/回执_LT03_平板01_\d{8}_第1-1号\.bba$/);

  await worker.goes('同步');
  // A wrong file first: a sentence, and nothing changes.
  await page.getByLabel('导入县平台回执').setInputFiles(out);
  await page.getByText('这个文件是平板导出的，不是县平台的回执').waitFor();
  await page.getByLabel('导入县平台回执').setInputFiles(answer);
  await page.getByText(/县平台确认 1 件，照片送达 \d 张/).waitFor();
  await page.getByText('都已送达县平台').first().waitFor();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf('李秀英')).toContain('已送达县平台');

  // The line comes back, and nothing doubles.
  await scene.tablet.context.setOffline(false);
  await worker.syncs();
  await expect.poll(async () => (await page.getByRole('banner').innerText()).includes('全部已送达'), { timeout: 60_000 }).toBe(true);
  const cases = await desk.cases();
  expect(cases.map(({ applicantName, photosMissing }) => [applicantName, photosMissing])).toEqual([['李秀英', 0]]);
});

test('[P83] [P84] a locked tablet is rescued without its PIN, and the passphrase opens what it held', async () => {
  scene.showsFailures('rescue');
  const { worker } = scene;
  const { page } = worker;
  await scene.tablet.context.setOffline(true);
  await receives(worker, '赵国栋');
  await page.getByRole('button', { name: `锁屏（${staffName}）` }).click();
  await page.getByRole('heading', { name: /PIN/ }).waitFor();
  await page.getByRole('button', { name: '平板坏了？抢救数据' }).click();
  await page.getByRole('heading', { name: '抢救数据' }).waitFor();
  expect(await flaws(page)).toEqual([]);
  const file = await downloaded(page, () => page.getByRole('button', { name: '存成抢救文件' }).click());
  expect(file).toMatch(/抢救_LT03_平板01_\d{8}\.bbr$/);
  await page.getByText(/已存成 抢救_/).waitFor();
  // Nothing of it can be read on the way.
  expect((await readFile(file)).includes(Buffer.from('赵国栋'))).toBe(false);

  const command = spawn(process.execPath, [join(root, 'sync/county/ferry/main.ts'), 'rescue', file, '--passphrase-stdin', '--out', join(stick, 'out')], {
    env: { ...process.env, DATABASE_URL: '', DATA_DIR: scene.county.dataDir }
  });
  command.stdin.end(passphrase);
  const [said, complained] = await Promise.all([text(command.stdout), text(command.stderr)]);
  expect(complained).toBe('');
  expect(said).toMatch(/补入 1，退回 0，待判 0；照片 (\d)\/\1/);
  const desk = await scene.clerk();
  expect((await desk.cases()).map(({ applicantName }) => applicantName).sort()).toEqual(['李秀英', '赵国栋'].sort());

  await scene.tablet.context.setOffline(false);
  await page.locator('input.pin').focus();
  await worker.unlocks(staffName, pin);
  await worker.syncs();
  await worker.goes('办件');
  await expect.poll(() => worker.statusOf('赵国栋'), { timeout: 60_000 }).toContain('已送达县平台');
});
