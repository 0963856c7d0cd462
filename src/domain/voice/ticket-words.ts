import { workingDaysBetween, type Calendar } from '../calendar/working-days.ts';
import type { TicketCategory, TicketChannel, TicketState, TicketStatus } from './ticket.ts';

export const categoryWords: Readonly<Record<TicketCategory, string>> = {
  consult: '咨询',
  complaint: '投诉',
  faultFinding: '吐槽找茬',
  notDone: '办不成事反映',
  unusualDemand: '异常索要',
  dataDispute: '数据异议'
};
export const channelWords: Readonly<Record<TicketChannel, string>> = {
  onSite: '现场',
  phone: '电话',
  web: '网站',
  app: '手机',
  hotline: '12345',
  letter: '来信'
};
export const ticketStatusWords: Readonly<Record<TicketStatus, string>> = {
  open: '待办',
  assigned: '部门在办',
  replied: '已答复，待告诉本人',
  closed: '已办结'
};

export type TicketLight = { light: 'green' | 'amber' | 'red' | 'none'; words: string };

/** The day by which it has to be answered; once it is, no clock runs. */
export function ticketLight(state: Pick<TicketState, 'status' | 'due'>, today: string, calendar: Calendar): TicketLight {
  if (state.status === 'replied' || state.status === 'closed') return { light: 'none', words: '' };
  const left = workingDaysBetween(today, state.due, calendar);
  if (state.due < today) return { light: 'red', words: left === 0 ? '答复已超期' : `答复超期 ${-left} 个工作日` };
  return left === 0 ? { light: 'amber', words: '今天要答复' } : { light: left <= 1 ? 'amber' : 'green', words: `剩 ${left} 个工作日答复` };
}

/** `T` for `L`: a ticket's number is made as a local number is, of a serial of its own. */
export function ticketNumber(localNumber: string): string {
  return `T${localNumber.slice(1)}`;
}
