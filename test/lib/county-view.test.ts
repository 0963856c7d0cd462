import { describe, expect, test } from 'vitest';
import { maskDigits } from '#domain/identity/mask.ts';
import { localDay } from '#lib/messages/zh-county-dates.ts';
import { listTownships, tally } from '#lib/state/county-devices.ts';
import { rowLight } from '#lib/state/county-light.ts';
import { readPoints, writePoints } from '#lib/state/county-points.ts';
import type { StationRow } from '#lib/state/county-replies.ts';
import { divisionName, showValue } from '#lib/state/county-values.ts';

const divisions = [
  { code: '430199100000', name: '松溪镇' },
  { code: '430199100200', name: '柳塘村' }
];

describe('answers on the console', () => {
  const field = (type: 'idNo' | 'bankCard' | 'phone' | 'date' | 'table') => ({ key: 'x', label: 'x', type, section: 'form' as const, required: false });

  test('numbers that name a person come masked, with the whole behind them', () => {
    expect(showValue('11010519491231002X', field('idNo'), [])).toEqual({ kind: 'text', text: '11010519491231002X', masked: '1101**********002X' });
    expect(showValue('13812346021', field('phone'), [])).toMatchObject({ masked: '138****6021' });
    expect(showValue('6217000012345678', field('bankCard'), [])).toMatchObject({ masked: '************5678' });
  });
  test('a number under a key that the catalogue does not know is masked too', () => {
    expect(showValue('11010519491231002X', undefined, [])).toMatchObject({ masked: '1101**********002X' });
    expect(maskDigits('柳塘村 12 号')).toBeNull();
  });
  test('cells of a table keep the masks of their columns', () => {
    const table = { ...field('table'), columns: [{ key: 'idNo', label: '身份证号', type: 'idNo' as const, required: true }] };
    expect(showValue([{ idNo: '11010519491231002X' }], table, [])).toMatchObject({ kind: 'table', rows: [[{ masked: '1101**********002X' }]] });
  });
  test('a village is named with its township, an unknown code stays a code', () => {
    expect(divisionName('430199100200', divisions)).toBe('松溪镇柳塘村');
    expect(divisionName('430199100000', divisions)).toBe('松溪镇');
    expect(divisionName('999999', divisions)).toBe('999999');
  });
});

describe('the light of a row', () => {
  const row = (status: string, receivedOn: string, due: string | null = null) => ({ status, receivedOn, due });

  test('received: the day of the five, from the first working day on; overdue after the fifth', () => {
    // 2026-11-19 is a Thursday.
    expect(rowLight(row('received', '2026-11-19'), '2026-11-19', {}).words).toBe('今天收件');
    expect(rowLight(row('received', '2026-11-19'), '2026-11-23', {})).toMatchObject({ light: 'green', words: '收件第 2/5 日' });
    expect(rowLight(row('received', '2026-11-19'), '2026-11-26', {})).toMatchObject({ light: 'amber', words: '收件第 5/5 日' });
    expect(rowLight(row('received', '2026-11-19'), '2026-11-27', {}).light).toBe('red');
  });
  test('a weekend after a Friday intake is not called today', () => {
    expect(rowLight(row('received', '2026-11-20'), '2026-11-22', {}).words).toBe('剩 5 个工作日');
  });
  test('an ended case has a word and no light', () => {
    expect(rowLight(row('completed', '2026-11-19', '2026-11-20'), '2026-12-19', {})).toMatchObject({ light: 'none', words: '已办结' });
  });
});

describe('stations', () => {
  const now = new Date(2026, 10, 22, 17, 0);
  const device = (lastSyncAt: string | null, changes: object = {}) => ({
    deviceId: lastSyncAt ?? 'never',
    deviceNo: '01',
    name: '平板',
    enrolledAt: '2026-11-01T00:00:00.000Z',
    lastSeenAt: lastSyncAt,
    lastSyncAt,
    lastSeq: 0,
    backedUpThrough: 0,
    revoked: false,
    report: null,
    ...changes
  });
  const report = {
    unsyncedCases: 3,
    unsyncedPhotos: 12,
    unsyncedOperations: 3,
    oldestUnsyncedAt: new Date(2026, 10, 20, 9, 5).toISOString(),
    appVersion: '0.1.0',
    catalogueRevision: 2,
    storageUsed: 1,
    storageQuota: 2
  };
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 42).toISOString();
  const rows = [
    { station: { code: 'LT03', name: '柳塘村站', township: '柳塘镇' }, devices: [device(at(22, 7)), device(at(19, 17), { report })] },
    { station: { code: 'YL05', name: '高坪村站', township: '云岭乡' }, devices: [device(null), device(at(1, 1), { revoked: true })] }
  ] as unknown as StationRow[];

  test('late is who has not synced on this calendar day; a revoked one no longer counts', () => {
    expect(localDay(now)).toBe('2026-11-22');
    expect(tally(rows, now)).toEqual({ all: 3, late: 2 });
  });
  test('says when in words, what a device still holds, and how old its catalogue is', () => {
    const devices = listTownships(rows, now, 5, false)
      .flatMap(({ stations }) => stations)
      .flatMap((station) => station.devices);
    expect(devices.map(({ synced }) => [synced.light, synced.words])).toEqual([
      ['green', '今天 07:42'],
      ['amber', '3 天前'],
      ['amber', '从没'],
      ['hold', '已停用']
    ]);
    expect(devices[1]?.holds).toEqual({ some: true, words: '3 件，12 张照片', oldest: '最早 11月20日 09:05' });
    expect(devices[1]?.catalogue).toEqual({ words: '第 2 版，旧 3 版', behind: true });
  });
  test('the filter leaves the late ones only', () => {
    const left = listTownships(rows, now, 5, true)
      .flatMap(({ stations }) => stations)
      .flatMap((station) => station.devices);
    expect(left.map(({ synced }) => synced.words)).toEqual(['3 天前', '从没']);
  });
});

test('ticks of a case survive, apart from other cases, and a broken store costs nothing', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  writePoints(storage, 'a', new Set(['x', 'y']));
  writePoints(storage, 'b', new Set(['z']));
  writePoints(storage, 'a', new Set(['y']));
  expect([...readPoints(storage, 'a')]).toEqual(['y']);
  expect([...readPoints(storage, 'b')]).toEqual(['z']);
  expect(readPoints({ ...storage, getItem: () => '{broken' }, 'a').size).toBe(0);
});
