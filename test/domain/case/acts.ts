/** Operations as a station and a county write them. */
import type { BodyOf, Operation } from '#domain/case/operations.ts';
import { localNumber } from '#domain/case/local-number.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { allowance, calendar, catalogue, finished, today } from '../sample.ts';

let count = 0;
const uuid = (n: number): string => `0193${n.toString(16).padStart(4, '0')}-0000-7000-8000-000000000000`;
export const caseId = uuid(0);

export function act(type: string, body: unknown, base: number, more: Partial<Operation> = {}): Operation {
  count++;
  const opId = uuid(count);
  return {
    opId,
    groupId: opId,
    groupSize: 1,
    dependsOn: [],
    caseId,
    type,
    version: 1,
    author: { id: 'zhou', name: '周敏' },
    at: '2026-11-19T02:06:00.000Z',
    base,
    body,
    blobs: [],
    ...more
  };
}

export function receivedBody(change: (body: BodyOf<'case.received@1'>) => void = () => undefined): BodyOf<'case.received@1'> {
  const definition = itemDefinition(catalogue, 'allowance');
  if (!definition) throw new Error('no such item');
  const input = finished();
  const { submission } = assess(definition, input, today, calendar);
  const body: BodyOf<'case.received@1'> = {
    localNo: localNumber('LT03', '07', today, 6),
    item: { id: 'allowance', name: allowance.name, version: allowance.version, handlingItemCode: allowance.handlingItemCode, department: allowance.department },
    catalogueRevision: catalogue.revision,
    ...submission,
    signatures: input.signatures,
    receivedOn: today,
    privacyNotice: '1',
    place: 'home',
    offline: true,
    queryToken: 'abcdefghijklmnopqrstuv'
  };
  change(body);
  return body;
}

export const received = (change?: (body: BodyOf<'case.received@1'>) => void): Operation => act('case.received', receivedBody(change), 0);
export const accepted = (base: number): Operation =>
  act('case.accepted', { caseNo: '430199260071118004', due: '2026-12-10' }, base, { author: { id: 'chen', name: '陈立' } });
export const correction = (base: number, key = 'mat-id'): Operation =>
  act(
    'case.correctionRequested',
    { items: [{ target: 'material', key, label: '居民身份证', problem: '国徽面看不清', remedy: '重拍国徽面' }], due: '2026-11-30' },
    base,
    { author: { id: 'chen', name: '陈立' } }
  );
export const notAccepted = (base: number): Operation => act('case.notAccepted', { reason: '户籍不在本县', basis: '县高龄津贴办法第三条' }, base);
export const completed = (base: number): Operation => act('case.completed', { outcome: 'approved', result: '按月发放 100 元' }, base);
export const withdrawn = (base: number): Operation => act('case.withdrawn', { reason: '本人不再申请' }, base);
export const supplied = (base: number, body: Partial<BodyOf<'case.supplied@1'>> = {}, more: Partial<Operation> = {}): Operation =>
  act('case.supplied', { answers: {}, materials: [], note: '见附件', ...body }, base, more);
