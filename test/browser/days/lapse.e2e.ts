/**
 * [M12] [M20] A colleague let a bank card be handed in later, and its day has passed: the station's other tablet and the county both say so. The
 * county lengthens the time once, with a reason; the card is supplied on this tablet, and nothing is owed any more.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillElderly, makeTablet } from '#test/device/tablet.ts';
import { flaws, pictures } from '../looks.ts';
import { Scene } from '../scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});
const card = '本人社会保障卡或银行卡(一类账户)';

test('[M12] a deferral that lapsed is seen at the station and at the county, lengthened, and supplied by a colleague', async () => {
  scene.showsFailures('lapse');
  const { worker, county } = scene;
  const { page } = worker;
  const found: string[] = [];
  // Three weeks ago, on the colleague's tablet.
  const other = await makeTablet(county.url);
  const admin = await scene.clerk('admin');
  expect(await other.api.enrol(await admin.makesCode('LT03'), '旧平板')).toMatchObject({ ok: true });
  await other.staff('zhouling', 'zhouling-2026');
  await other.sync();
  other.clock.ahead -= 21 * 86_400_000;
  const draft = await fillElderly(other.api, 41);
  draft.materials['mat-bank'] = { id: 'mat-bank', name: card, state: 'deferred', originals: 0, copies: 0, whereabouts: 'none', pages: [] };
  await other.api.saveDraft(draft);
  const received = await other.api.receive(draft.id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  other.clock.ahead = 0;
  expect((await other.sync()).error).toBeNull();
  const name = String(draft.answers['applicantName']);

  // Today, on this one.
  await worker.syncs();
  await worker.goes('今日');
  const due = page
    .getByRole('region', { name: '到期' })
    .or(page.locator('section', { hasText: '到期' }))
    .first();
  await due.getByText(name).first().waitFor({ timeout: 30_000 });
  await due.getByText(/超期/).first().waitFor();
  if (pictures) found.push(...(await flaws(page, 'lapse-today')));
  await page.goto(`${county.url}/cases/${received.value.caseId}`);
  await worker.unlocks('陈敏', '258013');
  await page.getByText(/容缺材料超期/).waitFor();
  if (pictures) found.push(...(await flaws(page, 'lapse-case')));

  const desk = await scene.clerk();
  await desk.page.getByLabel('状态').first().selectOption('lapsed');
  await desk.page.getByText('容缺逾期没补').first().waitFor();
  await desk.opens(name);
  await desk.page.getByRole('button', { name: `延期：${card}` }).click();
  const form = desk.page.getByRole('form', { name: `延期：${card}` });
  const later = new Date(Date.now() + 8 * 3_600_000 + 5 * 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel('新的补齐日期').fill(later);
  await form.getByLabel('理由').fill('本人住院，家属已来电说明');
  if (pictures) await desk.page.screenshot({ path: `${pictures}/lapse-county.png` });
  await form.getByRole('button', { name: '确定' }).click();
  await form.waitFor({ state: 'detached' });

  await worker.syncs();
  await worker.goes('办件');
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await page
    .getByRole('button', { name: /补容缺材料/ })
    .first()
    .click();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await page.getByRole('article', { name: card }).getByRole('button', { name: '现在就有' }).click();
  await worker.photographs(card, ['正面'], await scene.paper());
  await page.getByRole('button', { name: /补正送出|送出/ }).click();
  await page.waitForURL(/\/cases\//);
  await worker.syncs();
  await expect
    .poll(async () => (await desk.case(received.value.caseId)).materials.find(({ id }) => id === 'mat-bank')?.state, { timeout: 60_000 })
    .toBe('photographed');
  const atCounty = await desk.case(received.value.caseId);
  expect(atCounty.timeline.map(({ type }) => type)).toEqual(['case.received', 'case.deferralExtended', 'case.supplied']);
  expect(await desk.photosOf([received.value.caseId])).toBeGreaterThan(0);
  expect(found).toEqual([]);
});
