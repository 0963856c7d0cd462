/** 授权委托书 (rules 2.10 no. 7; 民法典 §165): principal, agent, items, powers, period; both signatures, two witnesses when the principal can't write. */
import { cannotSignLabels, mandatePowers, powerLabels, specialPowers, type MandateGranted } from '../assist/mandate.ts';
import { longDate } from '../calendar/words.ts';
import { paperNo, type Fact, type Paper, type PaperSlot } from './paper.ts';
import { contacts, type PaperStation } from './parts.ts';

export type MandateLetterInput = {
  /** The mandate's id: its number is made of it. */
  id: string;
  granted: Omit<MandateGranted, 'paper' | 'signatures' | 'orderId'>;
  /** Names as they will sign; two when the principal cannot. */
  witnesses: readonly string[];
  items: readonly { name: string; handlingItemCode: string }[];
  station: PaperStation;
  handler: string;
  /** ISO day. */
  date: string;
};

export function mandatePaper({ id, granted, witnesses, items, station, handler, date }: MandateLetterInput): Paper {
  const { principal, agent, powers, special, validFrom, validUntil, cannotSign } = granted;
  const person = (label: string, name: string, idNo: string, phone: string | undefined, more: Fact): Fact[][] => [
    [
      { label, value: name },
      { label: '证件号码', value: idNo }
    ],
    [{ label: '电话', value: phone ?? '' }, more]
  ];
  return {
    kind: 'mandate',
    title: '授权委托书',
    no: paperNo('mandate', id),
    date: longDate(date),
    org: station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          ...person('委托人', principal.name, principal.idNo, principal.phone, { label: '住址', value: principal.address ?? '' }),
          ...person('代办人', agent.name, agent.idNo, agent.phone, { label: '双方关系', value: agent.officer === true ? '帮办代办员' : agent.relation })
        ]
      },
      { type: 'text', heading: '', lines: [`委托人${principal.name}因自己去办不方便，委托${agent.name}代为办理下列事项。`] },
      {
        type: 'table',
        heading: '委托的事项',
        columns: ['序号', '事项', '编码'],
        rows: items.map((item, at) => [String(at + 1), item.name, item.handlingItemCode])
      },
      { type: 'choices', heading: '权限', options: mandatePowers.map((power) => ({ text: powerLabels[power], chosen: powers.includes(power) })) },
      {
        type: 'choices',
        heading: '特别授权（没有勾的，代办人不能做）',
        options: specialPowers.map((power) => ({ text: powerLabels[power], chosen: special.includes(power) }))
      },
      { type: 'facts', heading: '期限', rows: [[{ label: '委托期限', value: `${longDate(validFrom)}起，到${longDate(validUntil)}止` }]] },
      {
        type: 'list',
        heading: '请您知道',
        items: [
          { strong: '', text: '代办人在上面写明的权限和期限内办的事，由委托人承担。' },
          { strong: '', text: '委托人可以随时撤销，打电话或到站点说一声就行。' },
          { strong: '', text: '法律要求本人亲自办的事，不能委托。' },
          ...(agent.officer === true ? [{ strong: '不收费。', text: '站点工作人员代办，不收钱、不收礼、不保管存折银行卡密码。' }] : []),
          ...(cannotSign === undefined
            ? []
            : [{ strong: '', text: `委托人${cannotSignLabels[cannotSign]}，内容已当面念给委托人听，委托人按指印或画记号，由两名见证人签名。` }])
        ]
      },
      contacts(station, { label: '经办人', value: handler })
    ],
    slots: slotsOf(principal.name, agent.name, cannotSign === undefined ? [] : witnesses, cannotSign !== undefined),
    seal: '',
    qr: ''
  };
}

function slotsOf(principal: string, agent: string, witnesses: readonly string[], marks: boolean): PaperSlot[] {
  return [
    { role: 'principal', label: marks ? '委托人指印或记号' : '委托人签名', name: principal },
    { role: 'agent', label: '代办人签名', name: agent },
    ...witnesses.map((name): PaperSlot => ({ role: 'witness', label: '见证人签名', name }))
  ];
}
