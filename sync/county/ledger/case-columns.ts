/** What the queue asks for, taken out of a state. Text may hold no NUL in PostgreSQL. */
import { createHash } from 'node:crypto';
import type { Received } from '#domain/case/operations.ts';
import type { CaseState, StreamState } from '#domain/case/state.ts';
import { applicantIdNoKey, textAnswer } from '#domain/form/known-fields.ts';
import { obligations } from '#domain/promise/obligations.ts';

export type CaseColumns = {
  kind: string;
  revision: number;
  status: string;
  itemId: string | null;
  itemName: string | null;
  department: string | null;
  /** Of a joint case's children, a line each. */
  departments: string | null;
  applicantName: string | null;
  localNo: string | null;
  caseNo: string | null;
  receivedOn: string | null;
  due: string | null;
  /** What lapses next: its day and kind. */
  alertOn: string | null;
  alertKind: string | null;
  noticeFrom: string | null;
  /** Whose commitment was found untrue. */
  untrueBy: string | null;
};

const clean = (text: string): string => text.replaceAll('\0', '');

export function caseColumns(state: StreamState): CaseColumns {
  if (state.kind !== 'case') {
    return {
      kind: state.kind,
      revision: state.revision,
      status: state.status,
      itemId: null,
      itemName: null,
      department: null,
      departments: null,
      applicantName: null,
      localNo: null,
      caseNo: null,
      receivedOn: null,
      due: null,
      alertOn: null,
      alertKind: null,
      noticeFrom: null,
      untrueBy: null
    };
  }
  const { received } = state;
  const [next] = obligations(state);
  return {
    kind: 'case',
    revision: state.revision,
    status: state.status,
    itemId: clean(received.item.id),
    itemName: clean(received.item.name),
    department: clean(received.item.department),
    departments: departmentsOf(received),
    applicantName: clean(state.applicantName),
    localNo: clean(received.localNo),
    caseNo: state.caseNo,
    receivedOn: received.receivedOn,
    due: state.due,
    alertOn: next?.due ?? null,
    alertKind: next?.kind ?? null,
    noticeFrom: state.completeOn ?? null,
    untrueBy: hasUntrue(state) ? personOf(state) : null
  };
}

function hasUntrue({ checks = {} }: CaseState): boolean {
  return Object.values(checks).some((check) => check.kind === 'commitment' && check.finding === 'false');
}
/** By the number, so that it finds the same person's next case; null for who has given none. */
export function personOf({ answers }: CaseState): string | null {
  const number = textAnswer(answers, applicantIdNoKey).trim().toUpperCase();
  return number === '' ? null : createHash('sha256').update(number).digest('hex');
}

function departmentsOf({ bundle }: Received): string | null {
  const departments = (bundle?.children ?? []).flatMap(({ standing, department }) => (standing === 'here' ? [clean(department).replaceAll('\n', ' ')] : []));
  return departments.length === 0 ? null : [...new Set(departments)].join('\n');
}
