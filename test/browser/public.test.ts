/** The pages behind the two QR codes, on a resident's phone: the built app, a real county, no station on the phone. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { guideAddress } from '#lib/state/guide-page.ts';
import { chromiumLaunch } from '../chromium.ts';
import { line, received } from '../county/acts.ts';
import { signIn } from '../county/harness.ts';
import { TestDevice } from '../county/test-device.ts';
import { root } from '../process.ts';

let county: RunningCounty;
let dataDir: string;
let browser: Browser;
let tablet: TestDevice;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bangban-public-'));
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
  tablet = await TestDevice.enrol(county.url, county.enrolmentCodes.find(({ station }) => station === 'LT03')?.code ?? '');
  browser = await chromium.launch(chromiumLaunch());
});
afterAll(async () => {
  await browser.close();
  await county.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** A phone that has never seen the station; `asked` are the addresses that it fetched. */
async function phone(): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  return { page, asked };
}
/** Nothing of the station was started or kept. */
async function isStranger(page: Page, asked: readonly string[]): Promise<void> {
  expect(asked.filter((path) => path.includes('/workers/') || path.includes('service-worker'))).toEqual([]);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
}
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}
async function takesIn(): Promise<{ token: string; caseId: string }> {
  const token = randomBytes(18).toString('base64url');
  const op = received({}, { answers: { applicantName: '李桂兰', applicantIdNo: '11010519491231002X' }, queryToken: token });
  expect(JSON.stringify(await tablet.push([line(op)]))).toContain('"applied"');
  return { token, caseId: op.caseId };
}

test('a receipt that is scanned tells where the case stands, and follows it', async () => {
  const { token, caseId } = await takesIn();
  const { page, asked } = await phone();
  await page.goto(`${county.url}/q/${token}`);
  await page.getByRole('heading', { name: '高龄津贴申请', level: 1 }).waitFor();
  await page.getByText('已收件', { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: /给柳塘村便民服务站打电话/ }).getAttribute('href')).toMatch(/^tel:[\d-]+$/);
  expect(await page.locator('body').innerText()).not.toContain('李桂兰');
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([`/api/v1/public/progress/${token}`, `/api/v1/public/ratings/${token}`]);
  await isStranger(page, asked);
  await fits(page);

  const reviewer = await signIn(county.url, 'wangshen');
  const item = { target: 'field', key: 'phone', label: '联系电话', problem: '少一位', remedy: '补全' };
  const body = { items: [item], due: '2099-12-04' };
  expect((await reviewer.call('POST', `/api/v1/staff/cases/LT03/${caseId}/decisions`, { type: 'case.correctionRequested', base: 1, body })).status).toBe(200);
  await page.getByRole('button', { name: '再查一次' }).click();
  await page.getByText('还有 1 项要补').waitFor();
  await page.getByText('12月4日').first().waitFor();
  await fits(page);
  await page.context().close();
});

test('a wrong code and a lost line say what to do', async () => {
  const { token } = await takesIn();
  const { page, asked } = await phone();
  await page.goto(`${county.url}/q/${token.slice(0, -1)}`);
  await page.getByRole('heading', { name: '没有查到这件' }).waitFor();
  await page.getByText('打凭证上写的站里电话').waitFor();
  await isStranger(page, asked);
  await fits(page);

  await page.goto(`${county.url}/q/${token}`);
  await page.getByText('已收件', { exact: true }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '再查一次' }).click();
  await page.getByRole('heading', { name: '没有连上' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: '再查一次' }).click();
  await page.getByText('已收件', { exact: true }).waitFor();
  await page.context().close();
});

test("an item's code opens its guide; answers narrow the materials and fetch nothing again", async () => {
  const { page, asked } = await phone();
  await page.goto(guideAddress(county.url, 'elderly-allowance', '0', 0));
  await page.getByRole('heading', { name: '高龄津贴(补贴)申领', level: 1 }).waitFor();
  await page.getByText(/您扫的码是第 0 版/).waitFor();
  const perhaps = page.getByText(/另有 \d+ 件看情形/);
  const before = Number(/另有 (\d+) 件/.exec(await perhaps.innerText())?.[1]);
  await page.locator('.ask').getByRole('radiogroup').first().locator('label').last().click();
  await page.waitForURL(/[?&]s\./);
  const left = /另有 (\d+) 件/.exec((await page.getByRole('status').first().innerText()).replaceAll('\n', ''))?.[1] ?? '0';
  expect(Number(left)).toBeLessThan(before);
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual(['/api/v1/public/guides/elderly-allowance']);
  await isStranger(page, asked);
  await fits(page);
  await page.context().close();
});

test('a bundle has a page too; what is no item has a sentence', async () => {
  const { page } = await phone();
  await page.goto(`${county.url}/g/bundle-newborn`);
  await page.getByRole('heading', { name: /要办的环节/ }).waitFor();
  await page.getByRole('heading', { name: /要带的材料/ }).waitFor();
  await fits(page);
  await page.goto(`${county.url}/g/nothing-here`);
  await page.getByRole('heading', { name: '没有这个事项' }).waitFor();
  await page.context().close();
});

test("a tablet's service worker leaves these pages to the network", async () => {
  const { token } = await takesIn();
  const { page } = await phone();
  await page.goto(county.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const station = await page.goto(`${county.url}/guide/elderly-allowance`);
  expect(station?.fromServiceWorker()).toBe(true);
  for (const path of [`/q/${token}`, '/g/elderly-allowance?v=1']) expect((await page.goto(county.url + path))?.fromServiceWorker()).toBe(false);
  await page.context().close();
});
