/** 容缺受理承诺书 (archive code B6; rules 2.10 no. 5, M12): what is complete, what comes later and by when, and what follows if it doesn't. */
import { longDate } from '../calendar/words.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { Answers } from '../form/values.ts';
import { methodWords } from './material-words.ts';
import { paperNo, type Paper } from './paper.ts';
import { contacts, partyFacts, residentSlot, subjectFacts, type PaperStation, type PaperSubject } from './parts.ts';

export type LetterInput = {
  subject: PaperSubject;
  answers: Answers;
  /** All that is handed in, promised or fetched. */
  materials: readonly MaterialEntry[];
  station: PaperStation;
  handler: string;
  /** The draft, which becomes the case. */
  id: string;
  /** ISO day of the letter. */
  date: string;
};

/** Null when nothing is deferred. */
export function deferralLetter({ subject, answers, materials, station, handler, id, date }: LetterInput): Paper | null {
  const deferred = materials.filter(({ state }) => state === 'deferred');
  if (deferred.length === 0) return null;
  const complete = materials.filter(({ state }) => state !== 'deferred');
  const rows = deferred.map((entry, at) => [String(at + 1), entry.name, entry.due === undefined ? '' : longDate(entry.due)]);
  return {
    kind: 'deferral',
    title: '容缺受理承诺书',
    no: paperNo('deferral', id),
    date: longDate(date),
    org: station.name,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(subject), ...partyFacts(answers)] },
      {
        type: 'table',
        heading: '已经齐全的材料',
        columns: ['序号', '材料', '收取方式'],
        rows: complete.map((entry, at) => [String(at + 1), entry.name, methodWords(entry)])
      },
      { type: 'table', heading: '容缺后补的材料', columns: ['序号', '材料', '补齐日期'], rows },
      {
        type: 'list',
        heading: '我承诺',
        items: [
          { strong: '', text: '我已知道以上材料可以先不交，也知道哪一天以前要补齐。' },
          { strong: '', text: '我会在补齐日期以前，把真实、有效的材料交到任何一个便民服务站；走不开，可以打电话请站里上门取。' },
          { strong: '', text: '已经交的材料都是真的，填写的内容属实。' }
        ]
      },
      {
        type: 'list',
        heading: '没有按期补齐的后果',
        items: [
          { strong: '', text: '部门可以终止办理或者不予办理，并告诉我理由。' },
          { strong: '', text: '逾期不补的情况会被记录，以后可能不能再容缺。' },
          { strong: '', text: '有困难可以在到期前申请延长，由部门决定。' }
        ]
      },
      contacts(station, { label: '收件人', value: handler })
    ],
    slots: [residentSlot(answers, '签名'), { role: 'handler', label: '收件人签名', name: handler }],
    seal: '',
    qr: ''
  };
}
