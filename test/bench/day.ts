/**
 * A station's day, the same for the same seed: applications for the old-age allowance, complete, without photos. A case with its signature
 * weighs about 5.5 KB, as much as a 3 KB case with eight 300-byte audit events. Runs in Node and in the browser.
 */
import type { Operation, Received } from '#domain/case/operations.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { localNumber } from '#domain/case/local-number.ts';

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const givenNames = '桂英秀兰玉珍凤琴淑华德福长贵建国永康志红美云';
const villages = ['东风村', '前进村', '双河村', '上坪村', '下坝村', '梨花村', '金竹村', '大石村'];

/** What the day needs to know of where it happens. */
export interface Place {
  stationShort: string;
  deviceNo: string;
  divisionCode: string;
  author: { id: string; name: string };
  item: Received['item'];
  catalogueRevision: number;
  /** ISO date. */
  today: string;
  /** ISO instant of the first case. */
  startsAt: string;
}

type Random = () => number;

/** Marsaglia's xorshift32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => below(random, 10)).join('');
}
function hex(random: Random, count: number): string {
  return Array.from({ length: count }, () => below(random, 16).toString(16)).join('');
}
/** The shape of a version 7 UUID; its time is random too, so that two days never meet. */
function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
}
function personName(random: Random): string {
  const given = () => givenNames[below(random, givenNames.length)] ?? '';
  return (surnames[below(random, surnames.length)] ?? '') + given() + given();
}

/** Born 80 to 95 years before `today`; GB 11643 check digit. */
function idNumber(random: Random, today: string): string {
  const year = Number(today.slice(0, 4)) - 81 - below(random, 15);
  const month = String(1 + below(random, 12)).padStart(2, '0');
  const day = String(1 + below(random, 28)).padStart(2, '0');
  const body = `430103${year}${month}${day}${digits(random, 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + ('10X98765432'[sum % 11] ?? '');
}

function signature(random: Random, name: string, at: string): Signature {
  const stroke = () => {
    let [x, y, time] = [below(random, 300), below(random, 120), below(random, 500)];
    return Array.from({ length: 46 }, () => {
      [x, y, time] = [x + below(random, 9) - 3, y + below(random, 9) - 4, time + 8 + below(random, 9)];
      return [x, y, time, Number((0.3 + random() * 0.5).toFixed(2))];
    });
  };
  return {
    role: 'applicant',
    name,
    documentHash: hex(random, 64),
    document: '高龄津贴申请表',
    strokes: Array.from({ length: 4 }, stroke),
    width: 640,
    height: 240,
    signedAt: at
  };
}

function bodyOf(random: Random, serial: number, place: Place, at: string): Received {
  const name = personName(random);
  const idNo = idNumber(random, place.today);
  const address = () => ({
    division: place.divisionCode,
    detail: `${villages[below(random, villages.length)]}${1 + below(random, 12)}组${1 + below(random, 200)}号`
  });
  const age = Number(place.today.slice(0, 4)) - Number(idNo.slice(6, 10));
  const hadBirthday = idNo.slice(10, 14) <= place.today.slice(5).replace('-', '');
  const paper = (id: string, label: string, copies = 0): Received['materials'][number] => ({
    id,
    name: label,
    state: 'paper',
    originals: 1,
    copies,
    whereabouts: 'returned',
    pages: []
  });
  return {
    localNo: localNumber(place.stationShort, place.deviceNo, place.today, serial),
    item: place.item,
    catalogueRevision: place.catalogueRevision,
    situation: { agent: 'self' },
    answers: {
      applicantName: name,
      applicantIdType: '居民身份证',
      applicantIdNo: idNo,
      applicantGender: Number(idNo[16]) % 2 === 1 ? '男' : '女',
      applicantBirthDate: `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}`,
      applicantPhone: `13${digits(random, 9)}`,
      householdAddress: address(),
      residenceAddress: address(),
      allowanceAgeBand: age - (hadBirthday ? 0 : 1) >= 90 ? '90-99周岁' : '80-89周岁',
      livingStatus: ['与家人同住', '独居', '机构养老'][below(random, 3)] ?? '独居',
      isAgent: '否',
      bankName: '农商银行',
      bankAccountName: name,
      bankAccountNo: `6217${digits(random, 15)}`,
      resultDelivery: '银行发放'
    },
    materials: [
      { id: 'mat-form-elderly', name: '高龄津贴申请表', state: 'generated', originals: 1, copies: 0, whereabouts: 'kept', pages: [] },
      paper('mat-id', '居民身份证'),
      paper('mat-hk', '居民户口簿(首页、户主页及本人页)'),
      paper('mat-bank', '本人社会保障卡或银行卡(一类账户)', 1)
    ],
    signatures: [signature(random, name, at)],
    receivedOn: place.today,
    privacyNotice: '2026-1',
    place: 'home',
    offline: true,
    queryToken: hex(random, 32)
  };
}

/** One operation a case, in the order of the day. Another seed is another day, which shares no id with this one. */
export function makeDay(seed: number, cases: number, place: Place): Operation[] {
  const start = Date.parse(place.startsAt);
  return Array.from({ length: cases }, (_, index) => {
    const random = seeded(seed * 100_003 + index + 1);
    const at = new Date(start + index * 120_000).toISOString();
    return {
      opId: uuid(random),
      groupId: uuid(random),
      groupSize: 1,
      dependsOn: [],
      caseId: uuid(random),
      type: 'case.received',
      version: 1,
      author: place.author,
      at,
      base: 0,
      body: bodyOf(random, seed * cases + index + 1, place, at),
      blobs: []
    };
  });
}
