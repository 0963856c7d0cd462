/** What a resident says on the tablet reaches the county and nobody else (M25). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Voices } from '#protocol/voices.ts';
import { boxBytes } from '#protocol/voice-box.ts';
import type { Said } from '#domain/voice/answer.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { signIn } from '#test/county/harness.ts';
import { openScene, type Scene } from './county.ts';

let scene: Scene;
let tablet: Tablet;
let seed = 9000;
beforeAll(async () => {
  scene = await openScene();
  tablet = await scene.tablet();
});
afterAll(() => scene.close());

const bad: Said = { kind: 'rating', grade: 'veryDissatisfied', reasons: ['115'], words: '说话很凶，让我跑了三趟', mayContact: true };
const openedAt = () => new Date(Date.now() - 30_000).toISOString();

async function takenIn(): Promise<string> {
  const received = await tablet.api.receive((await fillElderly(tablet.api, ++seed)).id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
async function ratings(show = 'open', who = 'wangshen'): Promise<Voices> {
  return (await (await (await signIn(scene.county.url, who)).call('GET', `/api/v1/staff/ratings?show=${show}`)).json()) as Voices;
}

test('[P100, M25] a bad rating stands at the county word for word, and nowhere on the tablet', async () => {
  const caseId = await takenIn();
  expect(await tablet.api.desk('ratingAsk', caseId)).toMatchObject({ about: caseId, what: '高龄津贴(补贴)申领', staff: '陈敏', given: false });
  expect(await tablet.api.desk('giveVoice', caseId, bad, openedAt())).toEqual({ ok: true, value: null });
  expect(await tablet.api.desk('ratingAsk', caseId)).toMatchObject({ given: true });
  expect((await tablet.sync()).error).toBeNull();

  const row = (await ratings()).rows.find(({ about }) => about === caseId);
  expect(row).toMatchObject({
    kind: 'rating',
    grade: 'veryDissatisfied',
    reasons: ['115'],
    words: '说话很凶，让我跑了三趟',
    handlerName: '陈敏',
    item: '高龄津贴(补贴)申领',
    person: { phone: expect.stringMatching(/^1\d{10}$/) as string },
    clock: { stage: 'contact' }
  });
  expect(row?.seconds).toBeGreaterThanOrEqual(30);

  // The line that the tablet sent and keeps: a box of the one length, and no word of what is in it.
  const { rows } = await scene.county.owner.query<{ line: string }>(
    `SELECT line FROM journal WHERE line LIKE '%rating.given%' AND line LIKE '%' || $1 || '%'`,
    [caseId]
  );
  const body = (JSON.parse(rows[0]?.line ?? '{}') as { body: { box: string } }).body;
  expect(Buffer.from(body.box, 'base64')).toHaveLength(boxBytes);
  expect(rows[0]?.line).not.toMatch(/veryDissatisfied|115|说话/);
});
