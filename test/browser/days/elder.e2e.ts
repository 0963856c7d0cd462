/**
 * [M10] [M11] [M12] [M18] [M22] An old woman who can't walk far and can't write: an order, a home visit, a mandate with her mark before two
 * witnesses, the allowance without her bank card, and a colleague who supplies it. The county has every paper with its hash.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MandateState } from '#domain/assist/mandate.ts';
import type { OrderState } from '#domain/assist/order.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { makeTablet } from '#test/device/tablet.ts';
import { answersFor, catalogue } from '../applicant.ts';
import { flaws, pictures } from '../looks.ts';
import { photograph } from '../paper.ts';
import { pin, Scene, staffName } from '../scene.ts';
import { intactness } from '../intact.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});
const itemName = '高龄津贴(补贴)申领';
const card = '本人社会保障卡或银行卡(一类账户)';

test('[M22] an elder is helped at home under a mandate, and her bank card comes later by a colleague', async () => {
  scene.showsFailures('elder');
  const { worker, county } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string) => {
    if (pictures) found.push(...(await flaws(page, `elder-${place}`)));
  };
  const elder = answersFor(itemDefinition(catalogue, 'elderly-allowance'), '李秀英', { born: '1939-03-08', defers: true });
  const idNo = String(elder.input.answers['applicantIdNo']);

  // She rings: an order, and a time at her home. From here on there is no line.
  await county.stops();
  await worker.goes('办件');
  await page.getByRole('link', { name: '帮办工单' }).click();
  await page.getByRole('link', { name: '开一张工单' }).first().click();
  await page.getByRole('button', { name: '开单，由我负责' }).click();
  await page.getByText('请写清要帮什么').waitFor();
  await look('order-new');
  await page.getByLabel('居民姓名').fill('李秀英');
  await page.getByLabel('住址').fill('柳塘村3组12号');
  await page.getByLabel('要帮什么').fill('腿脚不便，不会写字，想办高龄补贴');
  await page.getByLabel('加一个事项').selectOption({ label: itemName });
  await page.getByRole('radio', { name: /全程代办/ }).check();
  await page.getByRole('button', { name: '开单，由我负责' }).click();
  await page.getByRole('heading', { name: /李秀英/, level: 1 }).waitFor();
  await look('order');
  await page.getByRole('link', { name: '约上门' }).click();
  await page.getByLabel('行动不便').check();
  await page.getByLabel('不会写字').check();
  await look('visit-new');
  await page.getByRole('button', { name: /^记下给李秀英上门/ }).click();
  await page.getByRole('heading', { name: /李秀英/, level: 1 }).waitFor();

  // At her home: the mandate, her mark, two witnesses.
  await page.getByRole('link', { name: '签委托书' }).click();
  await page.getByLabel('委托人身份证号').fill(idNo);
  await page.getByLabel('代办人身份证号').fill('430103198502121226');
  await page.getByLabel('代办人电话').fill('13900001111');
  await page.getByLabel('代为作出容缺、告知承诺').check();
  await page.getByRole('radiogroup', { name: '委托人怎么签' }).getByText('不能签名').click();
  await page.getByLabel('见证人1姓名').fill('王大爷');
  await page.getByLabel('见证人2姓名').fill('赵婶');
  await look('mandate-new');
  for (const who of [/委托人指印或记号/, /代办人签名/, /见证人签名（王大爷）/, /见证人签名（赵婶）/]) await worker.signs(who);
  await page.getByRole('button', { name: '委托书生效' }).click();
  await page.getByRole('heading', { name: /李秀英/, level: 1 }).waitFor();

  // The form takes the people and the letter from it.
  await page.getByRole('button', { name: `开始办 ${itemName}` }).click();
  await page.getByRole('heading', { name: '事项与情形' }).waitFor();
  await page.getByText(/已用委托书 WT-/).waitFor();
  const known = ['applicantName', 'applicantIdNo'];
  for (const question of elder.definition.questions) {
    const option = question.options.find((each) => each.value === elder.input.situation[question.id]);
    const group = page.getByRole('radiogroup', { name: question.ask, exact: true });
    if (question.id !== 'agent' && option && (await group.count()) > 0) await worker.answers(question.ask, option.label);
  }
  await worker.fills({ ...elder.assessment, fields: elder.assessment.fields.filter(({ field }) => !known.includes(field.key)) });
  await worker.chooses('代办人居民身份证', '纸质已收');
  const paper = await scene.paper();
  let photos = 0;
  for (const { material, wanted, entry } of elder.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (entry?.state === 'deferred') await worker.chooses(material.name, '容缺后补');
    else {
      await worker.photographs(material.name, material.pages ?? [material.name], paper);
      photos += material.pages?.length ?? 1;
    }
  }
  await worker.acknowledgesNotice();
  await look('intake');
  await worker.signs(/陈敏/);
  const { caseId, localNo } = await worker.receives();
  expect(localNo).toMatch(/^L-LT03-/);
  await page.goto(`${county.url}/cases/${caseId}`);
  await worker.unlocks(staffName, pin);
  await page.getByText(/有效，到/).waitFor();
  await look('case');

  // At dusk the line is back.
  await county.comesBack();
  await worker.syncs();
  const desk = await scene.clerk();
  await expect.poll(async () => (await desk.cases()).find((each) => each.caseId === caseId)?.photosMissing, { timeout: 60_000 }).toBe(0);

  // Another day, another tablet: the colleague brings the card.
  const colleague = await makeTablet(county.url);
  const admin = await scene.clerk('admin');
  expect(await colleague.api.enrol(await admin.makesCode('LT03'), '同事的平板')).toMatchObject({ ok: true });
  await colleague.staff('zhouling', 'zhouling-2026');
  await colleague.sync();
  const draft = await colleague.api.startDraft({ itemId: 'elderly-allowance', caseId });
  if (!draft.ok) throw new Error(draft.error.message);
  const { buffer } = await photograph(paper, card);
  const photo = await colleague.api.addPhoto({ bytes: new Uint8Array(buffer).buffer, mime: 'image/jpeg' }, { label: '卡面', watermark: '' });
  if (!photo.ok) throw new Error(photo.error.message);
  const supplied = { ...draft.value.materials };
  supplied['mat-bank'] = { id: 'mat-bank', name: card, state: 'photographed', originals: 0, copies: 1, whereabouts: 'returned', pages: [photo.value] };
  await colleague.api.saveDraft({ ...draft.value, materials: supplied });
  expect(await colleague.api.supply(draft.value.id)).toMatchObject({ ok: true });
  expect((await colleague.sync()).error).toBeNull();

  // She sees it, and ends the order.
  await worker.syncs();
  await page.goto(`${county.url}/orders`);
  await worker.unlocks(staffName, pin);
  await look('orders');
  if (pictures) {
    for (const place of ['visits', 'mandates', 'sheet']) {
      if (place === 'visits') await page.goto(`${county.url}/visits`);
      else {
        await page.goto(`${county.url}/orders`);
        await worker.unlocks(staffName, pin);
        await page.getByRole('link', { name: /李秀英/ }).click();
        await page.getByRole('link', place === 'mandates' ? { name: /委托书/ } : { name: '打印工单' }).click();
        await page.getByRole('article').waitFor();
      }
      if (place === 'visits') await worker.unlocks(staffName, pin);
      if (place === 'visits') await page.getByText('腿脚不便').waitFor();
      await look(place);
    }
    await page.goto(`${county.url}/orders`);
    await worker.unlocks(staffName, pin);
  }
  await page.getByRole('link', { name: /李秀英/ }).click();
  await page.getByRole('button', { name: '办完了' }).click();
  await page.getByLabel('结果怎样').fill('材料齐了，等县里审核');
  await page.getByRole('button', { name: '记下 办完了' }).click();
  await page.getByText('这张工单已经结束。').waitFor();
  await worker.syncs();

  // Everything is at the county, with its hash.
  await expect.poll(async () => (await desk.case(caseId)).materials.find(({ id }) => id === 'mat-bank')?.state, { timeout: 60_000 }).toBe('photographed');
  await expect.poll(() => desk.photosOf([caseId]), { timeout: 60_000 }).toBe(photos + 1);
  const state = await desk.case(caseId);
  const reads = <T>(path: string) =>
    desk.page.evaluate(async (address) => (await fetch(address)).json() as Promise<unknown>, `/api/v1/staff${path}`) as Promise<T>;
  const kept = intactness(state);
  expect(kept.broken).toEqual([]);
  expect(kept.texts).toBeGreaterThan(0);
  const { orderId = '', mandateId = '' } = state.received;
  const { mandate } = await reads<{ mandate: MandateState }>(`/mandates/LT03/${mandateId}`);
  expect(sha256OfText(mandate.granted.paper.text)).toBe(mandate.granted.paper.hash);
  expect(mandate.granted.signatures.map(({ role, documentHash }) => [role, documentHash === mandate.granted.paper.hash])).toEqual([
    ['principal', true],
    ['agent', true],
    ['witness', true],
    ['witness', true]
  ]);
  expect(state.materials.find(({ id }) => id === 'mat-poa')).toMatchObject({ state: 'eCertificate', eCertificate: mandate.granted.paper.no });
  expect(state.timeline.filter(({ type }) => type === 'case.supplied').map(({ by }) => by)).toEqual(['周玲']);
  const listed = async () => (await reads<{ rows: { order: OrderState }[] }>('/orders?closed=1')).rows.map(({ order }) => order);
  await expect.poll(async () => (await listed()).find(({ id }) => id === orderId), { timeout: 60_000 }).toMatchObject({ outcome: 'done', caseId, mandateId });
  expect(found).toEqual([]);
});
