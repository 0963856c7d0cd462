/** [M5] What is practised stays on a database of its own, and has no way out. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openPractice, practicePin } from '#device/practice.ts';
import { fillElderly } from '#test/device/tablet.ts';
import { openScene } from './county.ts';

test('[M5] a whole intake can be practised on the real items; nothing of it leaves the tablet, and the real work has none of it', async () => {
  const scene = await openScene();
  try {
    const tablet = await scene.tablet();
    await tablet.api.syncStop();
    const asked: string[] = [];
    tablet.line.before = (url) => {
      asked.push(url);
      return null;
    };
    const practice = await openPractice(tablet.world, `${tablet.name}-catalogue`);
    expect(await practice.status()).toMatchObject({ phase: 'open', station: { name: '练习站（虚构）' }, staff: { name: '练习员' } });
    expect((await practice.today()).visits.map(({ plan }) => plan.name)).toEqual(['王练习', '李练习']);
    const received = await practice.receive((await fillElderly(practice, 880)).id);
    if (!received.ok) throw new Error(received.error.message);
    expect(received.value.localNo).toMatch(/^L-LX00-00-/);
    await practice.setOnline(true);
    await practice.syncNow();
    expect((await practice.syncStatus()).online).toBe(false);
    for (const result of [await practice.ferryExport(null), await practice.rescue(), await practice.enrolAgain('ABCD-EFGH')])
      expect(result).toMatchObject({ ok: false, error: { code: 'practice' } });
    // Nobody asked anything, and the county has nothing.
    expect(asked).toEqual([]);
    const { rows } = await scene.county.owner.query('SELECT id FROM cases');
    expect(rows).toEqual([]);
    expect((await tablet.api.cases({})).total).toBe(0);
    await practice.lock();
    const [colleague] = (await practice.status()).colleagues;
    expect(await practice.unlock(colleague?.id ?? '', practicePin)).toMatchObject({ ok: true });
  } finally {
    await scene.close();
  }
});
