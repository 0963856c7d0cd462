/** What the station worker answers without a county: refusals, locks, sums. */
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { verdictsOf } from '#device/line/push.ts';
import { Progress } from '#device/line/progress.ts';
import { sentences } from '#device/sentences.ts';
import { Journal } from '#store/journal.ts';
import type { Group } from '#store/journal.ts';
import { fromCounty, letIn, makeTablet } from './tablet.ts';

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

  it('[P85] tells a line that is down from a network that wants a sign-in, and can be enrolled later', async () => {
    const tablet = await makeTablet(nowhere);
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'offline' } });
    tablet.line.before = () => new Response('<html>502 Bad Gateway</html>', { status: 502 });
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'offline' } });
    for (const page of [new Response('<html>请登录</html>'), new Response(null, { status: 302 }), new Response('', { status: 511 })]) {
      tablet.line.before = () => page;
      expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'captive_portal', message: sentences.captive_portal } });
    }
    tablet.line.before = () => fromCounty({ deviceId: 1 });
    expect(await tablet.api.enrol('ABCD-EFGH', 'x')).toMatchObject({ ok: false, error: { code: 'bad_reply' } });
    expect((await tablet.api.status()).phase).toBe('new');
  });
});

describe('a PIN that anybody would try first', () => {
  it('is refused with a sentence before the password goes anywhere, and when a PIN is changed', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    const weak = { ok: false, error: { code: 'weak_pin', message: sentences.weak_pin } };
    let calls = 0;
    tablet.line.before = () => {
      calls++;
      throw new TypeError('no line');
    };
    await tablet.api.syncStop();
    calls = 0;
    expect(await tablet.api.addStaff('b', 'b', '654321')).toMatchObject(weak);
    expect(calls).toBe(0);
    expect(await tablet.api.changePin('246810', '777777')).toMatchObject(weak);
    expect(await tablet.api.changePin('246810', '135790')).toMatchObject({ ok: true });
  });
});

describe('an open device', () => {
  it('locks after five idle minutes, counted from the last thing that a person did', async () => {
    // The check of the idle clock, taken in hand.
    let check: () => void = () => undefined;
    const tablet = await makeTablet(nowhere, (world) => ({
      ...world,
      after: (milliseconds, act) => {
        if (milliseconds !== 10_000) return world.after(milliseconds, act);
        check = act;
        return () => undefined;
      }
    }));
    await letIn(tablet);
    const pass = (minutes: number) => {
      tablet.clock.ahead += minutes * 60_000;
      check();
    };
    pass(4);
    // What a screen asks by itself is no sign of a person.
    await Promise.all([tablet.api.status(), tablet.api.cases({}), tablet.api.today(), tablet.api.counts(), tablet.api.syncStatus()]);
    expect((await tablet.api.status()).phase).toBe('open');
    await tablet.api.touch();
    pass(4);
    expect((await tablet.api.status()).phase).toBe('open');
    pass(1.1);
    expect((await tablet.api.status()).phase).toBe('locked');
    expect(await tablet.api.unlock('s1', '246810')).toMatchObject({ ok: true });
  });

  it('counts what waits in cases: a visit that is planned is none', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    expect(await tablet.api.planVisit({ date: '2026-11-22', time: '10:00', name: '向秀英', address: '三组' })).toMatchObject({ ok: true });
    const counts = await tablet.api.counts();
    expect(counts).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 0 });
    expect(counts.unsyncedBytes).toBeGreaterThan(0);
    expect(counts.oldestUnsyncedAt).not.toBeNull();
  });

  it('counts anew after a count that failed', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    await tablet.api.planVisit({ date: '2026-11-22', time: '10:00', name: '向秀英', address: '三组' });
    const broken = vi.spyOn(Journal.prototype, 'open').mockRejectedValue(new DOMException('x', 'UnknownError'));
    await expect(tablet.api.counts()).rejects.toThrow();
    broken.mockRestore();
    expect((await tablet.api.counts()).oldestUnsyncedAt).not.toBeNull();
  });

  it('begins no new intake when the offline grant has ended, whatever the clock says afterwards', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    // Without a catalogue nothing can begin; the grant is asked first.
    expect(await tablet.api.startDraft({ itemId: 'elderly-allowance' })).toMatchObject({ ok: false, error: { code: 'no_catalogue' } });
    tablet.clock.ahead = 73 * 3_600_000;
    expect(await tablet.api.startDraft({ itemId: 'elderly-allowance' })).toMatchObject({ ok: false, error: { code: 'grant_ended' } });
    tablet.clock.ahead = 0;
    expect(await tablet.api.startDraft({ itemId: 'elderly-allowance' })).toMatchObject({ ok: false, error: { code: 'grant_ended' } });
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
    const progress = new Progress({ now: () => now, elapsed: () => now }, () => undefined);
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
