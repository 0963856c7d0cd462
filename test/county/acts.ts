/** Acts as a station writes them. */
import { randomUUID } from 'node:crypto';
import type { Operation } from '#domain/case/operations.ts';

const worker = { id: 's001', name: '陈敏' };

export function act(type: string, caseId: string, base: number, body: unknown, changes: Partial<Operation> = {}): Operation {
  const opId = randomUUID();
  return {
    opId,
    groupId: randomUUID(),
    groupSize: 1,
    dependsOn: [],
    caseId,
    type,
    version: 1,
    author: worker,
    at: '2026-11-22T01:00:00.000Z',
    base,
    body,
    blobs: [],
    ...changes
  };
}

export function visit(changes: Partial<Operation> = {}): Operation {
  return act('visit.planned', changes.caseId ?? randomUUID(), 0, { date: '2026-11-23', time: '09:30', name: '李奶奶', address: '柳塘村三组' }, changes);
}

export function visitClosed(caseId: string, base = 1, changes: Partial<Operation> = {}): Operation {
  return act('visit.closed', caseId, base, { outcome: 'done' }, changes);
}

let serial = 0;
/** Taken in on a version of the item that the county no longer has: kept as it is, its form not judged again. */
export function received(changes: Partial<Operation> = {}, body: Record<string, unknown> = {}): Operation {
  serial++;
  return act(
    'case.received',
    changes.caseId ?? randomUUID(),
    0,
    {
      localNo: `L-LT03-01-20261122-${String(serial).padStart(4, '0')}`,
      item: { id: 'elderly-allowance', name: '高龄津贴申请', version: 9999, handlingItemCode: '', department: '民政部门' },
      catalogueRevision: 0,
      situation: {},
      answers: { applicantName: '李桂兰' },
      materials: [],
      signatures: [],
      receivedOn: '2026-11-20',
      privacyNotice: '1',
      place: 'home',
      offline: true,
      queryToken: 'abcdefghijklmnop',
      ...body
    },
    changes
  );
}

export const line = (op: Operation): string => JSON.stringify(op);
/** The acts made one group. */
export function group(...ops: Operation[]): Operation[] {
  const groupId = randomUUID();
  return ops.map((op) => ({ ...op, groupId, groupSize: ops.length }));
}
