/** Everybody can use the station: no serious finding of axe, room for a finger, and an intake by keyboard alone. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { chromiumLaunch } from '../chromium.ts';
import { answersFor, catalogue } from './applicant.ts';
import { pin, Scene, staffName } from './scene.ts';
import { narrowTargets } from './targets.ts';

let scene: Scene;
let visitor: Browser;
beforeAll(async () => {
  scene = await Scene.open();
  visitor = await chromium.launch(chromiumLaunch());
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
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push(`${at} is ${overflow} px too wide`);
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

test('an intake by keyboard alone, up to the signature', async () => {
  scene.showsFailures('keyboard');
  const { page } = scene.worker;
  const press = (key: string) => page.keyboard.press(key);
  const here = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return {
        path: at?.closest('[data-path]')?.getAttribute('data-path') ?? '',
        tag: at?.tagName ?? '',
        type: at?.getAttribute('type') ?? '',
        text: at?.textContent ?? ''
      };
    });
  /** Tab until the focus stands where `wanted` says; a hundred steps are too many for anybody. */
  async function tabs(wanted: (at: Awaited<ReturnType<typeof here>>) => boolean, what: string): Promise<void> {
    for (let step = 0; step < 100; step++) {
      if (wanted(await here())) return;
      await press('Tab');
    }
    throw new Error(`the keyboard does not reach ${what}`);
  }
  const filled = answersFor(elderly, '李秀英', { born: '1939-03-08' });
  await page.mouse.move(0, 0);
  await tabs(({ text, tag }) => tag === 'A' && text.trim() === '办事', '办事');
  await press('Enter');
  await page.getByRole('heading', { name: '办事', level: 1 }).waitFor();
  await tabs(({ tag, type }) => tag === 'INPUT' && (type === 'search' || type === 'text'), '找事项');
  await page.keyboard.type('glbt');
  await page.getByRole('link', { name: filled.definition.name }).first().waitFor();
  await tabs(({ tag, text }) => tag === 'A' && text.includes(filled.definition.name), 'the item');
  await press('Enter');
  await page.getByRole('heading', { name: filled.definition.name, level: 1 }).waitFor();
  await tabs(({ tag, text }) => tag === 'BUTTON' && text.includes('办这件'), '办这件');
  await press('Enter');
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();

  for (const question of filled.definition.questions) {
    const value = filled.input.situation[question.id];
    const group = page.getByRole('radiogroup', { name: question.ask, exact: true });
    if ((await group.count()) === 0) continue;
    await tabs(({ path }) => path === `situation.${question.id}`, question.ask);
    await chooses(
      question.options.findIndex((option) => option.value === value),
      question.options.length
    );
  }
  for (const { field, visible, value, derived } of filled.assessment.fields) {
    if (!visible || value === null || derived) continue;
    await tabs(({ path }) => path === `answers.${field.key}`, field.label);
    if (field.type === 'radio') await chooses((field.options ?? []).indexOf(value as string), field.options?.length ?? 0);
    else if (field.type === 'select') await selects(value as string);
    else if (field.type === 'address' && typeof value === 'object' && 'detail' in value) {
      await selects(catalogue.divisions.find(({ code }) => code === value.division)?.name ?? '');
      await press('Tab');
      await page.keyboard.type(value.detail);
    } else if (field.type === 'date') {
      const [year = '', month = '', day = ''] = (value as string).split('-');
      await page.keyboard.type(`${year}\t${month}${day}`);
    } else await page.keyboard.type(value as string);
  }
  for (const { material, wanted } of filled.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    await tabs(({ path, tag }) => path === `materials.${material.id}` && tag === 'SELECT', material.name);
    await selects('纸质已收');
  }
  await tabs(({ path, type }) => path === 'privacyNotice' && type === 'checkbox', '告知书');
  await press('Space');
  await scene.worker.signs(/李秀英/);
  await tabs(({ tag, text }) => tag === 'BUTTON' && text.startsWith('收件'), '收件');
  await press('Enter');
  await page.waitForURL(/\/receipt$/);
  await page.getByText('本凭证不代表受理').first().waitFor();
  expect(await page.getByRole('main').innerText()).toContain('李秀英');

  /** The arrow keys of a group of radio buttons. */
  async function chooses(index: number, count: number): Promise<void> {
    for (let step = 0; step <= count; step++) {
      const at = await page.evaluate(() => {
        const radio = document.activeElement;
        if (!(radio instanceof HTMLInputElement)) return null;
        const all = [...(radio.closest('[role=radiogroup]')?.querySelectorAll('input') ?? [])];
        return { index: all.indexOf(radio), checked: radio.checked };
      });
      if (at?.index === index && at.checked) return;
      await press(at?.index === index ? 'Space' : 'ArrowRight');
    }
    throw new Error('the arrow keys do not reach the option');
  }
  /** Typing the first characters chooses in a list. */
  async function selects(label: string): Promise<void> {
    const isSelect = await page.evaluate(() => document.activeElement instanceof HTMLSelectElement);
    if (!isSelect) throw new Error(`no list for ${label}`);
    for (let step = 0; step < 80; step++) {
      if ((await page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.textContent)) === label) return;
      await press('ArrowDown');
    }
    throw new Error(`the list has no ${label}`);
  }
});

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
