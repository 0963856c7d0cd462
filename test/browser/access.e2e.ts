/** Everybody can use the station: no serious finding of axe, and room for a finger. (An intake by keyboard alone: `hands.e2e.ts`.) */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { chromiumLaunch } from '../chromium.ts';
import { answersFor, catalogue } from './applicant.ts';
import { pin, Scene, staffName } from './scene.ts';
import { narrowTargets, tooWide } from './targets.ts';

let scene: Scene;
let visitor: Browser;
beforeAll(async () => {
  scene = await Scene.open();
  visitor = await chromium.launch(chromiumLaunch());
  const { worker } = scene;
  const { definition, input, assessment } = answersFor(elderly, '李秀英', { born: '1939-03-08' });
  await worker.begins('glbt', definition.name);
  for (const question of definition.questions) {
    const option = question.options.find(({ value }) => value === input.situation[question.id]);
    if (option !== undefined) await worker.answers(question.ask, option.label);
  }
  await worker.fills(assessment);
  for (const { material, wanted } of assessment.materials) if (wanted === 'required' && !material.generated) await worker.chooses(material.name, '纸质已收');
  await worker.acknowledgesNotice();
  await worker.signs(/李秀英/);
  await worker.receives();
});
afterAll(async () => {
  await visitor.close();
  await scene.close();
});

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 }
];
const elderly = itemDefinition(catalogue, 'elderly-allowance');

/** What is wrong with the page as it stands, on a tablet and on a phone. */
async function flaws(page: Page, place: string, elder: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    const at = `${place} ${size.width}`;
    // Colours are the same at both sizes; what the larger letters do to the layout is measured below at both.
    const { violations } = elder && size.width > 800 ? { violations: [] } : await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical') found.push(`${at} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    }
    for (const target of await narrowTargets(page, elder)) found.push(`${at} ${target}`);
    for (const wide of await tooWide(page)) found.push(`${at} ${wide}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

async function walks(elder: boolean): Promise<string[]> {
  const { worker } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string) => found.push(...(await flaws(page, `${elder ? 'elder dark ' : ''}${place}`, elder)));
  await worker.goes('今日');
  await look('今日');
  await worker.goes('办事');
  await look('办事');
  await page.getByRole('link', { name: '证明事项清单' }).click();
  await page.getByRole('heading', { name: '证明事项清单', level: 1 }).waitFor();
  await look('proofs');
  await worker.goes('办事');
  await page.getByLabel('找事项').fill('glbt');
  await page.getByRole('link', { name: '高龄津贴(补贴)申领' }).first().click();
  await page.getByRole('heading', { name: '高龄津贴(补贴)申领', level: 1 }).waitFor();
  await look('guide');
  await worker.goes('办事');
  await page.getByRole('link', { name: '新生儿出生一件事' }).first().click();
  await page.getByRole('heading', { name: '新生儿出生一件事', level: 1 }).waitFor();
  await look('bundle guide');
  await worker.begins('csjt', '高龄津贴(补贴)申领');
  // Everything that may be wrong is shown once somebody asks to finish.
  await page.getByRole('button', { name: /^收件/ }).click();
  await look('intake');
  await page.getByRole('link', { name: '念表、大字' }).click();
  await page.getByRole('button', { name: '打印大字' }).waitFor();
  await look('form read aloud');
  await worker.goes('办件');
  await page
    .getByRole('link', { name: /李秀英/ })
    .first()
    .waitFor();
  await look('办件');
  await page.getByRole('link', { name: '帮办工单' }).click();
  await page.getByRole('link', { name: '开一张工单' }).first().click();
  await page.getByRole('button', { name: '开单，由我负责' }).click();
  await look('order');
  await worker.goes('今日');
  await page.getByRole('link', { name: '上门和预约' }).click();
  await page.getByRole('heading', { name: '上门和预约', level: 1 }).waitFor();
  await look('visits');
  await worker.goes('办件');
  await page.getByRole('link', { name: '咨询和反映' }).click();
  await page.getByRole('heading', { name: '咨询和反映', level: 1 }).waitFor();
  await look('tickets');
  await page.getByRole('link', { name: '记一笔' }).click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await look('ticket-new');
  await worker.goes('办件');
  await page
    .getByRole('link', { name: /李秀英/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /李秀英/, level: 1 }).waitFor();
  await look('case');
  await page.getByRole('link', { name: '这一户的办件' }).click();
  await page.getByRole('heading', { name: '一户', level: 1 }).waitFor();
  await look('household');
  await page.goBack();
  await page.getByRole('heading', { name: /李秀英/, level: 1 }).waitFor();
  await page
    .getByRole('link', { name: /打印|收件凭证/ })
    .first()
    .click();
  await page.getByText('本凭证不代表受理').first().waitFor();
  await look('receipt');
  await worker.goes('同步');
  await look('同步');
  await worker.goes('我的');
  await look('我的');
  await page.getByRole('link', { name: '个人信息怎么用' }).click();
  await page.getByRole('heading', { name: '个人信息怎么用', level: 1 }).waitFor();
  await look('privacy');
  await worker.goes('我的');
  await page.getByRole('button', { name: /^锁屏（/ }).click();
  await page.getByRole('heading', { name: /PIN/ }).waitFor();
  await look('lock');
  await worker.unlocks(staffName, pin);
  return found;
}

/** The first screen of a tablet that nobody has enrolled. */
async function enrolScreen(elder: boolean): Promise<string[]> {
  const context = await visitor.newContext({ locale: 'zh-CN' });
  const shown = elder ? { elder: true, size: 22, theme: 'dark' } : { elder: false, size: 22, theme: 'light' };
  await context.addInitScript((text) => localStorage.setItem('bangban.display', text), JSON.stringify(shown));
  const page = await context.newPage();
  await page.goto(scene.county.url);
  await page.getByLabel('登记码').waitFor();
  const found = await flaws(page, `${elder ? 'elder dark ' : ''}enrol`, elder);
  await context.close();
  return found;
}

test('no page has a serious finding, or a target too small for a finger', async () => {
  scene.showsFailures('access');
  expect([...(await enrolScreen(false)), ...(await walks(false))]).toEqual([]);
});

test('nor in elder mode, in the dark', async () => {
  scene.showsFailures('access-elder');
  const { worker } = scene;
  await worker.goes('我的');
  await worker.page.getByRole('radiogroup', { name: '长辈模式' }).getByText('开', { exact: true }).click();
  await worker.page
    .getByRole('radiogroup', { name: /明暗|外观|配色/ })
    .getByText('深色')
    .click();
  expect(await worker.page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({ mode: 'elder', theme: 'dark' });
  expect([...(await enrolScreen(true)), ...(await walks(true))]).toEqual([]);
});
