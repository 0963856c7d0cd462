/** 联办 (M7): one department's own form, filled from the one set of data. The words of the values come in: a code's name is not the domain's to know. */
import type { Child } from '../bundle/children.ts';
import { longDate } from '../calendar/words.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { Received } from '../case/operations.ts';
import { methodWords } from './material-words.ts';
import type { Paper } from './paper.ts';
import { paperNo } from './paper.ts';

export type FormLine = { label: string; text: string };
export type ChildFormInput = {
  child: Pick<Child, 'no' | 'name' | 'department' | 'ownNo'>;
  itemName: string;
  handlingItemCode: string;
  jointNo: string;
  received: Pick<Received, 'receivedOn' | 'queryToken'>;
  station: string;
  handler: string;
  /** Whoever the item is for, as its own form asks it, and who stands for them where that is another person. */
  applicant: FormLine[];
  onBehalf: { name: string; idNo: string } | null;
  lines: FormLine[];
  materials: MaterialEntry[];
};

export function childFormPaper(input: ChildFormInput): Paper {
  const { child, received, onBehalf } = input;
  return {
    kind: 'application',
    title: `${input.itemName}申请表`,
    no: paperNo('application', `${input.jointNo}-${child.no}`),
    date: longDate(received.receivedOn),
    org: input.station,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          [
            { label: '事项', value: `${input.itemName}\n${input.handlingItemCode}` },
            { label: '受理部门', value: child.department }
          ],
          [
            { label: '联办编号', value: input.jointNo },
            { label: '子办件编号', value: child.ownNo }
          ]
        ]
      },
      {
        type: 'facts',
        heading: '申请人',
        rows: [
          ...paired(input.applicant),
          ...(onBehalf === null
            ? []
            : [
                [
                  { label: '代为申请人', value: onBehalf.name },
                  { label: '证件号码', value: onBehalf.idNo }
                ]
              ])
        ]
      },
      ...(input.lines.length > 0 ? [{ type: 'facts' as const, heading: '填写内容', rows: paired(input.lines) }] : []),
      {
        type: 'table',
        heading: '本项材料',
        columns: ['序号', '材料', '原件', '复印件', '收取方式'],
        rows: input.materials.map((entry, at) => [String(at + 1), entry.name, String(entry.originals), String(entry.copies), methodWords(entry)])
      },
      { type: 'text', heading: '申请人声明', lines: ['以上内容由一张联办申请表转来，本人已核对，与提交的材料一致。'] },
      {
        type: 'contacts',
        heading: '',
        facts: [
          { label: '收件站点', value: input.station },
          { label: '经办人', value: input.handler }
        ]
      }
    ],
    slots: [{ role: 'applicant', label: '申请人签名', name: '' }],
    seal: '',
    qr: `/q/${received.queryToken}`
  };
}

/** Two a line; what is long stands alone. */
function paired(lines: readonly FormLine[]): FormFact[][] {
  const rows: FormFact[][] = [];
  for (const { label, text } of lines) {
    const fact = { label, value: text };
    const last = rows.at(-1);
    if (last?.length === 1 && isShort(text) && isShort(last[0]?.value ?? '')) last.push(fact);
    else rows.push([fact]);
  }
  return rows;
}
type FormFact = { label: string; value: string };
const isShort = (text: string) => [...text].length <= 18;
