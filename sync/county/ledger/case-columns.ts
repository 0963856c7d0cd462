/** What the queue asks for, taken out of a state. Text may hold no NUL in PostgreSQL. */
import type { Received } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
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
      noticeFrom: null
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
    noticeFrom: state.completeOn ?? null
  };
}

function departmentsOf({ bundle }: Received): string | null {
  const departments = (bundle?.children ?? []).flatMap(({ standing, department }) => (standing === 'here' ? [clean(department).replaceAll('\n', ' ')] : []));
  return departments.length === 0 ? null : [...new Set(departments)].join('\n');
}
