import { describe, expect, it } from 'vitest';
import type { CaseRow, DeviceStatus, SyncBoard, SyncStatus } from '#device/api.ts';
import {
  agoWords,
  bytesWords,
  dayWords,
  nextTryWords,
  photosNote,
  photosSent,
  progressOf,
  recordsNote,
  rowLight,
  situation,
  syncNotes
} from '#lib/state/sync-words.ts';

const now = Date.parse('2026-11-19T09:42:00.000Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const row = (id: string, sync: CaseRow['sync'], photos = 0, photosConfirmed = photos): CaseRow => ({
  id,
  applicantName: '李秀英',
  itemId: 'i',
  itemName: '高龄津贴',
  localNo: '',
  caseNo: null,
  status: 'received',
  receivedOn: '2026-11-19',
  due: null,
  updatedAt: ago(1),
  sync,
  rejection: null,
  photos,
  photosConfirmed,
  deferredDue: null,
  correctionDue: null,
  bundleName: null,
  conflicts: 0,
  needsUpgrade: false
});
function board(batch: CaseRow[], change: Partial<SyncBoard> = {}): SyncBoard {
  const waiting = batch.filter((one) => one.sync !== 'confirmed' || one.photosConfirmed < one.photos);
  const photos = batch.reduce((sum, one) => sum + one.photos, 0);
  const photosDelivered = batch.reduce((sum, one) => sum + one.photosConfirmed, 0);
  return {
    today: {
      received: batch.length,
      delivered: batch.length - waiting.length,
      rejected: batch.filter((one) => one.sync === 'rejected').length,
      photos,
      photosDelivered
    },
    waiting: {
      cases: waiting.filter((one) => one.sync !== 'rejected').length,
      visits: 0,
      older: 0,
      oldestAt: null,
      recordBytes: 12_000,
      photos: photos - photosDelivered,
      photoBytes: (photos - photosDelivered) * 300_000
    },
    totals: {
      batch: batch.length,
      confirmed: batch.filter((one) => one.sync === 'confirmed').length,
      awaiting: batch.filter((one) => one.sync === 'sent').length,
      pending: batch.filter((one) => one.sync === 'pending').length,
      photos,
      photosConfirmed: photosDelivered,
      rejected: batch.filter((one) => one.sync === 'rejected').length,
      conflicts: 0
    },
    batch,
    rejected: batch.filter((one) => one.sync === 'rejected'),
    conflicts: [],
    parked: [],
    photoProblems: [],
    news: { at: null, rows: [] },
    ...change
  };
}
const status = (change: Partial<SyncStatus> = {}): SyncStatus => ({
  phase: 'idle',
  online: true,
  running: false,
  paused: false,
  startedAt: null,
  finishedAt: null,
  lastContactAt: null,
  attempts: 1,
  nextAttemptAt: null,
  records: { total: 0, sent: 0, confirmed: 0, rejected: 0 },
  photos: { total: 0, sent: 0, confirmed: 0, totalBytes: 0, sentBytes: 0, confirmedBytes: 0 },
  bytesPerSecond: 0,
  secondsLeft: null,
  cuts: 0,
  photosHeld: false,
  pulled: { statusChanges: 0, corrections: 0, catalogueItems: 0, at: null },
  error: null,
  ...change
});

describe('the day in one sentence', () => {
  it('is green only when the county has every record and every photo', () => {
    expect(dayWords(board([row('a', 'confirmed', 3), row('b', 'confirmed')]))).toEqual({
      light: 'green',
      title: '今天收的 2 件已全部送达县平台',
      help: '连同 3 张照片'
    });
    for (const open of [row('b', 'pending'), row('b', 'sent'), row('b', 'confirmed', 4, 3)]) {
      const said = dayWords(board([row('a', 'confirmed'), open]));
      expect([said.light, said.title]).toEqual(['wait', '今天收的 2 件，已送达县平台 1 件']);
    }
    expect(dayWords(board([row('b', 'confirmed', 4, 3)])).help).toBe('还没送完：1 件，1 张照片');
  });
  it('is never green over what was left before today, a visit, a refusal or a conflict', () => {
    const today = [row('a', 'confirmed')];
    const still = board(today).waiting;
    expect(dayWords(board(today, { waiting: { ...still, cases: 1, older: 1 } }))).toMatchObject({ light: 'wait', help: '还没送完：1 件；其中以前收的 1 件' });
    expect(dayWords(board(today, { waiting: { ...still, visits: 1 } }))).toMatchObject({ light: 'wait', help: '1 次上门登记还没送' });
    expect(dayWords(board(today, { totals: { ...board(today).totals, rejected: 1 } })).light).toBe('red');
    expect(dayWords(board(today, { totals: { ...board(today).totals, conflicts: 1 } })).light).toBe('amber');
  });
  it('says on a quiet day that nothing is left, and on a day without a case what is', () => {
    expect(dayWords(board([]))).toEqual({ light: 'green', title: '本机收的都已送达县平台', help: '' });
    const { waiting } = board([row('a', 'pending')]);
    const left = board([], { waiting: { ...waiting, older: 1 } });
    expect(dayWords(left)).toEqual({ light: 'wait', title: '今天本机还没收件', help: '还没送完：1 件；其中以前收的 1 件' });
  });
});

describe('the numbers', () => {
  const mixed = board([row('a', 'confirmed', 2), row('b', 'sent', 2, 1), row('c', 'pending', 1, 0), row('d', 'rejected')]);
  it('count what the county said, and tell sent from confirmed', () => {
    expect(progressOf(mixed)).toMatchObject({
      records: { total: 4, confirmed: 1, sent: 2, awaiting: 1, rejected: 1, toSend: 1 },
      photos: { total: 5, confirmed: 3, left: 2, leftBytes: 600_000 }
    });
    expect(recordsNote(mixed)).toBe('1 件待送，12 KB，1 件等确认，1 件退回');
    expect(recordsNote(board([row('a', 'confirmed')]))).toBe('都确认了');
  });
  it('tell bytes, speed and time left while photos go, and what is left when nothing goes', () => {
    expect(photosNote(mixed, status())).toBe('还有 2 张没送，600 KB');
    const photos = { total: 2, sent: 0, confirmed: 0, totalBytes: 7_900_000, sentBytes: 3_600_000, confirmedBytes: 0 };
    expect(photosNote(mixed, status({ running: true, phase: 'photos', photos, bytesPerSecond: 38_000, secondsLeft: 113 }))).toBe(
      '已发 3.6 MB / 7.9 MB，38 KB/秒，约剩 2 分钟'
    );
    expect(photosSent(progressOf(mixed), status({ running: true, phase: 'photos', photos }))).toBeCloseTo(3 + (2 * 3.6) / 7.9);
    expect(photosSent(progressOf(mixed), status({ photos }))).toBe(3);
    expect(photosNote(board([row('a', 'confirmed', 2)]), status())).toBe('都确认了');
    expect([rowLight(row('a', 'confirmed', 2, 1)).light, rowLight(row('a', 'confirmed', 2)).light]).toEqual(['wait', 'green']);
    expect([bytesWords(0), bytesWords(999), bytesWords(1500), bytesWords(7_940_000)]).toEqual(['0 B', '999 B', '2 KB', '7.9 MB']);
  });
  it('count down to the next try and stop at nought', () => {
    const waiting = status({ phase: 'waiting', nextAttemptAt: new Date(now + 38_000).toISOString() });
    expect([nextTryWords(waiting, now), nextTryWords(waiting, now + 40_000), nextTryWords(status(), now)]).toEqual(['38 秒后', null, null]);
    expect(nextTryWords({ ...waiting, nextAttemptAt: new Date(now + 200_000).toISOString() }, now)).toBe('4 分钟后');
    expect([agoWords(ago(0), now), agoWords(ago(12), now), agoWords(ago(60 * 5), now), agoWords(ago(60 * 50), now)]).toEqual([
      '刚刚',
      '12 分钟前',
      '5 小时前',
      '2 天前'
    ]);
  });
});

describe('what stands in the way', () => {
  const open = { catalogue: { revision: 1, version: '1', publishedAt: '', fetchedAt: '' }, grantUntil: null } as unknown as DeviceStatus;
  it('is told with what to do, and not where there is simply no network', () => {
    const offline = status({ online: false, error: { code: 'offline', message: '连不上', path: '' } });
    expect(syncNotes(open, offline, null, now)).toEqual([]);
    expect(situation(offline)).toContain('没有网');
    expect(syncNotes(open, { ...offline, online: true }, null, now)).toMatchObject([{ id: 'offline', light: 'amber', text: '连不上' }]);
    expect(syncNotes(open, status({ error: { code: 'fork', message: '对不上', path: '' } }), null, now)).toMatchObject([{ light: 'red' }]);
    expect(syncNotes(open, status({ photosHeld: true }), null, now)).toMatchObject([{ id: 'power' }]);
    expect(syncNotes({ ...open, catalogue: null, grantUntil: ago(5) }, status(), null, now).map(({ id }) => id)).toEqual(['grant', 'catalogue']);
  });
  it('says where the line stands', () => {
    expect(situation(status({ paused: true }))).toContain('已停下');
    expect(situation(status())).toBe('还没同步过');
    expect(situation(status({ running: true, phase: 'photos', startedAt: ago(1), cuts: 1 }))).toMatch(/开始，断线 1 次，已从断点接上，正在送照片$/);
  });
});
