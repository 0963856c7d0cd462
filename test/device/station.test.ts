/** What the station worker answers without a county: refusals, locks, sums. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { verdictsOf } from '#device/line/push.ts';
import { Progress } from '#device/line/progress.ts';
import { sentences } from '#device/sentences.ts';
import type { Group } from '#store/journal.ts';
import { makeTablet } from './tablet.ts';

const nowhere = 'http://127.0.0.1:9';

describe('a device that is not enrolled or locked', () => {
  it('refuses with a sentence, and lists nothing', async () => {
    const { api } = await makeTablet(nowhere);
    expect((await api.status()).phase).toBe('new');
    expect(await api.addStaff('a', 'b', '246810')).toMatchObject({ ok: false, error: { code: 'not_enrolled', message: sentences.not_enrolled } });
    expect(await api.startDraft({ itemId: 'elderly-allowance' })).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await api.withdraw('018f0000-0000-7000-8000-000000000000', 'x')).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await api.addPhoto({ bytes: new ArrayBuffer(3), mime: 'image/jpeg' }, { label: '', watermark: '' })).toMatchObject({
      ok: false,
      error: { code: 'locked' }
    });
    expect(await api.cases({})).toEqual({ rows: [], total: 0 });
    expect(await api.drafts()).toEqual([]);
    expect(await api.search('a')).toEqual([]);
  });

  it('says that the line is down when the county does not answer, and can be enrolled later', async () => {
    const tablet = await makeTablet(nowhere);
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'offline' } });
    tablet.line.before = () => new Response('<html>502 Bad Gateway</html>', { status: 502 });
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'offline' } });
    tablet.line.before = () => Response.json({ deviceId: 1 });
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'bad_reply' } });
    expect((await tablet.api.status()).phase).toBe('new');
  });
});

describe('verdicts of a reply', () => {
  const group = (seq: number, count: number) => ({ seq, count }) as Group;
  const verdict = (seq: number, kind: 'applied' | 'rejected' | 'parked') => ({
    seq,
    opId: 'x',
    verdict: kind,
    final: true,
    ...(kind === 'rejected' && { error: { code: 'invalid_case', message: 'm', path: 'p' } })
  });
  it('[P16] give a group the worst verdict of its operations', () => {
    const found = verdictsOf(
      [group(1, 2), group(3, 1), group(4, 2)],
      [verdict(1, 'applied'), verdict(2, 'rejected'), verdict(3, 'applied'), verdict(4, 'applied'), verdict(5, 'parked')]
    );
    expect([...found].map(([seq, { state, problem }]) => [seq, state, problem?.code ?? null])).toEqual([
      [1, 'rejected', 'invalid_case'],
      [3, 'applied', null],
      [4, 'parked', null]
    ]);
  });
  it('[P18] leave a group pending when the reply is silent about one of its operations', () => {
    expect([...verdictsOf([group(1, 2), group(3, 1)], [verdict(1, 'applied'), verdict(3, 'applied')]).keys()]).toEqual([3]);
  });
});

describe('progress', () => {
  it('counts speed over the last seconds and time left from what is still to be sent', () => {
    let now = 1_000_000;
    const progress = new Progress(
      () => now,
      () => undefined
    );
    progress.begin();
    progress.enter('photos');
    progress.startPhotos(10, 1_000_000);
    for (let at = 0; at < 10; at++) {
      now += 1000;
      progress.moved(20_000);
      progress.chunkSent(20_000);
    }
    const status = progress.status();
    expect(status.bytesPerSecond).toBeGreaterThan(18_000);
    expect(status.bytesPerSecond).toBeLessThan(24_000);
    expect(status.secondsLeft).toBe(Math.ceil(800_000 / status.bytesPerSecond));
    expect(status.photos).toMatchObject({ total: 10, confirmed: 0, confirmedBytes: 0 });
    progress.end(null);
    expect(progress.status()).toMatchObject({ running: false, bytesPerSecond: 0, secondsLeft: null });
  });
});
