/**
 * 告知承诺书 (证明事项) (archive code B10; rules 2.10 no. 6, M13; 国办发〔2020〕42号): what the office tells and what the person promises in place of one
 * proof. Who does not want to promise hands in the proof.
 */
import { longDate } from '../calendar/words.ts';
import type { Material, ServiceItem } from '../catalogue/format.ts';
import { proofOf, type Proof } from '../promise/proofs.ts';
import type { LetterInput } from './deferral.ts';
import { paperNo, type Paper } from './paper.ts';
import { contacts, partyFacts, residentSlot, subjectFacts } from './parts.ts';

/** Changes with any word below. It stands on the paper, so that a later check knows what was promised. */
export const commitmentTextVersion = '2026-11-1';

/** One letter a proof that is replaced, in the materials' order. `items`: those of the form, with their materials. */
export function commitmentLetters(input: LetterInput, items: readonly ServiceItem[]): Paper[] {
  return input.materials
    .filter(({ state }) => state === 'committed')
    .flatMap((entry, at) => {
      const asking = items.flatMap((item) => item.materials.filter(({ id }) => id === entry.id).map((material) => ({ item, material })));
      const [first] = asking;
      return first === undefined ? [] : [letter(input, proofOf(first.item, first.material), first.material, entry.due, at + 1)];
    });
}

function letter({ subject, answers, station, handler, id, date }: LetterInput, proof: Proof, material: Material, due: string | undefined, nth: number): Paper {
  return {
    kind: 'commitment',
    title: '证明事项告知承诺书',
    no: paperNo('commitment', id, nth),
    date: longDate(date),
    org: proof.askedBy,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(subject), ...partyFacts(answers)] },
      {
        type: 'facts',
        heading: '一、行政机关告知',
        rows: [
          [
            { label: '证明事项', value: proof.name },
            { label: '文本版本', value: commitmentTextVersion }
          ],
          [{ label: '设定依据', value: proof.basis }],
          [{ label: '证明内容', value: material.proof?.content ?? `申请人符合办理本事项所要求的“${proof.name}”所证明的情况` }],
          [
            { label: '索要单位', value: proof.askedBy },
            { label: '开具单位', value: proof.issuedBy }
          ]
        ]
      },
      {
        type: 'list',
        heading: '',
        items: [
          { strong: '承诺方式：', text: '书面承诺，由申请人本人作出；有代办人的，由代办人按授权作出。一经签名，行政机关不再要求提供这份证明。' },
          { strong: '不愿意承诺的：', text: '可以不承诺，改交这份证明，不影响办理。' },
          { strong: '不适用的：', text: '曾作不实承诺、还没有修复信用的，不适用告知承诺。收件时没有联网的，由县里受理时核验。' },
          { strong: '核查：', text: `行政机关会通过信息共享、函询、现场核查等方式核查承诺内容${due === undefined ? '' : `，最迟在${longDate(due)}前核查`}。` },
          {
            strong: '不实承诺的责任：',
            text: '撤销已经作出的决定，追回已经取得的待遇或者利益；依法给予行政处罚，造成损失的承担民事责任，构成犯罪的依法追究刑事责任；不实承诺记入信用记录，修复以前不再适用告知承诺。'
          },
          { strong: '公开范围：', text: '承诺书只用于办理本事项和事后核查，不向社会公开。' }
        ]
      },
      {
        type: 'list',
        heading: '二、申请人承诺',
        items: [
          { strong: '', text: '已经知道行政机关告知的全部内容。' },
          { strong: '', text: `自己符合“${proof.name}”所证明的情况，填写的内容真实、准确。` },
          { strong: '', text: '愿意承担不实承诺的法律责任。' },
          { strong: '', text: '以上承诺是自己真实的意思。' }
        ]
      },
      {
        type: 'choices',
        heading: '',
        options: [
          { text: '承诺，不交这份证明', chosen: true },
          { text: '不承诺，改交这份证明', chosen: false }
        ]
      },
      contacts(station, { label: '收件人', value: handler })
    ],
    slots: [residentSlot(answers, '签名'), { role: 'handler', label: '告知人签名', name: handler }],
    seal: '',
    qr: ''
  };
}
