/** The work of the hands at an intake: how many taps and characters, by the keyboard alone, and what becomes of bad input. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { idNumber } from '../domain/people.ts';
import type { Console } from './console.ts';
import { pin, Scene, staffName } from './scene.ts';

let scene: Scene;
let desk: Console;
let page: Page;
beforeAll(async () => {
  scene = await Scene.open();
  desk = await scene.clerk();
  page = scene.worker.page;
});
afterAll(async () => {
  await scene.close();
});
beforeEach(() => {
  scene.showsFailures('hands');
});

const idOf = (serial: number): string => idNumber('1939-03-08', serial);
const place = (path: string): Locator => scene.worker.place(path);

const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');

/** Counts what a hand does, from the browser's own trusted events; a choice from a list costs a tap more than the one that opens it. */
async function countsHands(): Promise<() => Promise<{ taps: number; keys: number }>> {
  await page.evaluate(() => {
    const hands = { taps: 0, keys: 0 };
    Object.assign(window, { hands });
    addEventListener(
      'pointerdown',
      (event) => {
        // The resident's own strokes are no taps of the worker.
        if (event.isTrusted && !(event.target instanceof HTMLCanvasElement)) hands.taps++;
      },
      true
    );
    addEventListener(
      'change',
      (event) => {
        if (event.target instanceof HTMLSelectElement) hands.taps++;
      },
      true
    );
    addEventListener(
      'beforeinput',
      (event) => {
        if (event.isTrusted) hands.keys += [...(event.data ?? '')].length;
      },
      true
    );
    addEventListener(
      'keydown',
      (event) => {
        if (event.isTrusted && event.key === 'Enter') hands.keys++;
      },
      true
    );
  });
  return () => page.evaluate(() => ({ ...(window as unknown as { hands: { taps: number; keys: number } }).hands }));
}
/** Opens the list with a finger, as far as a page can see it, and takes an option. */
async function picks(list: Locator, option: string): Promise<void> {
  await list.click();
  await page.keyboard.press('Escape');
  await list.selectOption(option);
}

test('[M3 M5] a worker who knows it takes the old-age allowance in by 25 taps and 60 characters at most, beyond names and numbers', async () => {
  await scene.worker.goes('今日');
  const hands = await countsHands();
  const [name, idNo, phone, card] = ['李秀英', idOf(51), '13812345678', '6222021234567890128'];
  await page.getByRole('navigation', { name: '五个去处' }).getByRole('link', { name: '办事' }).click();
  const search = page.getByLabel('找事项');
  await search.click();
  await page.keyboard.type('gljt');
  await page
    .getByRole('link', { name: /高龄津贴/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /办这件/ })
    .first()
    .click();
  await page.getByRole('radiogroup', { name: '谁来办？', exact: true }).getByText('本人', { exact: true }).click();
  await place('answers.applicantName').getByRole('textbox').click();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused()).toBe('c-applicantIdNo');
  await page.keyboard.type(idNo);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused()).toBe('c-applicantPhone');
  await page.keyboard.type(phone);
  await place('answers.householdAddress').getByRole('button', { name: '柳塘村' }).click();
  await expect.poll(() => focused()).toBe('c-householdAddress-detail');
  await page.keyboard.type('三组12号');
  await place('answers.residenceAddress')
    .getByRole('button', { name: /和户籍地址一样/ })
    .click();
  await place('answers.livingStatus').getByText('独居', { exact: true }).click();
  await place('answers.bankName').getByRole('button', { name: '农商银行' }).click();
  await place('answers.bankAccountName')
    .getByRole('button', { name: new RegExp(name) })
    .click();
  await expect.poll(() => focused()).toBe('c-bankAccountNo');
  await page.keyboard.type(card);
  for (const material of ['居民身份证', '居民户口簿(首页、户主页及本人页)', '本人社会保障卡或银行卡(一类账户)'])
    await picks(page.getByRole('combobox', { name: `${material} 收取方式`, exact: true }), '纸质已收');
  await scene.worker.acknowledgesNotice();
  await scene.worker.signs(new RegExp(name));
  await page.getByRole('button', { name: /^收件/ }).click();
  await expect.poll(hands).toMatchObject({ taps: expect.any(Number) as number });
  const { taps, keys } = await hands();
  await page.getByText('本凭证不代表受理').first().waitFor();
  const typed = keys - [name, idNo, phone, card].join('').length;
  process.stderr.write(`taps ${taps}, characters ${typed}\n`);
  expect(taps).toBeLessThanOrEqual(25);
  expect(typed).toBeLessThanOrEqual(60);
  await expect.poll(async () => (await desk.cases()).length, { timeout: 60_000 }).toBe(1);
});

/** Tab, until the focus is on what the selector names. */
async function tabsTo(selector: string, words = ''): Promise<void> {
  const isThere = () =>
    page.evaluate(([wanted, text]) => document.activeElement?.matches(wanted) === true && (document.activeElement.textContent ?? '').includes(text), [
      selector,
      words
    ] as const);
  for (let steps = 0; steps < 150; steps++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector} ${words}; it is at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? '')}`);
}
const keys = async (...names: string[]): Promise<void> => {
  for (const name of names) await page.keyboard.press(name);
};

test('[M22] the keyboard alone takes a case in, the signature too', async () => {
  await page.goto(`${scene.county.url}/`);
  await scene.worker.unlocks(staffName, pin);
  const name = '周桂兰';
  await tabsTo('nav a', '办事');
  await keys('Enter');
  await page.getByRole('heading', { name: '办事', level: 1 }).waitFor();
  await tabsTo('main input');
  await page.keyboard.type('gljt');
  await page
    .getByRole('link', { name: /高龄津贴/ })
    .first()
    .waitFor();
  await tabsTo('a', '高龄津贴');
  await keys('Enter');
  await page
    .getByRole('button', { name: /办这件/ })
    .first()
    .waitFor();
  await tabsTo('button', '办这件');
  await keys('Enter');
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await tabsTo('#q-agent input[type=radio]');
  await keys('Space');
  await tabsTo('#c-applicantName');
  await page.keyboard.type(name);
  await keys('Enter');
  await page.keyboard.type(idOf(52));
  await keys('Enter');
  await page.keyboard.type('13812345679');
  await tabsTo('#f-householdAddress button', '柳塘村');
  await keys('Enter');
  await expect.poll(focused).toBe('c-householdAddress-detail');
  await page.keyboard.type('三组13号');
  await tabsTo('#f-residenceAddress button', '和户籍地址一样');
  await keys('Enter');
  await tabsTo('#f-livingStatus input[type=radio]');
  await keys('Space', 'ArrowRight');
  await tabsTo('#f-bankName button', '农商银行');
  await keys('Enter');
  await tabsTo('#f-bankAccountName button', name);
  await keys('Enter');
  await expect.poll(focused).toBe('c-bankAccountNo');
  await page.keyboard.type('6222021234567890128');
  for (const id of ['mat-id', 'mat-hk', 'mat-bank']) {
    await tabsTo(`#m-${id} select`);
    await keys('ArrowDown', 'ArrowDown');
    expect(await page.locator(`#m-${id} select`).inputValue()).toBe('paper');
  }
  await tabsTo('#privacy input[type=checkbox], [data-path=privacyNotice] input[type=checkbox]');
  await keys('Space');
  await tabsTo('#sign canvas');
  for (const stroke of [
    ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight'],
    ['ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowLeft', 'ArrowLeft'],
    ['ArrowUp', 'ArrowRight', 'ArrowUp', 'ArrowRight', 'ArrowUp', 'ArrowRight']
  ])
    await keys('Space', ...stroke, 'Space', 'ArrowRight', 'ArrowUp');
  await tabsTo('#sign button', '就用这个签名');
  await keys('Enter');
  await page.locator('#sign').getByText('重签').first().waitFor();
  await tabsTo('#step-check button', '收件');
  await keys('Enter');
  await page.getByText('本凭证不代表受理').first().waitFor();
  await expect.poll(async () => (await desk.cases()).length, { timeout: 60_000 }).toBe(2);
});

test('[M26] bad input gets a sentence at its field, and nothing of it is lost', async () => {
  const { worker } = scene;
  await worker.begins('gljt', '高龄津贴(补贴)申领');
  await worker.answers('谁来办？', '本人');
  const long = '柳'.repeat(10_000);
  const bad: [key: string, input: string, text: string, sentence: RegExp][] = [
    ['applicantName', '#c-applicantName', '李😀英', /只用汉字、字母和间隔号/],
    ['applicantIdNo', '#c-applicantIdNo', `${idOf(53).slice(0, 17)}${idOf(53).endsWith('1') ? '2' : '1'}`, /有一位不对（校验码不符）/],
    ['applicantBirthDate', '#c-applicantBirthDate', '1939-02-31', /不是真实的日期/],
    ['applicantPhone', '#c-applicantPhone', '138123', /11 位手机号/],
    ['householdAddress', '#c-householdAddress-detail', long, /最多 200 个字|请选到村/],
    ['bankAccountNo', '#c-bankAccountNo', '12345', /12 至 19 位数字/]
  ];
  for (const [key, input, text, sentence] of bad) {
    if (key === 'householdAddress') await place('answers.householdAddress').getByRole('button', { name: '柳塘村' }).click();
    const box = page.locator(input);
    await box.focus();
    await page.keyboard.insertText(text);
    await box.blur();
    await expect.poll(() => place(`answers.${key}`).locator('.err').allInnerTexts(), { message: key }).toEqual([expect.stringMatching(sentence)]);
  }
  // A file that only calls itself a picture.
  const card = page.locator('#m-mat-id');
  await card.getByLabel('居民身份证 人像面 从文件选').setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
  await expect.poll(() => card.getByRole('alert').allInnerTexts()).toEqual([expect.stringMatching(/照片|图片/)]);
  // Nothing drawn can't be kept as a signature, and 收件 says that it lacks.
  expect(await page.getByRole('button', { name: '就用这个签名' }).first().isDisabled()).toBe(true);
  await page.getByRole('button', { name: /^收件/ }).click();
  await expect.poll(() => page.locator('#sign .err').first().innerText()).toMatch(/签名/);
  expect(page.url()).toContain('/intake/');

  await expect.poll(() => page.locator('.save').innerText()).toContain('已存在本机');
  await page.reload();
  await worker.unlocks(staffName, pin);
  await page.locator('#c-applicantName').waitFor();
  for (const [key, input, text] of bad)
    expect(
      await page
        .locator(input)
        .inputValue()
        .then((value) => value.replace(/\s/gu, '')),
      key
    ).toBe(text);
  expect((await desk.cases()).length).toBe(2);
});
