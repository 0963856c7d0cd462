/**
 * `npm run screenshots`: the README's pictures, taken of the running product. A county with its sample data, a station's day
 * on a real tablet, the evening's sync over a slow line, the county's console. Needs a build.
 */
import { mkdir, mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startCounty } from '#county/county.ts';
import { assess, type Assessment } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { chromiumLaunch } from '../chromium.ts';
import { addDays, workingDaysBetween } from '#domain/calendar/working-days.ts';
import { fill } from '../domain/answerer.ts';
import { idNumber } from '../domain/people.ts';
import { fastLine, LineProxy } from '../line-proxy.ts';
import { root } from '../process.ts';
import { drawDocument } from './drawings.ts';
import { EarlierDays, signIn } from './earlier-days.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

// The browsers inherit it: the pictures are of a station in China.
process.env['TZ'] = 'Asia/Shanghai';
const pictures = process.env['PICTURES'] ?? join(root, 'static/screenshots');
const tabletSize = { width: 1280, height: 800 };
const phoneSize = { width: 390, height: 844 };
const pin = '258013';

const dataDir = await mkdtemp(join(tmpdir(), 'bangban-pictures-'));
// As root, the database runs under an account of its own that must be able to walk in.
await chmod(dataDir, 0o755);
await mkdir(pictures, { recursive: true });
let countyNow: Date | null = null;
const county = await startCounty(
  { host: '127.0.0.1', port: 0, dataDir: join(dataDir, 'data'), databaseUrl: null, tls: null, buildDir: join(root, 'build'), sample: true },
  { now: () => countyNow ?? new Date(), log: () => undefined }
);
const published = county.context.catalogues.current();
if (!published) throw new Error('the sample county has no catalogue');
const { catalogue } = published;
const line = await LineProxy.to(county.url);
const tablet = await Tablet.make();
const office = await chromium.launch(chromiumLaunch());
// A page of another browser draws: the tablet's own stays in front, as it would.
const paper = await office.newPage();

/** The day so many days ago, in China. */
const dayAgo = (days: number): string => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
const men = new Set(['赵国栋', '陈志强', '罗春生', '周长庚']);
const moment = (days: number, clock: string): Date => new Date(`${dayAgo(days)}T${clock}:00+08:00`);
const today = dayAgo(0);

async function shoot(page: Page, name: string): Promise<void> {
  // What moves has come to rest, and no caret blinks in the picture.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`${name}.png ${Math.round(performance.now() / 1000)} s\n`);
}

function answersFor(definition: IntakeDefinition | null, born: string, name: string, defers = false): Assessment & { situation: Record<string, string> } {
  if (!definition) throw new Error('not in the catalogue');
  const { input } = fill(definition, { today, calendar: catalogue.calendar, pick: () => 0, born, thorough: false, defers });
  for (const key of ['applicantName', 'bankAccountName'] as const) if (key in input.answers) input.answers[key] = name;
  // Some numbers, e.g. of a disability card, begin with the identity number.
  const [anybody, theirs] = [idNumber(born, 24), idNumber(born, men.has(name) ? 25 : 24)];
  for (const [key, value] of Object.entries(input.answers)) if (typeof value === 'string') input.answers[key] = value.replace(anybody, theirs);
  for (const value of Object.values(input.answers)) {
    if (typeof value === 'object' && 'division' in value) Object.assign(value, { division: '430199100200', detail: '3 组 12 号' });
  }
  return { ...assess(definition, input, today, catalogue.calendar), situation: input.situation };
}

async function answersSituation(worker: Worker, definition: IntakeDefinition | null, situation: Record<string, string>): Promise<void> {
  for (const question of definition?.questions ?? []) {
    const option = question.options.find((each) => each.value === situation[question.id]);
    const shown = worker.page.getByRole('radiogroup', { name: question.ask, exact: true });
    if (option && (await shown.count()) > 0) await worker.answers(question.ask, option.label);
  }
}

let serial = 0;
async function photographs(worker: Worker, material: string, labels: readonly string[], holder: string): Promise<void> {
  const card = worker.page.getByRole('article', { name: material });
  await card.scrollIntoViewIfNeeded();
  for (const label of labels) {
    await card.getByLabel(`${material} ${label} 从文件选`).setInputFiles(await drawDocument(paper, material, label, holder, serial++));
    await card.getByRole('img', { name: `${material} ${label}` }).waitFor({ timeout: 30_000 });
  }
}
async function handsIn(worker: Worker, assessment: Assessment, holder: string, leaveOut: readonly string[] = []): Promise<void> {
  for (const { material, wanted, entry } of assessment.materials) {
    if (wanted !== 'required' || material.generated || leaveOut.includes(material.id)) continue;
    if (entry?.state === 'deferred') await worker.chooses(material.name, '容缺后补');
    else await photographs(worker, material.name, material.pages ?? [material.name], holder);
  }
}
/** A name written by hand: for each character a few bent strokes. */
async function signsName(worker: Worker, name: string): Promise<void> {
  const pad = worker.page.getByLabel(new RegExp(name)).and(worker.page.locator('canvas')).first();
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('the pad is not on screen');
  const strokes = [
    [0.1, 0.3, 0.9, 0.22, 0.1],
    [0.5, 0.05, 0.42, 0.6, -0.15],
    [0.42, 0.5, 0.05, 0.95, 0.12],
    [0.5, 0.45, 1, 0.85, -0.12],
    [0.25, 0.7, 0.8, 0.62, 0.08]
  ] as const;
  const size = box.height * 0.55;
  for (let character = 0; character < name.length; character++) {
    const left = box.x + box.width * 0.22 + character * size * 1.15;
    const top = box.y + box.height * 0.2;
    for (const [index, [x1, y1, x2, y2, bend]] of strokes.entries()) {
      if ((index + character) % 4 === 3) continue;
      await worker.page.mouse.move(left + x1 * size, top + y1 * size);
      await worker.page.mouse.down();
      for (let step = 1; step <= 10; step++) {
        const t = step / 10;
        const arc = Math.sin(Math.PI * t) * bend * (character === 1 ? -1.4 : 1);
        await worker.page.mouse.move(left + (x1 + (x2 - x1) * t + arc) * size, top + (y1 + (y2 - y1) * t + arc) * size);
      }
      await worker.page.mouse.up();
    }
  }
  await worker.page.getByRole('button', { name: '就用这个签名' }).first().click();
}
/** Everything of an intake that is already open, up to the receipt. */
async function takesIn(worker: Worker, definition: IntakeDefinition | null, born: string, name: string, defers = false) {
  const assessment = answersFor(definition, born, name, defers);
  await answersSituation(worker, definition, assessment.situation);
  await worker.fills(assessment);
  await handsIn(worker, assessment, name);
  await worker.acknowledgesNotice();
  await signsName(worker, name);
  return worker.receives();
}
async function plansVisit(worker: Worker, visit: { time: string; name: string; address: string; item: string; phone?: string; note?: string }): Promise<void> {
  await worker.goes('今日');
  await worker.page.getByRole('link', { name: '排一次上门' }).first().click();
  await worker.page.getByLabel('居民姓名').fill(visit.name);
  await worker.page.getByLabel('地址').fill(visit.address);
  await worker.page.getByLabel('时间').fill(visit.time);
  await worker.page.getByLabel('办什么').selectOption(visit.item);
  if (visit.phone) await worker.page.getByLabel('电话').fill(visit.phone);
  if (visit.note) await worker.page.getByLabel('备注').fill(visit.note);
  await worker.page.getByRole('button', { name: /^记下/ }).click();
  await worker.page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
}
async function hasLine(on: boolean): Promise<void> {
  if (on) line.mend();
  else line.refuse();
  await tablet.context.setOffline(!on);
}
async function confirmed(worker: Worker): Promise<void> {
  await worker.goes('同步');
  await worker.page.getByText('全部已送达').first().waitFor({ timeout: 60_000 });
}

// The days before: other stations, and this station's other tablet.
const admin = await signIn(county.url, 'admin');
const code = async (stationCode: string): Promise<string> => ((await (await admin('/enrolment-codes', { stationCode })).json()) as { code: string }).code;
const before = new EarlierDays(county, catalogue, (now) => (countyNow = now), code);
const at = (name: string, born: string, item: string, station: string, short: string, days: number, hour: string) =>
  before.took({ station, short, name, born, item, on: dayAgo(days), hour });
/** How many days ago an item was accepted whose promised day leaves so many working days. */
function acceptedFor(itemId: string, left: number): number {
  const { calendar, items } = catalogue;
  const { value, unit } = items.find(({ id }) => id === itemId)?.promisedDays ?? { value: null };
  for (let days = 0; value !== null && unit !== undefined && days < 200; days++) {
    if (workingDaysBetween(today, addDays(dayAgo(days), { value, unit }, calendar).date, calendar) === left) return days;
  }
  throw new Error(`${itemId} is never ${left} days before its end`);
}
for (const [name, born, item, left] of [
  ['吴秀兰', '1968-04-11', 'disability-living', -1],
  ['何小梅', '1993-09-20', 'residence-permit', 2]
] as const) {
  const days = acceptedFor(item, left);
  const caseId = await at(name, born, item, 'LT03', 'LT03', days + 1, '10:12');
  await before.decided('LT03', caseId, [{ type: 'case.accepted', body: {}, at: moment(days, '09:30') }]);
}
const tan = await at('谭玉兰', '1944-06-18', 'elderly-allowance', 'LT03', 'LT03', 20, '11:02');
await before.decided('LT03', tan, [
  { type: 'case.accepted', body: {}, at: moment(18, '09:12') },
  { type: 'case.completed', body: { outcome: 'approved', result: '准予发放，11 月起按月发到社保卡' }, at: moment(5, '16:40') }
]);
const wang = await at('王建国', '1971-12-02', 'resident-medical-enroll', 'LT03', 'LT03', 3, '16:31');
const hk = catalogue.items.find(({ id }) => id === 'resident-medical-enroll')?.materials.find(({ id }) => id === 'mat-hk');
await before.decided('LT03', wang, [
  {
    type: 'case.correctionRequested',
    body: {
      items: [{ target: 'material', key: 'mat-hk', label: hk?.name ?? '', problem: '本人页反光，姓名看不清', remedy: '请避开灯光重拍本人页' }],
      due: dayAgo(-5)
    },
    at: moment(2, '11:20')
  }
]);
await at('刘桂英', '1957-01-30', 'minimum-living', 'BS01', 'BS01', 5, '10:40');
await at('谢长林', '1940-08-15', 'elderly-allowance', 'DH01', 'DH01', 2, '09:25');
await at('邓小妹', '1985-03-27', 'disability-living', 'BS01', 'BS01', 2, '14:10');
await at('周立群', '1959-11-05', 'destitute-support', 'DH01', 'DH01', 1, '15:36');
await at('唐国富', '1979-07-19', 'public-rental', 'SX01', 'SX01', 1, '16:02');
await at('马德福', '1966-02-24', 'homestead', 'SX01', 'SX01', 9, '09:48');

async function story(): Promise<void> {
  // 08:00, at the station, online.
  const page = await tablet.switchOn(`${line.url}/`, tabletSize);
  // A tablet lays its scrollbars over the page, and only while a finger moves.
  await (await tablet.context.newCDPSession(page)).send('Emulation.setScrollbarsHidden', { hidden: true });
  const worker = new Worker(page);
  await worker.enrols(await code('LT03'));
  await worker.signsIn('chenmin', 'chenmin-2026', pin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await plansVisit(worker, { time: '08:50', name: '张桂芳', address: '柳塘村 1 组 7 号', item: 'pension-qualification' });
  await plansVisit(worker, {
    time: '09:30',
    name: '李秀英',
    phone: '13800000012',
    address: '柳塘村 3 组 12 号，村卫生室东 80 米',
    item: 'elderly-allowance',
    note: '独居，行动不便，耳背，请用大字页'
  });
  await plansVisit(worker, { time: '10:40', name: '陈志强', address: '柳塘村青石巷 26 号', item: 'bundle-newborn', note: '孩子出生 12 天' });
  await plansVisit(worker, { time: '14:30', name: '彭桂香', address: '柳塘村 5 组 3 号，请两人同行', item: 'disability-nursing' });
  await plansVisit(worker, { time: '15:40', name: '孙玉珍', address: '柳塘村 2 组 19 号', item: 'senior-card' });
  await page.getByRole('button', { name: '开始办' }).first().click();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await takesIn(worker, itemDefinition(catalogue, 'pension-qualification'), '1935-05-06', '张桂芳');
  await worker.goes('今日');
  const closes = page.getByRole('button', { name: '已办', exact: true });
  if ((await page.locator('.visit.now').innerText()).includes('张桂芳')) {
    await closes.click();
    await page.getByRole('button', { name: '记下 已办' }).click();
  }
  await worker.begins('zdcjr', '重度残疾人护理补贴申领');
  const zhao = await takesIn(worker, itemDefinition(catalogue, 'disability-nursing'), '1984-05-20', '赵国栋');
  await confirmed(worker);
  await before.decided('LT03', zhao.caseId, [{ type: 'case.accepted', body: {}, at: new Date() }]);
  await page.getByRole('button', { name: /同步/ }).last().click();
  await worker.goes('办件');
  await page.waitForTimeout(1500);

  // Offline from here on.
  await hasLine(false);
  await worker.begins('lnryd', '老年人优待证办理');
  await takesIn(worker, itemDefinition(catalogue, 'senior-card'), '1958-10-03', '周长庚', true);
  await worker.begins('lsjz', '临时救助对象认定');
  await takesIn(worker, itemDefinition(catalogue, 'temporary-aid'), '1976-03-14', '罗春生', true);
  await worker.begins('shbzk', '社会保障卡申领(首次)');
  const card = itemDefinition(catalogue, 'social-card');
  const cardAnswers = answersFor(card, '1990-07-08', '周春兰');
  await answersSituation(worker, card, cardAnswers.situation);
  await worker.fills({ ...cardAnswers, fields: cardAnswers.fields.slice(0, 6) });
  await photographs(worker, '居民身份证', ['人像面'], '周春兰');

  // 09:30, at Mrs Li's.
  await worker.goes('今日');
  await page.getByRole('button', { name: '开始办' }).first().click();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  const elderly = itemDefinition(catalogue, 'elderly-allowance');
  const li = answersFor(elderly, '1939-03-08', '李秀英');
  await answersSituation(worker, elderly, li.situation);
  await worker.fills(li);
  await photographs(worker, '居民身份证', ['人像面', '国徽面'], '李秀英');
  const register = elderly?.materials.find(({ id }) => id === 'mat-hk');
  await photographs(worker, register?.name ?? '', ['首页', '户主页'], '李秀英');
  await worker.place('answers.bankAccountName').locator('input').fill('李建军');
  await worker.place('answers.bankAccountName').locator('input').blur();
  const draftUrl = page.url();
  const toForm = async (): Promise<void> => {
    await page.locator('[data-path="answers.bankAccountName"]').evaluate((element) => {
      element.scrollIntoView({ block: 'start' });
      element.closest('.col-form')?.scrollBy(0, -60);
    });
  };
  await toForm();
  await shoot(page, 'intake-tablet');
  await page.setViewportSize(phoneSize);
  await toForm();
  await shoot(page, 'intake-phone');

  await page.setViewportSize(tabletSize);
  await worker.goes('今日');
  await page.getByText('王建国').waitFor();
  await shoot(page, 'today-tablet');
  await page.setViewportSize(phoneSize);
  await shoot(page, 'today-phone');
  await page.setViewportSize(tabletSize);

  await worker.goes('办事');
  await page.getByLabel('找事项').fill('glbt');
  await page.getByRole('link', { name: '高龄津贴(补贴)申领' }).first().click();
  await page.getByRole('heading', { name: '高龄津贴(补贴)申领', level: 1 }).waitFor();
  await answersSituation(worker, elderly, li.situation);
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.querySelector('main')?.scrollTo(0, 0);
    scrollTo(0, 0);
  });
  await shoot(page, 'guide-tablet');

  await worker.goes('我的');
  await page.getByRole('radiogroup', { name: '长辈模式' }).getByText('开', { exact: true }).click();
  await worker.goes('办事');
  await page.getByLabel('找事项').fill('glbt');
  await page.getByRole('link', { name: '高龄津贴(补贴)申领' }).first().click();
  await page.getByRole('heading', { name: '高龄津贴(补贴)申领', level: 1 }).waitFor();
  await shoot(page, 'elder-tablet');
  await worker.goes('我的');
  await page.getByRole('radiogroup', { name: '长辈模式' }).getByText('关', { exact: true }).click();

  await worker.goes('办件');
  await page
    .getByRole('link', { name: /赵国栋/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /赵国栋/, level: 1 }).waitFor();
  await shoot(page, 'case-tablet');

  // Back to Mrs Li: her account, the last page, the signature.
  await page.goto(draftUrl);
  await worker.unlocks('陈敏', pin);
  await page.getByRole('heading', { name: '李秀英', level: 1 }).waitFor();
  await worker.place('answers.bankAccountName').locator('input').fill('李秀英');
  await photographs(worker, register?.name ?? '', ['本人页'], '李秀英');
  await handsIn(worker, li, '李秀英', ['mat-id', 'mat-hk']);
  await worker.acknowledgesNotice();
  await signsName(worker, '李秀英');
  await worker.receives();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  await shoot(page, 'receipt');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(tabletSize);
  const parents = bundleDefinition(
    catalogue,
    'bundle-newborn',
    (catalogue.bundles.find(({ id }) => id === 'bundle-newborn')?.children ?? []).flatMap(({ itemId }) => itemId ?? [])
  );
  await worker.beginsBundle('新生儿出生一件事');
  await takesIn(worker, parents, '1995-02-14', '陈志强');

  await page.getByRole('button', { name: /锁/ }).first().click();
  await page.getByLabel('PIN').first().waitFor();
  await shoot(page, 'lock-tablet');
  await worker.unlocks('陈敏', pin);

  // Dusk, on a line of 24 kB a second.
  line.becomes({ ...fastLine, up: 24_000 });
  await worker.goes('同步');
  await hasLine(true);
  const press = page.getByRole('button', { name: '同步', exact: true });
  if (await press.isVisible()) await press.click();
  // Some photos have been confirmed, some not.
  await page.waitForFunction(() => /照片\s*([5-9]|1\d)\s*\//.test(document.querySelector('.prog')?.textContent ?? ''), undefined, { timeout: 60_000 });
  await shoot(page, 'sync-tablet');
  line.becomes(fastLine);
  await page.getByText('全部已送达').first().waitFor({ timeout: 120_000 });

  const desk = await office.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await desk.goto(`${county.url}/county`);
  await desk.getByLabel('用户名').fill('wangshen');
  await desk.getByLabel('密码').fill('wangshen-2026');
  await desk.getByRole('button', { name: '登录' }).click();
  await desk.getByRole('link', { name: /李秀英/ }).click();
  await desk.getByRole('navigation', { name: '跳到' }).waitFor();
  for (let i = 0; i < 4; i++) await desk.keyboard.press('ArrowRight');
  await desk.waitForTimeout(800);
  await shoot(desk, 'county');
}

try {
  await story();
} catch (error) {
  await tablet.page.screenshot({ path: join(root, 'test-results/screenshots.png') }).catch(() => undefined);
  process.stderr.write(`${tablet.page.url()}\n${tablet.heard.slice(-10).join('\n')}\n`);
  process.exitCode = 1;
  throw error;
} finally {
  await office.close();
  await tablet.throwAway();
  await line[Symbol.asyncDispose]();
  await county.close();
  await rm(dataDir, { recursive: true, force: true });
}
