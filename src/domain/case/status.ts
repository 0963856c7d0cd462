/** The words for a case's status, for screens and papers. */
import type { CaseStatus, VisitState } from './state.ts';

const labels: Record<CaseStatus, string> = {
  received: '已收件',
  preReturned: '预审退回',
  correction: '补正中',
  accepted: '已受理',
  suspended: '特别程序中',
  notAccepted: '不予受理',
  completed: '已办结',
  returned: '已退件',
  withdrawn: '已撤回',
  voided: '已作废'
};
const visitLabels: Record<VisitState['status'], string> = { planned: '待上门', done: '已上门', absent: '没遇到人', cancelled: '已取消' };

/** For what may be done at any time. */
// Object.keys widens to string.
export const everyStatus = Object.keys(labels) as CaseStatus[];

export function statusLabel(status: CaseStatus): string {
  return labels[status];
}

export function visitStatusLabel(status: VisitState['status']): string {
  return visitLabels[status];
}
