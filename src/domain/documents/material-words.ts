/** How a material came in (收取方式) and where its original is (原件去向), in the words of the receipt. */
import type { MaterialEntry } from '../case/schemas.ts';
import { shortDate } from '../calendar/words.ts';

export function methodWords(entry: MaterialEntry): string {
  switch (entry.state) {
    case 'photographed':
      return `核验后拍照 ${entry.pages.length} 张`;
    case 'paper':
      return '收纸质件';
    case 'generated':
      return '系统生成，已签';
    case 'deferred':
      return '容缺后补';
    case 'sharedPending':
      return '待联网核验';
    case 'committed':
      return '告知承诺代替';
    case 'eCertificate':
      return '电子证照';
    case 'notNeeded':
      return '不需要';
  }
}

export function whereaboutsWords(entry: MaterialEntry): string {
  if (entry.state === 'deferred') return entry.due === undefined ? '待补齐' : `${shortDate(entry.due)}前补齐`;
  return { returned: '已退还', kept: '留站', none: '无原件' }[entry.whereabouts];
}
