/** Acts on a joint case, as a station or the county writes them. */
import { randomUUID } from 'node:crypto';
import type { Operation, Received } from '#domain/case/operations.ts';
import type { CaseState } from '#domain/case/state.ts';

export function act(type: string, state: CaseState | null, body: object): Operation {
  return {
    opId: randomUUID(),
    groupId: randomUUID(),
    groupSize: 1,
    dependsOn: [],
    caseId: state?.id ?? randomUUID(),
    type,
    version: 1,
    author: { id: 's001', name: '陈敏' },
    at: '2026-11-24T01:00:00.000Z',
    base: state?.revision ?? 0,
    body,
    blobs: []
  };
}

export function receivedBody(more: Partial<Received>): Received {
  return {
    localNo: 'L-LT03-01-20261123-0001A',
    item: { id: 'resident-medical-enroll', name: '新生儿出生一件事', version: 1, handlingItemCode: '', department: '县医疗保障局' },
    catalogueRevision: 1,
    situation: {},
    answers: { applicantName: '陈志强' },
    materials: [],
    signatures: [],
    receivedOn: '2026-11-23',
    privacyNotice: '1',
    place: 'home',
    offline: true,
    queryToken: 'abcdefghijklmnop',
    ...more
  };
}
