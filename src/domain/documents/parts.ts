/** What most papers have: which item and case they are about, who answers at which number. */
import type { Fact, PaperBlock } from './paper.ts';

/** The station as papers name it. */
export type PaperStation = { name: string; phone: string; supervisionPhone: string; address?: string | undefined; hours?: string | undefined };
/** What a paper is about. `items`: the item, or the bundle's chosen ones. */
export type PaperSubject = {
  items: readonly { name: string; handlingItemCode: string }[];
  bundle?: { name: string; jointNo: string } | undefined;
  localNo?: string | null | undefined;
  caseNo?: string | null | undefined;
};

/** 事项名称、编码、办件号: each paper names them (rules 2.10). */
export function subjectFacts({ items, bundle, localNo, caseNo }: PaperSubject): Fact[][] {
  const numbers: Fact[] = [...(localNo ? [{ label: '收件编号', value: localNo }] : []), ...(caseNo ? [{ label: '办件编号', value: caseNo }] : [])];
  return [
    ...(bundle ? [[{ label: '一件事', value: `${bundle.name}\n${bundle.jointNo}` }]] : []),
    ...items.map((item) => [{ label: '事项', value: `${item.name}\n${item.handlingItemCode}` }]),
    ...(numbers.length > 0 ? [numbers] : [])
  ];
}

/** The paper's last line: `who` with the words for the part that they have (收件人, 告知人). */
export function contacts(station: PaperStation, who: Fact): PaperBlock {
  return {
    type: 'contacts',
    heading: '',
    facts: [who, { label: '本站电话', value: station.phone }, { label: '监督投诉', value: station.supervisionPhone }]
  };
}
