import { describe, expect, it } from 'vitest';
import type { OrderState } from '#domain/assist/order.ts';
import { apply } from '#domain/case/fold.ts';
import type { VisitState } from '#domain/case/state.ts';
import { mandatePaper } from '#domain/documents/mandate.ts';
import { orderPaper } from '#domain/documents/order.ts';
import { paperText } from '#domain/documents/paper.ts';
import { visitPaper } from '#domain/documents/visit.ts';
import { lives, opens } from '../assist/streams.ts';
import { act } from '../case/acts.ts';
import { context, station } from './context.ts';

const absent = (text: string, words: readonly string[]) => words.filter((word) => !text.includes(word));

describe('授权委托书 (rules 2.10 no. 7)', () => {
  const granted = {
    principal: { name: '李秀英', idNo: '430102193903081524', phone: '13800000000', address: '柳塘组十二号' },
    agent: { name: '李建军', idNo: '430102196505050917', relation: '子女' },
    items: [{ id: 'allowance', name: '高龄津贴(补贴)申领' }],
    powers: ['submit' as const, 'sign' as const],
    special: [],
    validFrom: '2026-11-19',
    validUntil: '2027-05-18'
  };
  const made = (more: object = {}, witnesses: string[] = []) =>
    mandatePaper({
      id: '0193f000-1111-7abc-8def-0123456789ab',
      granted: { ...granted, ...more },
      witnesses,
      items: context.items,
      station,
      handler: '周敏',
      date: '2026-11-19'
    });

  it('names both, what is entrusted, which powers and which not, and until when', () => {
    const text = paperText(made());
    const words = [
      '李秀英\t证件号码\t430102193903081524',
      '李建军\t证件号码\t430102196505050917',
      '关系\t子女',
      '11430199MB990011XA443051190100001',
      '☑\t代为签字'
    ];
    expect(
      absent(text, [...words, '☐\t代为领取款物', '2026年11月19日起，到2027年5月18日止', '编号\tWT-0123-4567-89AB', '委托人签名\t李秀英', '代办人签名\t李建军'])
    ).toEqual([]);
  });
  it('has two witnesses sign when the principal cannot', () => {
    const paper = made({ cannotSign: 'illiterate' as const }, ['王芳', '赵强']);
    expect(paper.slots.map(({ role, name }) => role + name)).toEqual(['principal李秀英', 'agent李建军', 'witness王芳', 'witness赵强']);
    expect(absent(paperText(paper), ['内容已当面念给委托人听', '委托人指印或记号'])).toEqual([]);
  });
});

describe('上门服务单 (rules 2.10 no. 12)', () => {
  it('says who comes when and where, what to have ready, and that it costs nothing', () => {
    const visit = apply(
      null,
      act('visit.planned', { date: '2026-11-20', time: '09:30', name: '李秀英', phone: '13800000000', address: '柳塘组十二号' }, 0)
    ) as VisitState;
    const text = paperText(
      visitPaper({
        visit,
        subject: { name: '高龄津贴(补贴)申领', code: '1143', materials: [{ name: '居民身份证', note: '原件' }] },
        station,
        handler: '周敏',
        localNo: 'L-1'
      })
    );
    expect(
      absent(text, [
        '2026年11月20日',
        '09:30',
        '柳塘组十二号',
        '居民身份证\t原件',
        '收费\t不收费',
        '收件编号\tL-1',
        '居民签名\t李秀英',
        '上门人员签名\t周敏',
        station.phone
      ])
    ).toEqual([]);
  });
});

describe('帮办代办工单 (rules 2.10 no. 13)', () => {
  it('says what is asked, in which way, who answers first and now, and that it costs nothing', () => {
    const { state } = lives([opens()]);
    const { day, time, items } = context;
    const text = paperText(orderPaper({ order: state as OrderState, items, station, localNo: null, mandateNo: 'WT-1', day, time }));
    expect(
      absent(text, [
        '要帮什么\t走不动，要上门',
        '首问责任人\t陈敏',
        '现在负责\t陈敏',
        '收费\t不收费',
        '指引办',
        '委托书\tWT-1',
        '高龄津贴(补贴)申领',
        '2026年11月19日'
      ])
    ).toEqual([]);
  });
});
