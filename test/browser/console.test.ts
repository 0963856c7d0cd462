/** The county's console in a real Chromium, on the built app and a real county: what a station sent is read and decided by keyboard. */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { chromiumLaunch } from '../chromium.ts';
import { line, received } from '../county/acts.ts';
import { TestDevice } from '../county/test-device.ts';
import { root } from '../process.ts';

let county: RunningCounty;
let dataDir: string;
let browser: Browser;
let tablet: TestDevice;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bangban-console-'));
  // As root, the database runs under an account of its own that must be able to walk in.
  await chmod(dataDir, 0o755);
  county = await startCounty({
    host: '127.0.0.1',
    port: 0,
    dataDir: join(dataDir, 'data'),
    databaseUrl: null,
    tls: null,
    buildDir: join(root, 'build'),
    sample: true
  });
  const code = county.enrolmentCodes.find(({ station }) => station === 'LT03')?.code ?? '';
  tablet = await TestDevice.enrol(county.url, code);
  browser = await chromium.launch(chromiumLaunch());
});
afterAll(async () => {
  await browser.close();
  await county.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function intake(name: string): Promise<string> {
  const caseId = randomUUID();
  const verdicts = await tablet.push([line(received({ caseId }, { answers: { applicantName: name, applicantIdNo: '11010519491231002X' } }))]);
  expect(JSON.stringify(verdicts)).toContain('"applied"');
  return caseId;
}

async function signIn(username: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(`${county.url}/county`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(`${username}-2026`);
  await page.keyboard.press('Enter');
  return page;
}

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(name) }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  // The name stands there before its case has come.
  await page.getByRole('navigation', { name: '跳到' }).waitFor();
}

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);

test('a reviewer signs in, reads a case with its number masked, and accepts it by keyboard', async () => {
  await intake('陈桂英');
  const page = await signIn('wangshen');
  await open(page, '陈桂英');
  const answers = page.locator('main');
  expect(await answers.textContent()).toContain('1101**********002X');
  await page.getByRole('button', { name: /显示.*证件号码/ }).click();
  expect(await answers.textContent()).toContain('11010519491231002X');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('a');
  await page.getByRole('button', { name: '受理陈桂英这件' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/刚才 陈桂英 已受理/).waitFor();
  const stationHas = (await tablet.feed()).filter((row) => row.county);
  expect(stationHas.map((row) => (JSON.parse(row.line ?? '{}') as { type: string }).type)).toEqual(['case.accepted']);
  await page.context().close();
});

test('a correction goes out only when every line says what is wrong and how to mend it', async () => {
  const caseId = await intake('刘玉珍');
  const page = await signIn('wangshen');
  await open(page, '刘玉珍');
  await page.keyboard.press('b');
  await page.getByRole('button', { name: '发出补正' }).click();
  await page.getByText('请至少加一项要补的。').waitFor();
  await page.getByRole('button', { name: '其他' }).click();
  await page.getByRole('button', { name: '发出 1 项补正' }).click();
  await page.getByText('请写清楚问题和补法。').waitFor();
  await page.getByRole('combobox', { name: '其他：常用说法' }).selectOption({ index: 1 });
  await page.getByRole('button', { name: '发出 1 项补正' }).click();
  await page.getByText(/刚才 刘玉珍 已发补正 1 项/).waitFor();
  const sent = (await tablet.feed()).filter((row) => row.county && row.caseId === caseId);
  expect(JSON.parse(sent[0]?.line ?? '{}')).toMatchObject({
    type: 'case.correctionRequested',
    body: { items: [{ target: 'other', problem: '情况需要进一步说明' }] }
  });
  await page.context().close();
});

test('of two reviewers on one case the slower one is told, and sees what the other decided', async () => {
  await intake('何长贵');
  const [quick, slow] = [await signIn('wangshen'), await signIn('huangjing')];
  await open(quick, '何长贵');
  await open(slow, '何长贵');
  for (const page of [quick, slow]) {
    await page.keyboard.press('a');
    await page.getByRole('button', { name: '受理何长贵这件' }).click();
    await page.getByRole('button', { name: '受理何长贵这件' }).waitFor({ state: 'detached' });
  }
  await slow.getByText('这件刚才有了变化').waitFor();
  expect(await slow.getByRole('button', { name: /^办结/ }).count()).toBe(1);
  await quick.context().close();
  await slow.context().close();
});

test('an administrator sees who has not synced and makes a code, and has no cases', async () => {
  const page = await signIn('admin');
  await page.waitForURL('**/county/stations');
  expect(await page.getByRole('link', { name: '队列' }).count()).toBe(0);
  await page.getByRole('button', { name: '云岭村便民服务站：生成登记码' }).click();
  expect(await page.locator('.co-bigcode').textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});
