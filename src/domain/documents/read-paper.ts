/** A paper out of its exact text, so that what was issued is shown again as it was, on any device and at the county (decision 3). */
import { signatureSchema, type Signature } from '../case/schemas.ts';
import { blockTypes, paperFormat, paperKinds, type Paper, type PaperBlock, type PaperKind } from './paper.ts';

/** Null for a text that no paper has: it is then shown as the plain text that it is. */
export function readPaper(text: string): Paper | null {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const head = new Map(lines.slice(1, 7).map(([key = '', value = '']) => [key, unescaped(value)]));
  const kind = lines[1]?.[2];
  if (lines[0]?.[0] !== paperFormat || kind === undefined || !isKind(kind)) return null;
  const parts = chapters(lines.slice(7));
  const signing = parts.pop();
  if (signing?.mark !== '签') return null;
  const blocks: PaperBlock[] = [];
  for (const part of parts) {
    const block = blockOf(part);
    if (block === null) return null;
    blocks.push(block);
  }
  const slots = signing.rows.map(([label = '', name = '', role = '']) => ({ label, name, role }));
  if (!slots.every((slot): slot is Paper['slots'][number] => isRole(slot.role))) return null;
  const of = (key: string) => head.get(key) ?? '';
  return { kind, title: of('题'), no: of('编号'), date: of('日期'), org: of('单位'), blocks, slots, seal: of('印章'), qr: of('二维码') };
}

type Chapter = { mark: string; heading: string; rows: string[][] };

function chapters(lines: string[][]): Chapter[] {
  const found: Chapter[] = [];
  for (const [first = '', ...rest] of lines) {
    const mark = /^【(.)】$/.exec(first)?.[1];
    if (mark !== undefined) found.push({ mark, heading: unescaped(rest[0] ?? ''), rows: [] });
    else found.at(-1)?.rows.push([first, ...rest].map(unescaped));
  }
  return found;
}

function blockOf({ mark, heading, rows }: Chapter): PaperBlock | null {
  const type = blockTypes.get(mark);
  switch (type) {
    case 'facts':
      return { type, heading, rows: rows.map(pairs) };
    case 'table':
      return { type, heading, columns: rows[0] ?? [], rows: rows.slice(1) };
    case 'list':
      return { type, heading, items: rows.map(([strong = '', text = '']) => ({ strong, text })) };
    case 'text':
      return { type, heading, lines: rows.map(([line = '']) => line) };
    case 'choices':
      return { type, heading, options: rows.map(([box, text = '']) => ({ text, chosen: box === '☑' })) };
    case 'contacts':
      return { type, heading, facts: rows.map(([label = '', value = '']) => ({ label, value })) };
    case undefined:
      return null;
  }
}

function pairs(cells: string[]): { label: string; value: string }[] {
  return Array.from({ length: Math.ceil(cells.length / 2) }, (_, at) => ({ label: cells[at * 2] ?? '', value: cells[at * 2 + 1] ?? '' }));
}

function unescaped(cell: string): string {
  return cell.replace(/\\(.)/g, (_, character: string) => ({ t: '\t', n: '\n', r: '\r' })[character] ?? character);
}
const isKind = (kind: string): kind is PaperKind => Object.hasOwn(paperKinds, kind);
const isRole = (role: string): role is Signature['role'] => signatureSchema.shape.role.safeParse(role).success;
