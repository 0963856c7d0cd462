/**
 * A paper (文书, rules 2.10) as data: what a resident reads, signs or takes home. Content functions make it, one sheet lays it out on
 * the screen and on A4, and `paperText` is its exact text: the SHA-256 of that text is what a signature binds to, and `readPaper` makes the
 * same paper of it again (decision 3).
 */
import type { Signature } from '../case/schemas.ts';

/**
 * Kind → what it is called among all papers, and what its number begins with: the archive's code (rules 2.10) where there is one, else
 * two letters. A paper's own title may say more.
 */
export const paperKinds = {
  application: { name: '申请书', code: 'SQ' },
  receipt: { name: '收件凭证', code: 'B1' },
  acceptance: { name: '受理通知书', code: 'SL' },
  nonAcceptance: { name: '不予受理通知书', code: 'B4' },
  specialProcedure: { name: '特殊程序告知书', code: 'B5' },
  oneTimeNotice: { name: '一次性告知书', code: 'B18' },
  deferral: { name: '容缺受理承诺书', code: 'B6' },
  commitment: { name: '告知承诺书', code: 'B10' },
  mandate: { name: '授权委托书', code: 'WT' },
  deliveryReceipt: { name: '送达回证', code: 'B19' },
  completion: { name: '办结通知书', code: 'B13' },
  refusal: { name: '不予决定书', code: 'B14' },
  returned: { name: '退件通知书', code: 'B15' },
  handover: { name: '材料交接单', code: 'JJ' },
  privacy: { name: '个人信息处理告知书', code: 'GZ' },
  visit: { name: '上门服务单', code: 'SM' },
  order: { name: '帮办代办工单', code: 'GD' }
} as const satisfies Record<string, { name: string; code: string }>;
export type PaperKind = keyof typeof paperKinds;

/** The value's first line is the fact; further lines stand below it in small print (an item's code). Empty: a line to write on. */
export type Fact = { label: string; value: string };
/** `strong` stands in bold before `text`. */
export type Sentence = { strong: string; text: string };
export type PaperBlock = { heading: string } & (
  | { type: 'facts'; /** One to two facts a line. */ rows: Fact[][] }
  | { type: 'table'; columns: string[]; rows: string[][] }
  /** Numbered. */
  | { type: 'list'; items: Sentence[] }
  | { type: 'text'; lines: string[] }
  /** Boxes with a tick, or without. */
  | { type: 'choices'; options: { text: string; chosen: boolean }[] }
  /** Small, on one line: who answers, at which number. */
  | { type: 'contacts'; facts: Fact[] }
);
/** A place for a signature. `name`: who is to sign there, empty when it is not known; two witnesses are two slots with their names. */
export type PaperSlot = { role: Signature['role']; label: string; name: string };
export type Paper = {
  kind: PaperKind;
  title: string;
  /** 文书编号, see `paperNo`. */
  no: string;
  /** As written on it: 2026年11月19日. */
  date: string;
  /** Who issues it. */
  org: string;
  blocks: PaperBlock[];
  slots: PaperSlot[];
  /** Words of the place where a seal goes (站点印章; the department's is never drawn); empty: none. */
  seal: string;
  /** Where the QR leads, from the address' first `/` on; says nothing about the person (M28). Empty: none. */
  qr: string;
};

/**
 * `B6-LT03-07-20261119-0006K`: the kind's code and what it is about. `about` is a local number, a joint number or, for what is signed before
 * there is one, the id of the case, mandate or order (the last 12 digits of a UUIDv7 are random). `nth` from 1: the second correction notice
 * of a case ends with `-2`.
 */
export function paperNo(kind: PaperKind, about: string, nth = 1): string {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(about);
  const subject = isId ? (about.slice(-12).toUpperCase().match(/.{4}/g)?.join('-') ?? about) : about.replace(/^[LJ]-/, '');
  return `${paperKinds[kind].code}-${subject}${nth > 1 ? `-${String(nth)}` : ''}`;
}

const marks = { facts: '项', table: '表', list: '条', text: '文', choices: '选', contacts: '联' } as const satisfies Record<PaperBlock['type'], string>;
/** Word of a block's first line → its type. */
export const blockTypes: ReadonlyMap<string, PaperBlock['type']> = new Map(
  // Object.entries widens the keys to string.
  (Object.entries(marks) as [PaperBlock['type'], string][]).map(([type, mark]) => [mark, type])
);
export const paperFormat = '文书格式 1';

/** The paper's text, word for word: lines of cells between tabs. What stands in a cell is escaped, so that no two papers have one text. */
export function paperText(paper: Paper): string {
  const { title, kind, org, no, date, seal, qr } = paper;
  return [
    paperFormat,
    line(['题', title, kind]),
    line(['单位', org]),
    line(['编号', no]),
    line(['日期', date]),
    line(['印章', seal]),
    line(['二维码', qr]),
    ...paper.blocks.flatMap((block) => [`【${marks[block.type]}】\t${escaped(block.heading)}`, ...blockLines(block).map(line)]),
    '【签】',
    ...paper.slots.map((slot) => line([slot.label, slot.name, slot.role]))
  ].join('\n');
}

function blockLines(block: PaperBlock): string[][] {
  switch (block.type) {
    case 'facts':
      return block.rows.map((row) => row.flatMap(({ label, value }) => [label, value]));
    case 'table':
      return [block.columns, ...block.rows];
    case 'list':
      return block.items.map(({ strong, text }) => [strong, text]);
    case 'text':
      return block.lines.map((text) => [text]);
    case 'choices':
      return block.options.map(({ text, chosen }) => [chosen ? '☑' : '☐', text]);
    case 'contacts':
      return block.facts.map(({ label, value }) => [label, value]);
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '【': '\\【' };
const line = (cells: readonly string[]) => cells.map(escaped).join('\t');
/** A line that begins with 【 is a block's first: no cell begins so. */
function escaped(cell: string): string {
  return cell.replace(/[\\\t\n\r]|^【/g, (character) => escapes[character] ?? character);
}
