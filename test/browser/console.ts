/** What a county clerk does on the console, in a browser of their own. */
import type { Browser, Page } from 'playwright';
import type { CaseState } from '#domain/case/state.ts';

type Row = { caseId: string; stationCode: string; applicantName: string; localNo: string; photosMissing: number; status: string };

export class Console {
  readonly page: Page;
  private constructor(page: Page) {
    this.page = page;
  }
  static async open(browser: Browser, url: string): Promise<Console> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}/county`);
    return new Console(page);
  }
  async signsIn(username: string, password: string): Promise<void> {
    await this.page.getByLabel('用户名').fill(username);
    await this.page.getByLabel('密码').fill(password);
    await this.page.getByRole('button', { name: '登录' }).click();
    // An administrator has no queue: the stations come first.
    await this.page
      .getByRole('heading', { name: /^(队列|站点)$/ })
      .first()
      .waitFor();
  }
  async #read<T>(path: string): Promise<T> {
    return this.page.evaluate(async (address) => (await fetch(address)).json() as Promise<unknown>, `/api/v1/staff${path}`) as Promise<T>;
  }
  /** What the county's own API answers to this clerk. */
  async cases(): Promise<Row[]> {
    return (await this.#read<{ rows: Row[] }>('/queue?limit=100')).rows;
  }
  /** How many photographs of these cases the county can show, each fetched and its digest compared. */
  async photosOf(caseIds: string[]): Promise<number> {
    const rows = (await this.cases()).filter((row) => caseIds.includes(row.caseId));
    let shown = 0;
    for (const row of rows) {
      const { blobs } = await this.#read<{ blobs: { sha256: string }[] }>(`/cases/${row.stationCode}/${row.caseId}`);
      for (const { sha256 } of blobs) {
        const digest = await this.page.evaluate(async (address) => {
          const bytes = await (await fetch(address)).arrayBuffer();
          return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        }, `/api/v1/staff/blobs/${row.stationCode}/${sha256}`);
        if (digest === sha256) shown++;
      }
    }
    return shown;
  }
  /** A case as the county's own API shows it to this clerk. */
  async case(caseId: string): Promise<CaseState> {
    const row = (await this.cases()).find((each) => each.caseId === caseId);
    if (!row) throw new Error(`the county has no case ${caseId}`);
    return (await this.#read<{ state: CaseState }>(`/cases/${row.stationCode}/${caseId}`)).state;
  }
  async takenInOffline(caseIds: string[]): Promise<boolean[]> {
    const rows = (await this.cases()).filter((row) => caseIds.includes(row.caseId));
    return Promise.all(
      rows.map(
        async (row) => (await this.#read<{ state: { received: { offline: boolean } } }>(`/cases/${row.stationCode}/${row.caseId}`)).state.received.offline
      )
    );
  }
  /** A code to enrol one more tablet of a station. */
  async makesCode(stationCode: string): Promise<string> {
    return this.page.evaluate(async (station) => {
      const { csrf } = (await (await fetch('/api/v1/staff/me')).json()) as { csrf: string };
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf };
      const made = await fetch('/api/v1/staff/enrolment-codes', { method: 'POST', headers, body: JSON.stringify({ stationCode: station }) });
      return ((await made.json()) as { code: string }).code;
    }, stationCode);
  }
  async opens(name: string): Promise<void> {
    await this.page.reload();
    await this.page.getByRole('heading', { name: '队列' }).waitFor();
    await this.page.getByLabel('状态').first().waitFor();
    await this.#showsAll();
    await this.page.locator('a', { hasText: name }).first().click();
    await this.page.getByRole('main').getByText(name).first().waitFor();
  }
  async #showsAll(): Promise<void> {
    await this.page.getByLabel('状态').first().selectOption('');
  }
  /** 刚才: what was decided stays in sight. */
  async #saysLately(name: string, what: string): Promise<void> {
    await this.page.getByRole('region', { name: '刚才' }).getByRole('status').filter({ hasText: name }).filter({ hasText: what }).waitFor();
  }
  async accepts(name: string): Promise<void> {
    await this.opens(name);
    await this.page.locator('#co-act-accept').click();
    await this.page.getByRole('button', { name: `受理${name}这件` }).click();
    await this.#saysLately(name, '已受理');
  }
  /** @param material its name; else the first one of the case. */
  async sendsBack(name: string, problem: string, remedy: string, material?: string): Promise<void> {
    await this.opens(name);
    await this.page.locator('#co-act-correct').click();
    const choices = this.page.getByRole('group', { name: '材料' }).getByRole('button');
    await (material === undefined ? choices : choices.filter({ hasText: material })).first().click();
    await this.page.getByLabel(/：有什么问题/).fill(problem);
    await this.page.getByLabel(/：怎么补/).fill(remedy);
    await this.page.getByRole('button', { name: '发出 1 项补正' }).click();
    await this.#saysLately(name, '已发补正');
  }
  async completes(name: string, result: string): Promise<void> {
    await this.opens(name);
    await this.page.locator('#co-act-complete').click();
    await this.page.getByRole('radiogroup', { name: '决定' }).getByText('准予', { exact: true }).click();
    await this.page.getByLabel('办理结果').fill(result);
    await this.page.getByRole('button', { name: `办结${name}这件` }).click();
    await this.#saysLately(name, '已办结');
  }
  /** On the open joint case: one department's part of it. */
  async acceptsChild(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `受理：${name}`, exact: true }).click();
    await this.#sendsChild(`受理：${name}`);
    await this.page.getByRole('button', { name: `办结：${name}`, exact: true }).waitFor();
  }
  async completesChild(name: string, result: string): Promise<void> {
    await this.page.getByRole('button', { name: `办结：${name}`, exact: true }).click();
    await this.page
      .getByRole('form', { name: `办结：${name}`, exact: true })
      .getByLabel('结果内容')
      .fill(result);
    await this.#sendsChild(`办结：${name}`);
    await this.page.getByRole('listitem').filter({ hasText: name }).getByText(`结果：${result}`).waitFor();
  }
  async refusesChild(name: string, reason: string, basis: string): Promise<void> {
    await this.page.getByRole('button', { name: `不予受理：${name}`, exact: true }).click();
    const form = this.page.getByRole('form', { name: `不予受理：${name}`, exact: true });
    await form.getByLabel('理由').fill(reason);
    await form.getByLabel('依据').fill(basis);
    await this.#sendsChild(`不予受理：${name}`);
    await this.page.getByRole('listitem').filter({ hasText: name }).getByText(`原因：${reason}`).waitFor();
  }
  async #sendsChild(form: string): Promise<void> {
    await this.page.getByRole('form', { name: form, exact: true }).getByRole('button', { name: '确定' }).click();
  }
}
