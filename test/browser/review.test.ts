/** 待核对 in a real Chromium: a reviewer sees what is stuck or forked, takes the lines away, has groups judged again. */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { epochOpenedType } from '#domain/case/operations.ts';
import { chromiumLaunch } from '../chromium.ts';
import { act, line, received, visit } from '../county/acts.ts';
import { TestDevice } from '../county/test-device.ts';
import { root } from '../process.ts';

let county: RunningCounty;
let dataDir: string;
let browser: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bangban-review-'));
  // As root, the database runs under an account of its own that must be able to walk in.
  await chmod(dataDir, 0o755);
  const config = { host: '127.0.0.1', port: 0, dataDir: join(dataDir, 'data'), databaseUrl: null, tls: null };
  county = await startCounty({ ...config, buildDir: join(root, 'build'), sample: true });
  browser = await chromium.launch(chromiumLaunch());
});
afterAll(async () => {
  await browser.close();
  await county.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function signIn(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(`${county.url}/county/review`);
  await page.getByLabel('用户名').fill('wangshen');
  await page.getByLabel('密码').fill('wangshen-2026');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '待核对' }).waitFor();
  return page;
}
/** A fork, what waits for another tablet's act, and two copies that began one and the same epoch's successors. */
async function trouble(): Promise<{ forked: string[]; awaited: string; sender: TestDevice }> {
  const [first = '', second = ''] = ['LT03', 'XQ02'].map((code) => county.enrolmentCodes.find(({ station }) => station === code)?.code);
  const [tablet, other] = [await TestDevice.enrol(county.url, first), await TestDevice.enrol(county.url, second)];
  const start = { seq: 0, hash: tablet.headHash };
  await tablet.push([line(visit())]);
  const forked = ['陈桂英', '刘玉珍', '何长贵', '周秀兰'].map((applicantName) => line(received({}, { answers: { applicantName } })));
  await tablet.send((await tablet.batch(forked, start)).body);
  const origin = { previousEpoch: tablet.epoch, previousSeq: tablet.lastSeq, previousHead: tablet.headHash };
  for (let copy = 0; copy < 2; copy++) {
    await tablet.reopen();
    await tablet.push([line(act(epochOpenedType, randomUUID(), 0, origin))]);
  }
  const awaited = visit();
  await other.push([received({ dependsOn: [awaited.opId] }, { answers: { applicantName: '唐明华' } }), visit({ version: 7 })].map(line));
  return { forked, awaited: line(awaited), sender: other };
}

test('[P68] a reviewer sees forks, what waits and copies, downloads the lines, marks them and judges again', async () => {
  const page = await signIn();
  await page.getByText('没有要核对的。').waitFor();
  const { forked } = await trouble();
  await page.reload();
  const forks = page.getByRole('region', { name: '对不上的批次' });
  await forks.getByText('陈桂英、刘玉珍、何长贵 等 4 人').waitFor();
  await page.getByRole('region', { name: '同一台平板似有两份副本' }).getByText('从同一处分出两份').waitFor();
  await page.getByRole('region', { name: '等着的记录' }).getByText('唐明华').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }

  const [download] = await Promise.all([page.waitForEvent('download'), forks.getByRole('link', { name: /^下载原文/ }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toBe(`${forked.join('\n')}\n`);
  await forks.getByRole('button', { name: /^看过了/ }).click();
  await forks.getByText('王慎看过').waitFor();
  await page.getByRole('button', { name: /^现在再办一次/ }).click();
  await page.getByText('新桥社区便民服务站：还是办不了，继续等').waitFor();
  await page.context().close();
});
