/**
 * [M13] [M15] A shop's owner has no lease at hand and promises instead, with no line: the office tells, the person reads, signs, and the promise
 * goes to the county word for word. There it is checked afterwards, and the station sees what was found.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { answersFor, answersSituation, catalogue } from '../applicant.ts';
import { flaws, pictures } from '../looks.ts';
import { Scene } from '../scene.ts';
import { intactness } from '../intact.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(async () => {
  await scene.close();
});
const owner = '周建国';
const premise = '经营场所使用相关文件或申报承诺';
const licence = '前置许可文件';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

test('[M13] a proof is replaced by a commitment, which is signed offline and checked at the county afterwards', async () => {
  scene.showsFailures('commitment');
  const { worker, county } = scene;
  const { page } = worker;
  const found: string[] = [];
  const look = async (place: string) => (pictures ? found.push(...(await flaws(page, place))) : 0);
  await county.stops();
  const filled = answersFor(itemDefinition(catalogue, 'individual-business'), owner, { born: '1976-05-20' });
  await worker.begins('个体', filled.definition.name);
  await answersSituation(worker, filled.definition, filled.input.situation);
  await worker.fills(filled.assessment);
  const paper = await scene.paper();
  for (const { material, wanted } of filled.assessment.materials) {
    if (wanted !== 'required' || material.generated) continue;
    if (material.name === premise) await worker.chooses(premise, '告知承诺');
    else if (material.name === licence) await worker.chooses(licence, '待联网核验');
    else await worker.photographs(material.name, material.pages ?? [material.name], paper);
  }
  // What the office has to tell stands there before anything is signed, and the way out of promising too.
  const letter = page.getByRole('region', { name: '证明事项告知承诺书' });
  for (const words of [premise, '设定依据', '不实承诺的责任', '可以不承诺，改交这份证明', '不向社会公开']) await letter.getByText(words).first().waitFor();
  await worker.acknowledgesNotice();
  await worker.signs(/周建国/);
  await look('commitment-signed');
  const { caseId } = await worker.receives();

  await county.comesBack();
  await worker.syncs();
  const desk = await scene.clerk();
  await expect.poll(async () => (await desk.cases()).map((row) => row.caseId), { timeout: 60_000 }).toContain(caseId);
  const held = await desk.case(caseId);
  const { received, materials } = held;
  const kept = intactness(held);
  expect(kept.broken).toEqual([]);
  expect(kept.texts).toBeGreaterThan(0);
  const promise = received.papers?.find(({ kind }) => kind === 'commitment');
  expect(promise?.hash).toBe(hash(promise?.text ?? ''));
  expect(received.signatures.filter(({ documentHash }) => documentHash === promise?.hash).map(({ role, name }) => [role, name])).toEqual([
    ['applicant', owner]
  ]);
  expect(materials.find(({ name }) => name === premise)).toMatchObject({ state: 'committed', due: expect.stringMatching(/^\d{4}-/) as string });

  await desk.opens(owner);
  await desk.page.getByRole('button', { name: `核验：${licence}` }).click();
  const verified = desk.page.getByRole('form', { name: `核验：${licence}` });
  await verified.getByText('一致', { exact: true }).click();
  await verified.getByLabel('数据来源').fill('县行政许可电子证照库');
  await verified.getByRole('button', { name: '确定' }).click();
  await verified.waitFor({ state: 'detached' });
  await desk.accepts(owner);
  await desk.opens(owner);
  await desk.page.getByRole('button', { name: `核查：${premise}` }).click();
  const form = desk.page.getByRole('form', { name: `核查：${premise}` });
  await form.getByRole('button', { name: '确定' }).click();
  await form.getByText('请选一项').waitFor();
  await form.getByText('不实', { exact: true }).click();
  await form.getByLabel('怎么核查的').fill('现场核查，门牌与租赁合同不符');
  await form.getByLabel('处理意见').fill('责令十日内补交租赁合同，逾期撤销登记');
  if (pictures) await desk.page.screenshot({ path: `${pictures}/commitment-check.png` });
  await form.getByRole('button', { name: '确定' }).click();
  await form.waitFor({ state: 'detached' });
  expect((await desk.case(caseId)).checks).toMatchObject({
    'mat-premise': { kind: 'commitment', finding: 'false' },
    'mat-prelicense': { kind: 'share', outcome: 'matches' }
  });

  await worker.syncs();
  await worker.goes('办件');
  await page
    .getByRole('link', { name: new RegExp(owner) })
    .first()
    .click();
  await page.getByText('核查结果：不实').waitFor({ timeout: 30_000 });
  await page.getByText('责令十日内补交租赁合同').first().waitFor();
  await look('commitment-found');
  expect(found).toEqual([]);
});
