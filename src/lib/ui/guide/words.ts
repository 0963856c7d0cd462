/** Turns catalogue data into the guide's words. Pure; the same for screen, large print and paper. */
import type { Condition, Material, ServiceItem } from '#domain/catalogue/format.ts';
import type { Situation } from '#domain/form/values.ts';
import { zhGuide } from '../../messages/zh-guide.ts';

const words = zhGuide;

/** The catalogue's source has ASCII marks between Chinese words; on the page they are Chinese marks. */
export function plain(text: string): string {
  return (
    text
      .replace(/(?<=[\p{Script=Han}》”)）])\s*,\s*|\s*,\s*(?=\p{Script=Han})/gu, '，')
      .replace(/(?<=[\p{Script=Han}》”)）])\s*;\s*/gu, '；')
      .replace(/(?<=\p{Script=Han})\s*:\s*/gu, '：')
      // A word of the policy texts that slipped into the catalogue's prose.
      .replace(/materialId/g, words.material.word)
      // 80周岁 → 80 周岁; numbers that name a thing (2024年, 第33条, 32号) stay together.
      .replace(/(?<!第)(?<=\p{Script=Han})(?=\d+(?:\.\d+)?(?![\d.年月日号条款]))|(?<=(?<!第\d*)\d)(?=\p{Script=Han})(?![年月日号条款项])/gu, ' ')
  );
}

export function daysInWords(days: ServiceItem['promisedDays'], instant = false): string {
  if (days.value === null) return days.note ? plain(days.note) : words.days.none;
  if (days.value === 0 && instant) return words.days.instant;
  return (days.unit === 'workingDay' ? words.days.working : words.days.natural)(days.value);
}
export const feeInWords = (item: ServiceItem): string => (item.fee.charged ? plain(item.fee.standard) : words.item.noFee);
export const visitsInWords = (item: ServiceItem): string => words.item.mostVisits(item.onSiteVisits) + (item.homeVisitSupported ? words.item.andHome : '');

/** What the situation alone says of a condition; null while something it needs is not known yet. */
export function decide(condition: Condition, situation: Situation): boolean | null {
  if ('all' in condition)
    return fold(
      condition.all.map((part) => decide(part, situation)),
      false
    );
  if ('any' in condition)
    return fold(
      condition.any.map((part) => decide(part, situation)),
      true
    );
  if ('not' in condition) {
    const inner = decide(condition.not, situation);
    return inner === null ? null : !inner;
  }
  if (!('situation' in condition)) return null;
  const chosen = Object.hasOwn(situation, condition.situation) ? situation[condition.situation] : undefined;
  return chosen === undefined ? null : condition.is.includes(chosen);
}
/** `settling` in one part settles the whole; else an unknown part leaves it unknown. */
function fold(parts: (boolean | null)[], settling: boolean): boolean | null {
  if (parts.includes(settling)) return settling;
  return parts.includes(null) ? null : !settling;
}

export type MaterialLine = {
  material: Material;
  name: string;
  how: string;
  /** `maybe`: hangs on the form, or on a question that is still open. */ wanted: 'required' | 'optional' | 'maybe';
  tags: { kind: 'plain' | 'blue' | 'line'; text: string }[];
};

/** The materials that this situation asks for, in the catalogue's order. */
export function materialLines(materials: readonly Material[], situation: Situation): MaterialLine[] {
  return materials.flatMap((material) => {
    const decided = material.necessity === 'conditional' && material.when ? decide(material.when, situation) : true;
    if (decided === false) return [];
    const wanted = material.necessity === 'optional' ? 'optional' : decided === null ? 'maybe' : 'required';
    return [{ material, name: plain(material.name), how: howInWords(material), wanted, tags: tagsOf(material, wanted) }];
  });
}

function tagsOf(material: Material, wanted: MaterialLine['wanted']): MaterialLine['tags'] {
  const tags: MaterialLine['tags'] = [];
  if (wanted === 'optional') tags.push({ kind: 'plain', text: words.material.optional });
  if (wanted === 'maybe')
    tags.push({ kind: 'plain', text: material.conditionText ? words.material.when(plain(material.conditionText)) : words.material.conditional });
  if (material.sharedExempt) tags.push({ kind: 'blue', text: words.material.exempt });
  if (material.commitmentReplaceable) tags.push({ kind: 'blue', text: words.material.commit });
  if (material.deferrable) tags.push({ kind: 'line', text: words.material.defer(material.deferWorkdays) });
  return tags;
}

/** 原件 1 份，复印件 1 份 */
export function piecesInWords(material: Material): string {
  const parts = [
    material.originals > 0 ? words.material.originals(material.originals) : null,
    material.copies > 0 ? words.material.copies(material.copies) : null
  ];
  return parts.filter((part) => part !== null).join('，');
}
function howInWords(material: Material): string {
  if (material.generated) return `${piecesInWords(material)}。${words.material.generated}`;
  const parts = [
    piecesInWords(material),
    plain(material.checkMode),
    material.note ? plain(material.note) : null,
    material.sharedSource ? words.material.shared(plain(material.sharedSource)) : null
  ];
  return parts.filter((part) => part !== null && part !== '').join('。');
}

export type Place = { address: string; hours: string; phone: string };

/** Every element of the guide that has no section of its own, as term and value lines. */
export function elementsOf(item: ServiceItem, place: Place | null): { term: string; lines: string[]; code?: boolean }[] {
  const e = words.elements;
  const one = (term: string, line: string) => ({ term, lines: [line] });
  const special = item.specialProcedures.map(({ name, workdays, countsTowardLimit }) =>
    [plain(name), workdays === null ? null : words.days.working(workdays), countsTowardLimit ? e.counts : e.countsNot]
      .filter((part) => part !== null)
      .join('，')
  );
  const notice = item.publicNotice;
  const noticeDays = notice && (notice.unit === 'workingDay' ? words.days.working : words.days.natural)(notice.days);
  return [
    one(e.accepting, plain(item.acceptingBody)),
    one(e.department, `${item.department}，${e.exercise(item.exerciseLevel)}`),
    one(e.type, item.itemType),
    one(e.caseType, `${item.caseType === 'instant' ? e.instant : e.promised}，${e.object(item.serviceObject)}`),
    one(
      e.statutory,
      daysInWords(item.statutoryDays) + (item.statutoryDays.value !== null && item.statutoryDays.note ? `，${plain(item.statutoryDays.note)}` : '')
    ),
    one(
      e.promisedDays,
      daysInWords(item.promisedDays, item.caseType === 'instant') +
        (item.promisedDays.value !== null && item.promisedDays.note ? `，${plain(item.promisedDays.note)}` : '')
    ),
    { term: e.special, lines: special.length > 0 ? special : [e.none] },
    one(e.notice, notice ? [noticeDays, plain(notice.place), notice.note ? plain(notice.note) : null].filter((part) => part !== null).join('，') : e.none),
    one(e.result, `${plain(item.result.name)}，${item.result.type}`),
    one(e.delivery, item.result.deliveryModes.join('、')),
    one(e.attend, item.applicantMustAttend ? plain(item.applicantMustAttend) : e.attendNo),
    one(e.agent, item.agentAllowed ? e.agentYes : e.agentNo),
    one(e.assist, `${item.assistModes.join('、')}，${e.free}`),
    {
      term: e.basis,
      lines: item.legalBasis.map(
        ({ name, docNo, mark }) =>
          `${name.startsWith('《') ? plain(name) : `《${plain(name).replace(/\(([^()]*)\)$/u, '》（$1）')}${/\)$/.test(name) ? '' : '》'}`}${docNo ? ` ${plain(docNo)}` : ''}${mark === 'UNSURE' ? e.unverified : ''}`
      )
    },
    one(e.fee, `${plain(item.fee.standard)}${item.fee.basis ? `，${plain(item.fee.basis)}` : ''}。${e.assistFree}`),
    { term: e.basicCode, lines: [item.basicCode], code: true },
    { term: e.implementationCode, lines: [item.implementationCode], code: true },
    { term: e.handlingCode, lines: [item.handlingItemCode + (item.codeIsSample ? `（${e.sample}）` : '')], code: true },
    { term: e.uscc, lines: [item.departmentUscc], code: true },
    ...(place ? [one(e.address, place.address), one(e.hours, place.hours), one(e.stationPhone, place.phone)] : []),
    one(e.consult, plain(item.consult).replace(/(?<=线)(?=\d)/u, ' ')),
    one(e.supervision, plain(item.supervision)),
    ...(item.topics.length > 0 ? [one(e.topics, item.topics.join('、'))] : []),
    ...(item.unsure ? [one(e.unsure, plain(item.unsure))] : [])
  ];
}
