/** What a worker does on the screens, by the words that stand on them. */
import type { Locator, Page } from 'playwright';
import type { ServiceItem } from '#domain/catalogue/format.ts';
import type { Assessment } from '#domain/form/assess.ts';
import type { Address, Agreement, Range, Row, Value } from '#domain/form/values.ts';
import { photograph } from './paper.ts';

type Field = ServiceItem['fields'][number];

export class Worker {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async enrols(code: string): Promise<void> {
    await this.page.getByLabel('登记码').fill(code);
    await this.page.getByRole('button', { name: '登记这台设备' }).click();
  }
  async signsIn(username: string, password: string, pin: string): Promise<void> {
    await this.page.getByLabel('账号').fill(username);
    await this.page.getByLabel('密码').fill(password);
    await this.page.getByLabel('设本机 PIN').fill(pin);
    await this.page.getByLabel('再输一遍 PIN').fill(pin);
    await this.page.getByRole('button', { name: '登录并开始' }).click();
    await this.page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
  }
  async unlocks(name: string, pin: string): Promise<void> {
    await this.page.getByText(name).first().waitFor();
    await this.page.keyboard.type(pin);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: '五个去处' }).waitFor();
  }
  async goes(place: '今日' | '办事' | '办件' | '同步' | '我的'): Promise<void> {
    await this.page.getByRole('navigation', { name: '五个去处' }).getByRole('link', { name: place }).click();
    await this.page.getByRole('heading', { name: place, level: 1 }).waitFor();
  }
  /** Finds an item by what the worker types, e.g. pinyin initials, and begins it. */
  async begins(search: string, name: string): Promise<void> {
    await this.goes('办事');
    await this.page.getByLabel('找事项').fill(search);
    await this.page.getByRole('link', { name }).first().click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
    await this.page
      .getByRole('button', { name: /办这件/ })
      .first()
      .click();
    await this.page.getByRole('heading', { name: '事项与情形' }).waitFor();
  }

  place(path: string) {
    return this.page.locator(`[data-path="${path}"]`);
  }
  async answers(question: string, option: string): Promise<void> {
    // The circle is drawn by its label, as a finger would find it.
    await this.page.getByRole('radiogroup', { name: question, exact: true }).getByText(option, { exact: true }).click();
  }
  /** Everything that a filled form says, entered field by field; what the form derives is left alone. */
  async fills(assessment: Assessment): Promise<void> {
    let open = assessment.fields.filter(({ visible, value, derived }) => visible && value !== null && !derived);
    // A field may stand there only once a later one is filled in.
    while (open.length > 0) {
      const left: typeof open = [];
      for (const each of open) {
        if ((await this.place(`answers.${each.field.key}`).count()) === 0) left.push(each);
        else await this.fillsField(each.field, each.value ?? '');
      }
      if (left.length === open.length) throw new Error(`the page does not show: ${left.map(({ field }) => field.label).join('、')}`);
      open = left;
    }
  }
  async fillsField(field: Field, value: Value): Promise<void> {
    const place = this.place(`answers.${field.key}`);
    await place.waitFor();
    switch (field.type) {
      case 'select':
        // A short list stands open.
        if ((await place.getByRole('combobox').count()) === 0)
          return place
            .getByText(value as string, { exact: true })
            .last()
            .click();
        return void (await place.getByRole('combobox').selectOption(value as string));
      case 'radio':
        return place
          .getByText(value as string, { exact: true })
          .last()
          .click();
      case 'multiselect':
        for (const option of value as string[]) await place.getByLabel(option, { exact: true }).check();
        return;
      case 'consent':
      case 'commitment':
        return place
          .getByRole('radio')
          .nth((value as Agreement).agreed ? 0 : 1)
          .check({ force: true });
      case 'address':
        await this.#choosesPlace(place, (value as Address).division);
        return place
          .getByRole('textbox')
          .last()
          .fill((value as Address).detail);
      case 'region':
        return this.#choosesPlace(place, value as string);
      case 'dateRange':
      case 'monthRange':
        await place
          .locator('input')
          .nth(0)
          .fill((value as Range).from);
        return place
          .locator('input')
          .nth(1)
          .fill((value as Range).to);
      case 'table':
        return this.#fillsTable(field, value as Row[]);
      default:
        return place
          .locator('input, textarea')
          .first()
          .fill(value as string);
    }
  }
  /** From the list, or by its code where the list has it not. */
  async #choosesPlace(place: Locator, code: string): Promise<void> {
    const list = place.getByRole('combobox');
    if ((await list.locator(`option[value="${code}"]`).count()) > 0) return void (await list.selectOption(code));
    await list.selectOption('elsewhere');
    await place.getByRole('textbox').first().fill(code);
  }
  async #fillsTable(field: Field, rows: Row[]): Promise<void> {
    const place = this.place(`answers.${field.key}`);
    for (const [index, row] of rows.entries()) {
      await place.getByRole('button').last().click();
      for (const column of field.columns ?? []) {
        const text = row[column.key];
        if (text === undefined) continue;
        const cell = place.locator(`#c-${field.key}-${index}-${column.key}`);
        if (column.type === 'select') await cell.selectOption(text);
        else await cell.fill(text);
      }
    }
  }
  async photographs(material: string, pages: readonly string[], paper: Page): Promise<void> {
    const card = this.page.getByRole('article', { name: material });
    for (const label of pages) {
      const chooser = card.getByLabel(`${material} ${label} 从文件选`);
      await chooser.setInputFiles(await photograph(paper, `${material} ${label}`));
      await card.getByRole('img', { name: `${material} ${label}` }).waitFor({ timeout: 30_000 });
    }
  }
  async chooses(material: string, way: '容缺后补' | '告知承诺' | '纸质已收' | '待联网核验' | '不需要'): Promise<void> {
    await this.page.getByRole('combobox', { name: `${material} 收取方式`, exact: true }).selectOption(way);
  }
  async acknowledgesNotice(): Promise<void> {
    await this.page.getByLabel('已读给本人听，本人知道了').check({ force: true });
  }
  async signs(label: RegExp): Promise<void> {
    const pad = this.page.getByLabel(label).and(this.page.locator('canvas')).first();
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('the pad is not on screen');
    for (const [from, to] of [
      [0.1, 0.4],
      [0.3, 0.7],
      [0.6, 0.9]
    ] as const) {
      await this.page.mouse.move(box.x + box.width * from, box.y + box.height * 0.3);
      await this.page.mouse.down();
      for (let i = 1; i <= 8; i++) await this.page.mouse.move(box.x + box.width * (from + ((to - from) * i) / 8), box.y + box.height * (0.3 + 0.06 * i));
      await this.page.mouse.up();
    }
    await this.page.getByRole('button', { name: '就用这个签名' }).first().click();
  }
  /** 收件; answers with the local number on the receipt. */
  async receives(button = /^收件/): Promise<{ caseId: string; localNo: string }> {
    await this.page.getByRole('button', { name: button }).click();
    await this.page.waitForURL(/\/cases\/[^/]+\/receipt/);
    await this.page.getByText('本凭证不代表受理').first().waitFor();
    const text = await this.page.locator('main').innerText();
    return { caseId: /cases\/([^/]+)\//.exec(this.page.url())?.[1] ?? '', localNo: /L-[A-Z0-9-]+/.exec(text)?.[0] ?? '' };
  }

  async beginsBundle(name: string): Promise<void> {
    await this.goes('办事');
    await this.page.getByRole('link', { name }).first().click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
    await this.page.getByRole('button', { name: /办/ }).first().click();
    await this.page.getByRole('heading', { name: '事项与情形' }).waitFor();
  }
  /** 同步, until nothing waits and the line is quiet. */
  async syncs(): Promise<void> {
    await this.goes('同步');
    await this.page.getByRole('button', { name: /同步/ }).last().click();
  }
  /** The row of a person in 办件, as it reads. */
  async statusOf(name: string): Promise<string> {
    return this.page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .innerText();
  }
}
