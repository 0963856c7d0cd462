/** Identity documents by the names that a catalogue's options use (rules 2.5), and what their numbers look like. */
import { oldestAge, readIdNumber } from './id-number.ts';

export type DocumentType =
  'citizenCard' | 'householdBook' | 'hongKongMacaoPermit' | 'taiwanPermit' | 'hongKongMacaoTravel' | 'taiwanTravel' | 'foreignResident' | 'passport';

const names: readonly (readonly [RegExp, DocumentType])[] = [
  [/^(居民身份证|身份证|临时居民身份证|临时身份证)/, 'citizenCard'],
  [/^(居民)?户口簿/, 'householdBook'],
  [/^港澳居民居住证/, 'hongKongMacaoPermit'],
  [/^台湾居民居住证/, 'taiwanPermit'],
  [/^港澳居民来往内地通行证/, 'hongKongMacaoTravel'],
  [/^台湾居民来往大陆通行证/, 'taiwanTravel'],
  [/^外国人永久居留/, 'foreignResident'],
  [/护照/, 'passport']
];

/** Null for a name that no rule knows. */
export function documentType(name: string): DocumentType | null {
  return names.find(([pattern]) => pattern.test(name.trim()))?.[1] ?? null;
}

const chinesePassport = /^(E[0-9A-HJ-NP-Z]\d{7}|[EGDSP]\d{8}|PE\d{7})$/;
const foreignPassport = /^[A-Z0-9]{5,17}$/;
const oldForeignCard = /^[A-Z]{3}\d{12}$/;

/** The sentence that says what to do, or null when the number is right for the document. `type` null: citizen number. */
export function documentNumberProblem(type: DocumentType | null, text: string, today: string): string | null {
  const number = text.replace(/\s+/gu, '').toUpperCase();
  switch (type) {
    case null:
    case 'citizenCard':
    case 'householdBook':
      return idProblem(number, today);
    case 'hongKongMacaoPermit':
      return /^8[12]/.test(number) ? idProblem(number, today) : '港澳居民居住证号码以 81 或 82 开头，共 18 位。请对照证件再看一遍。';
    case 'taiwanPermit':
      return number.startsWith('83') ? idProblem(number, today) : '台湾居民居住证号码以 83 开头，共 18 位。请对照证件再看一遍。';
    case 'hongKongMacaoTravel':
      return /^[HM]\d{8}(\d{2})?$/.test(number) ? null : '来往内地通行证号码是 H 或 M 加 8 位或 10 位数字。请对照证件再填。';
    case 'taiwanTravel':
      // Older cards carry 10 to 12 characters, some with a letter and brackets.
      return /^(\d{8}|[A-Z0-9()]{10,12})$/.test(number) ? null : '来往大陆通行证号码是 8 位数字（老证 10 至 12 位）。请对照证件再填。';
    case 'foreignResident':
      if (oldForeignCard.test(number)) return null;
      return number.startsWith('9') ? idProblem(number, today) : '永久居留身份证号码是 9 开头的 18 位，老证是 3 个字母加 12 位数字。请对照证件再填。';
    case 'passport':
      return chinesePassport.test(number) || foreignPassport.test(number) ? null : '护照号码是 5 至 17 位字母和数字。请对照护照资料页再填。';
  }
}

function idProblem(number: string, today: string): string | null {
  const reading = readIdNumber(number);
  switch (reading.code) {
    case 'length':
      return `身份证号码是 18 位，现在是 ${[...number].length} 位。请对照证件补全。`;
    case 'characters':
      return '身份证号码前 17 位是数字，最后一位是数字或 X。请改掉别的字符。';
    case 'region':
      return '号码开头两位不是省份代码。请对照证件从头再看一遍。';
    case 'birth':
      return '号码第 7 至 14 位不是真实的出生日期。请对照证件再看一遍。';
    case 'check':
      return '号码有一位不对（校验码不符）。请对照证件逐位核对。';
    case 'old':
      return `这是 15 位老号码，请填现在的 18 位，应为 ${reading.modern ?? ''}。`;
    case null: {
      const age = reading.age(today);
      if (age === null) return '号码里的出生日期在今天之后。请对照证件再看一遍。';
      return age > oldestAge ? `按号码推算已 ${age} 岁。请对照证件核对出生年份。` : null;
    }
  }
}

/** Birth date and sex, from documents whose numbers carry them. */
export function documentCarriesBirth(type: DocumentType | null): boolean {
  return type !== 'hongKongMacaoTravel' && type !== 'taiwanTravel' && type !== 'passport';
}
