/** 帮办代办工单 (rules 2.10 no. 13; M10, M18): what is asked, in which way, who answered from first to now, and that it costs nothing. */
import { levelLabels, modeHints, modeLabels, type OrderState } from '../assist/order.ts';
import { longDate } from '../calendar/words.ts';
import { paperNo, type Paper } from './paper.ts';
import { contacts, type PaperContext } from './parts.ts';

export type OrderSheetInput = Pick<PaperContext, 'station' | 'items' | 'day' | 'time'> & {
  order: OrderState;
  /** Number of what became of it, and of its mandate; null where there is none. */
  localNo: string | null;
  mandateNo: string | null;
};

export function orderPaper({ order, items, station, localNo, mandateNo, day, time }: OrderSheetInput): Paper {
  const { opened, owner, first, mode } = order;
  const openedAt = order.timeline[0]?.at ?? order.updatedAt;
  return {
    kind: 'order',
    title: '帮办代办工单',
    no: paperNo('order', order.id),
    date: longDate(day(openedAt)),
    org: station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          [
            { label: '居民', value: opened.name },
            { label: '电话', value: opened.phone ?? '' }
          ],
          [{ label: '住址', value: opened.address ?? '' }],
          ...items.map((item) => [{ label: '事项', value: `${item.name}\n${item.handlingItemCode}` }]),
          [{ label: '要帮什么', value: opened.need }],
          [
            { label: '方式', value: `${modeLabels[mode]}\n${modeHints[mode]}` },
            { label: '收费', value: '不收费' }
          ],
          [
            { label: '首问责任人', value: `${first.name}\n${levelLabels[opened.level]}` },
            { label: '现在负责', value: `${owner.name}\n${levelLabels[owner.level]}` }
          ],
          ...(localNo === null ? [] : [[{ label: '收件编号', value: localNo }]]),
          ...(mandateNo === null ? [] : [[{ label: '委托书', value: mandateNo }]])
        ]
      },
      {
        type: 'table',
        heading: '经过',
        columns: ['时间', '经办', '内容'],
        rows: order.timeline.map((entry) => [`${longDate(day(entry.at))} ${time(entry.at)}`, entry.by, entry.text])
      },
      {
        type: 'list',
        heading: '请您知道',
        items: [
          { strong: '帮办代办不收费。', text: '站点工作人员不收钱、不收礼、不保管存折银行卡密码。' },
          { strong: '首问负责到底。', text: '转给别人办的，在对方接手之前仍由原来的人负责。' }
        ]
      },
      contacts(station, { label: '首问责任人', value: first.name })
    ],
    slots: [
      { role: 'applicant', label: '居民签名', name: opened.name },
      { role: 'handler', label: '经办人签名', name: owner.level === opened.level ? owner.name : first.name }
    ],
    seal: '',
    qr: ''
  };
}
