import type { ServiceItem } from '#domain/catalogue/format.ts';
import type { Situation } from '#domain/form/values.ts';
import { zhGuide } from '../../messages/zh-guide.ts';
import { daysInWords, feeInWords, materialLines, piecesInWords, plain, visitsInWords, type Place } from './words.ts';

export type LargePart = { heading: string | null; lines: string[]; numbered: boolean };

/** The guide as it is read to a resident: short sentences, first what to bring. */
export function largePrint(item: ServiceItem, situation: Situation, place: Place | null): LargePart[] {
  const words = zhGuide.read;
  const materials = materialLines(item.materials, situation);
  const line = ({ name, material, wanted }: (typeof materials)[number]) =>
    [
      name,
      material.generated ? zhGuide.material.generated : piecesInWords(material),
      wanted === 'optional' ? words.ifAny : null,
      material.deferrable ? words.later : null
    ]
      .filter((part) => part !== null)
      .join('，');
  const sure = materials.filter(({ wanted }) => wanted !== 'maybe');
  const perhaps = materials.filter(({ wanted }) => wanted === 'maybe');
  const days = item.promisedDays.value === null ? [] : [words.days(daysInWords(item.promisedDays, item.caseType === 'instant'))];
  return [
    { heading: null, lines: [words.who(plain(item.target)), ...days, words.visits(visitsInWords(item)), words.fee(feeInWords(item))], numbered: false },
    { heading: words.bring(sure.length), lines: sure.map(line), numbered: true },
    ...(perhaps.length > 0
      ? [{ heading: words.perhaps, lines: perhaps.map(({ name, material }) => `${plain(material.conditionText ?? '')}：${name}`), numbered: false }]
      : []),
    { heading: words.ask, lines: item.conditions.map(plain), numbered: false },
    { heading: words.mistakes, lines: item.commonMistakes.map(plain), numbered: false },
    ...(place ? [{ heading: words.where, lines: [place.address, place.hours, words.phone(place.phone)], numbered: false }] : [])
  ].filter(({ lines }) => lines.length > 0);
}
