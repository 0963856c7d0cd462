/** 帮办代办工单 and 上门服务单 (rules 2.10 nos. 12, 13): what must stand on them. */
import { describe, expect, test } from 'vitest';
import { orderPaper } from '#domain/documents/order.ts';
import { paperText } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { visitPaper } from '#domain/documents/visit.ts';
import type { VisitState } from '#domain/case/state.ts';
import type { ServiceItem } from '#domain/catalogue/format.ts';
import { hands, lives, luo, opens } from '../assist/streams.ts';

const station = { name: '柳塘村便民服务站', phone: '0731-00000200', supervisionPhone: '0731-00012345' };
// Only what the paper reads of an item.
const items = [{ name: '高龄津贴(补贴)申领', handlingItemCode: '11430199' }] as unknown as ServiceItem[];

describe('2.10 no. 13', () => {
  const { state } = lives([opens({ phone: '13900001111' }), hands('township'), { type: 'order.takenAbove', body: { level: 'township' }, author: luo }]);
  if (state?.kind !== 'order') throw new Error('no order');
  const paper = orderPaper({
    order: state,
    items,
    station,
    localNo: 'L-LT03-07-20261119-0006K',
    mandateNo: 'WT-1',
    day: (at) => at.slice(0, 10),
    time: (at) => at.slice(11, 16)
  });
  const text = paperText(paper);
  test('M10 M18 the order names the resident, the item with its code, way, first and present owner, course, numbers, and that it is free', () => {
    for (const part of [
      '李秀英',
      '13900001111',
      '高龄津贴(补贴)申领\\n11430199',
      '指引办',
      '陈敏\\n村（社区）',
      '罗镇\\n乡镇（街道）',
      '转乡镇（街道）：卡在派出所',
      'L-LT03-07-20261119-0006K',
      'WT-1',
      '不收费',
      '0731-00012345'
    ])
      expect(text).toContain(part);
    expect(paper.no).toMatch(/^GD-/);
    expect(readPaper(text)).toEqual(paper);
  });
  test('M18 while somebody above holds it, the first who was asked signs for the station', () => {
    expect(paper.slots.map(({ role, name }) => [role, name])).toEqual([
      ['applicant', '李秀英'],
      ['handler', '陈敏']
    ]);
  });
});

describe('2.10 no. 12', () => {
  const visit = (change: Partial<VisitState>): VisitState => ({
    kind: 'visit',
    id: '01930000-0000-7000-8000-0123456789ab',
    revision: 1,
    status: 'planned',
    plan: {
      date: '2026-11-20',
      time: '09:30',
      minutes: 45,
      name: '李秀英',
      phone: '13912345678',
      address: '柳塘村3组12号',
      needs: ['mobility', 'pair'],
      staff: { id: 's001', name: '陈敏' },
      companion: '周玲'
    },
    caseId: null,
    updatedAt: '2026-11-19T02:06:00.000Z',
    timeline: [],
    ...change
  });
  const subject = { name: '高龄津贴(补贴)申领', code: '11430199', materials: [{ name: '居民身份证', note: '原件 1，复印件 0' }] };
  test('M22 the sheet names who comes to whom, where, from when to when, what to mind and to have ready, and that it is free', () => {
    const paper = visitPaper({ visit: visit({}), subject, station, handler: '别人', localNo: null });
    const text = paperText(paper);
    for (const part of [
      '李秀英',
      '柳塘村3组12号',
      '2026年11月20日 星期五',
      '09:30 到 10:15',
      '陈敏、周玲',
      '行动不便、请两人同行',
      '11430199',
      '居民身份证',
      '不收费',
      '☐\t已办好',
      '0731-00000200'
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('别人');
    expect(paper.no).toBe('SM-0123-4567-89AB');
    expect(readPaper(text)).toEqual(paper);
  });
  test('M22 once it is over the sheet says how, and with which number', () => {
    const text = paperText(visitPaper({ visit: visit({ status: 'done' }), subject: null, station, handler: '陈敏', localNo: 'L-1' }));
    expect(text).toContain('☑\t已办好');
    expect(text).toContain('L-1');
  });
});
