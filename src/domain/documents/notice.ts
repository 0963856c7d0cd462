/** 一次性告知书 (rules 2.10 no. 4, M17): every missing or wrong thing at once, with what to do, until when, and what else happens. */
import type { CaseState } from '../case/state.ts';
import { longDate } from '../calendar/words.ts';
import type { Missing } from '../form/assess.ts';

export type NoticeLine = { no: number; label: string; problem: string; remedy: string };
export type NoticeDocument = {
  title: '一次性告知书' | '一次性告知书（补正通知书）';
  org: string;
  localNo: string | null;
  caseNo: string | null;
  itemName: string;
  applicantName: string;
  date: string;
  lines: NoticeLine[];
  /** Until when, where and what follows if nothing comes. */
  tell: string[];
  handler: string;
  stationPhone: string;
  supervisionPhone: string;
  signatures: ['申请人或代办人签收', '告知人签名'];
};
export type NoticePlace = {
  station: { name: string; phone: string; supervisionPhone: string; address?: string | undefined; hours?: string | undefined };
  handler: string;
  /** ISO day of the notice. */
  date: string;
};

/** The county's correction (补正) on paper for the resident; null when nothing is to be corrected. */
export function correctionNotice(state: CaseState, place: NoticePlace): NoticeDocument | null {
  const { correction } = state;
  if (!correction) return null;
  const lines = correction.items.map((item, index) => ({ no: index + 1, label: item.label, problem: item.problem, remedy: item.remedy }));
  return {
    ...frame(place),
    title: '一次性告知书（补正通知书）',
    localNo: state.received.localNo,
    caseNo: state.caseNo,
    itemName: state.received.bundle?.name ?? state.received.item.name,
    applicantName: state.applicantName,
    lines,
    tell: [
      `请在${longDate(correction.due)}前补齐以上 ${lines.length} 项，${whereTo(place)}。`,
      '补正期间办理时限停止计算，补齐后继续。',
      '逾期不补正又不说明情况的，视为放弃本次申请，以后可以重新申请。',
      ...(correction.note === undefined || correction.note === '' ? [] : [correction.note])
    ]
  };
}

/** What still lacks before 收件, from the form's own list; null when nothing does. */
export function gapNotice(gap: { missing: Missing[]; itemName: string; applicantName: string }, place: NoticePlace): NoticeDocument | null {
  // A signature or the privacy notice is done on the spot, not fetched from home.
  const things = gap.missing.filter((each) => each.section !== 'promise' && each.section !== 'situation');
  if (things.length === 0) return null;
  return {
    ...frame(place),
    title: '一次性告知书',
    localNo: null,
    caseNo: null,
    itemName: gap.itemName,
    applicantName: gap.applicantName,
    lines: things.map((each, index) => ({
      no: index + 1,
      label: each.label,
      problem: each.section === 'materials' ? '材料未交或不合要求' : '内容未填或不合要求',
      remedy: each.hint
    })),
    tell: [`以上 ${things.length} 项是这次办理还缺的全部内容，备齐后${whereTo(place)}。`, '除以上内容外，不再要求您提供别的材料。']
  };
}

function frame({ station, handler, date }: NoticePlace): Pick<NoticeDocument, 'org' | 'date' | 'handler' | 'stationPhone' | 'supervisionPhone' | 'signatures'> {
  return {
    org: station.name,
    date: longDate(date),
    handler,
    stationPhone: station.phone,
    supervisionPhone: station.supervisionPhone,
    signatures: ['申请人或代办人签收', '告知人签名']
  };
}

function whereTo({ station }: NoticePlace): string {
  const details = [station.address, station.hours].filter((text) => text !== undefined && text !== '').join('，');
  return `交到${station.name}${details === '' ? '' : `（${details}）`}，走不开可以打电话请我们上门取（${station.phone}）`;
}
