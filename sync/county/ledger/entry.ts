/** One line of a batch, read as far as it can be read. */
import { operationSchema, type Operation } from '#domain/case/operations.ts';
import { upcast, type Registry } from '#domain/case/upcast.ts';
import type { Problem } from '#protocol/errors.ts';
import { parseJson } from '../http/body.ts';

/** `writer` and `epoch` name the journal that the line stands in. */
export type Entry = { writer: string; epoch: string; seq: number; line: string; lineHash: string; link: string };
export type ReadLine = { kind: 'operation'; op: Operation } | { kind: 'unknownVersion'; op: Operation } | { kind: 'invalid'; opId: string; problem: Problem };

/** In the newest version of its type, whatever it was written in. */
export function readLine(line: string, known?: Registry): ReadLine {
  const parsed = parseJson(line);
  if (!parsed.ok) return { kind: 'invalid', opId: '', problem: { code: 'invalid_body', message: '这条操作不是有效的 JSON。', path: '' } };
  const result = operationSchema.safeParse(parsed.value);
  if (!result.success) {
    const path = (result.error.issues[0]?.path ?? []).map(String).join('.');
    return { kind: 'invalid', opId: claimedId(parsed.value), problem: { code: 'invalid_body', message: '这条操作的格式不对。', path } };
  }
  const op = result.data;
  const ids = [op.opId, op.groupId, op.caseId, ...op.dependsOn].join('');
  if (ids !== ids.toLowerCase()) return invalid(op, 'opId', '编号要用小写字母。');
  if (!Number.isInteger(op.groupSize) || op.groupSize < 1) return invalid(op, 'groupSize', '操作组的条数不对。');
  if (!Number.isInteger(op.base) || op.base < 0) return invalid(op, 'base', '办件版本号不对。');
  const current = upcast(op, known);
  if (current.ok) return { kind: 'operation', op: current.op };
  return current.why === 'unknown' ? { kind: 'unknownVersion', op } : invalid(op, current.path, '这条操作的内容不合它那一版的格式。');
}

function invalid(op: Operation, path: string, message: string): ReadLine {
  return { kind: 'invalid', opId: op.opId, problem: { code: 'invalid_body', message, path } };
}

function claimedId(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'opId' in value ? value.opId : '';
  return typeof id === 'string' ? id.replaceAll('\0', '').slice(0, 60) : '';
}
