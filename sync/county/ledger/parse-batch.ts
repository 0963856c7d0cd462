/** NDJSON → header and lines. The lines stay text: their bytes are what the chain is made of. */
import { batchHeaderSchema, type BatchHeader } from '#protocol/messages.ts';
import { defaultLimits, isServed } from '#protocol/version.ts';
import { Refusal } from '../failure.ts';
import { checkShape, parseJson } from '../http/body.ts';

export type Batch = { header: BatchHeader; lines: string[] };

export function parseBatch(text: string): Batch {
  const [first = '', ...lines] = text.split('\n');
  // A newline may end the last line.
  if (lines.at(-1) === '') lines.pop();
  const parsed = parseJson(first);
  if (!parsed.ok) throw new Refusal(400, 'invalid_body', '批次的第一行不是有效的 JSON。', 'header');
  const header = checkShape(batchHeaderSchema, parsed.value, 'header');
  if (!isServed(header.protocol)) throw new Refusal(400, 'unknown_version', '平板上的程序版本和县平台不一致，请联网刷新后再试。', 'header.protocol');
  if (header.count > defaultLimits.batchOperations)
    throw new Refusal(413, 'too_large', `一批最多 ${String(defaultLimits.batchOperations)} 条操作，请分批发送。`, 'header.count');
  if (header.count !== lines.length)
    throw new Refusal(400, 'invalid_body', `批次写明 ${String(header.count)} 条操作，实际有 ${String(lines.length)} 条。`, 'header.count');
  if (header.fromSeq > 1e15) throw new Refusal(400, 'invalid_body', '起始序号太大。', 'header.fromSeq');
  return { header: { ...header, epoch: header.epoch.toLowerCase() }, lines };
}
