/** Every kind of check of the format, with the sentence that says how to mend it. Null: nothing to mend. */
import type { Check } from '../catalogue/format.ts';
import { numberIn } from '../catalogue/condition.ts';
import { addMonths, isIsoDate } from '../calendar/iso-date.ts';
import { shortDate } from '../calendar/words.ts';
import { isBankCard, normalizeBankCard, passesLuhn } from '../identity/bank-card.ts';
import { readDisabilityCard } from '../identity/disability-card.ts';
import { documentNumberProblem, documentType } from '../identity/document-type.ts';
import { normalizeIdNumber, readIdNumber } from '../identity/id-number.ts';
import { normalizePersonName, personNameProblem } from '../identity/person-name.ts';
import { isPhone } from '../identity/phone.ts';
import { hasOrganisationCode, isUscc } from '../identity/uscc.ts';
import type { Finding, Value } from './values.ts';

/** What a check may look at besides the value: other answers (in a table: other columns first), their labels, and the day. */
export type CheckScene = {
  label: string;
  today: string;
  answer: (key: string) => Value | undefined;
  labelOf: (key: string) => string;
  /** The field may be handed in later with a material. */
  canDefer: boolean;
};
export type CheckResult = { level: Finding['level']; message: string };

export function checkValue(check: Check, value: Value, scene: CheckScene): CheckResult | null {
  if (check.kind === 'minRows' || check.kind === 'maxRows') return checkCount(check, value, scene.label);
  if (check.kind === 'notAfter' || check.kind === 'notBefore') return checkOrder(check, value, scene);
  if (check.kind === 'division') {
    const code = divisionOf(value);
    return code === '' || new RegExp(`^\\d{${check.digits}}$`).test(code)
      ? null
      : error(check.digits === 12 ? '请选到村（社区），区划代码是 12 位。' : '请选到县（区），区划代码是 6 位。');
  }
  return typeof value === 'string' ? checkText(check, value.trim(), scene) : null;
}

function checkCount(check: Extract<Check, { kind: 'minRows' | 'maxRows' }>, value: Value, label: string): CheckResult | null {
  const count = Array.isArray(value) ? value.length : 0;
  const isTable = Array.isArray(value) && typeof value[0] === 'object' && !('sha256' in value[0]);
  const unit = isTable ? '行' : '项';
  if (check.kind === 'minRows') return count < check.value ? error(`${label}至少填 ${check.value} ${unit}，现在 ${count} ${unit}。`) : null;
  return count > check.value ? error(`${label}最多填 ${check.value} ${unit}，现在 ${count} ${unit}，请删掉多的。`) : null;
}

function checkText(check: Check, text: string, scene: CheckScene): CheckResult | null {
  const { label } = scene;
  switch (check.kind) {
    case 'maxLength': {
      const length = [...text].length;
      return length > check.value ? error(`${label}最多 ${check.value} 个字，现在 ${length} 个，请写短一点。`) : null;
    }
    case 'personName':
      return checkName(text, label);
    case 'idNo': {
      const type = check.typeField === undefined ? undefined : scene.answer(check.typeField);
      const known = typeof type === 'string' ? documentType(type) : null;
      // A document that no rule knows: its number is taken as it is.
      if (typeof type === 'string' && known === null) return null;
      const problem = documentNumberProblem(known, text, scene.today);
      return problem === null ? null : error(problem);
    }
    case 'phone':
      return isPhone(text) ? null : error('请填 11 位手机号，或区号加固定电话，比如 0731-5550136。');
    case 'bankCard':
      if (!isBankCard(text)) return error(`银行账号是 12 至 19 位数字，现在 ${normalizeBankCard(text).length} 位。请对照卡面再填。`);
      return check.luhn && !passesLuhn(text) ? warning('这个号码不像银行卡号，请对照卡面再看一遍；存折账号可以不改。') : null;
    case 'range': {
      const number = numberIn(text);
      if (number === null) return null;
      if (check.min !== undefined && number < check.min) return error(rangeSentence(label, check.min, check.max));
      return check.max !== undefined && number > check.max ? error(rangeSentence(label, check.min, check.max)) : null;
    }
    case 'integer':
      return /^-?\d+$/.test(text) ? null : error(`${label}填整数，不带小数。`);
    case 'year':
      return /^(19|20)\d{2}$/.test(text) ? null : error(`${label}填 4 位年份，比如 ${scene.today.slice(0, 4)}。`);
    case 'disabilityCard':
      return checkDisabilityCard(text, check.idField === undefined ? undefined : scene.answer(check.idField));
    case 'uscc':
      if (!isUscc(text)) return error('统一社会信用代码是 18 位数字和大写字母，有一位不对。请对照执照再填。');
      return hasOrganisationCode(text) ? null : warning('代码第 9 至 17 位与组织机构代码规则不符，请对照执照再看一遍。');
    case 'monthsAgo': {
      if (!isIsoDate(text) || text <= addMonths(scene.today, -check.min)) return null;
      const message = `${label}到今天要满 ${check.min} 个月，${shortDate(addMonths(text, check.min))}以后才满。请核对日期。`;
      return check.level === 'warning' ? warning(message) : error(message);
    }
    case 'equals':
    case 'differs':
      return checkOther(check, text, scene);
    default:
      return null;
  }
}

function checkName(text: string, label: string): CheckResult | null {
  switch (personNameProblem(text)) {
    case 'tooShort':
      return error(`${label}至少 2 个字，请填证件上的全名。`);
    case 'tooLong':
      return error(`${label}最多 50 个字，请填证件上的全名。`);
    case 'characters':
      return error(`${label}只用汉字、字母和间隔号“·”，请照证件填。`);
    case null:
      return null;
  }
}

function checkDisabilityCard(text: string, idNumber: Value | undefined): CheckResult | null {
  const card = readDisabilityCard(text);
  if (!card) return error('残疾人证号是 20 位：身份证号 18 位、类别 1 位、等级 1 位。请对照证件再填。');
  // A passport or travel permit is no part of a card number, so there is nothing to compare.
  if (typeof idNumber !== 'string' || !readIdNumber(idNumber).valid) return null;
  return normalizeIdNumber(idNumber) === card.idNumber ? null : error('残疾人证号的前 18 位要和身份证号一致。请核对是不是本人的证。');
}

function checkOther(check: Extract<Check, { kind: 'equals' | 'differs' }>, text: string, scene: CheckScene): CheckResult | null {
  const keys = [check.field, ...(check.kind === 'equals' ? (check.or ?? []) : [])];
  const others = keys.flatMap((key) => {
    const value = scene.answer(key);
    return typeof value === 'string' ? [{ label: scene.labelOf(key), value: value.trim() }] : [];
  });
  const [first] = others;
  if (!first) return null;
  const same = others.some((other) => comparable(other.value) === comparable(text));
  if (same === (check.kind === 'equals')) return null;
  if (check.message !== undefined) return error(check.message.replaceAll('{other}', first.value));
  if (check.kind === 'differs') return error(`${scene.label}不能和${first.label}相同，请改一下。`);
  const later = scene.canDefer ? '没有就选“容缺后补”。' : '';
  return error(`${scene.label}要和${others.map((other) => other.label).join('或')}一致，请填“${first.value}”。${later}`);
}

function checkOrder(check: Extract<Check, { kind: 'notAfter' | 'notBefore' }>, value: Value, scene: CheckScene): CheckResult | null {
  const after = check.kind === 'notAfter';
  const date = dateOf(value, after ? 'to' : 'from');
  const bound = check.other === 'today' ? scene.today : dateOf(scene.answer(check.other.field), after ? 'from' : 'to');
  if (date === null || bound === null) return null;
  // A month is compared as a month.
  const length = Math.min(date.length, bound.length);
  const [left, right] = [date.slice(0, length), bound.slice(0, length)];
  if (after ? left <= right : left >= right) return null;
  const name = check.other === 'today' ? '今天' : scene.labelOf(check.other.field);
  return error(`${scene.label}不能${after ? '晚于' : '早于'}${name}（${shortDate(bound)}），请核对年月日。`);
}

function dateOf(value: Value | undefined, end: 'from' | 'to'): string | null {
  const text = typeof value === 'string' ? value : value !== undefined && 'from' in value && 'to' in value ? value[end] : null;
  return typeof text === 'string' && /^\d{4}-\d{2}(-\d{2})?$/.test(text) ? text : null;
}

function divisionOf(value: Value): string {
  return typeof value === 'string' ? value : 'division' in value ? value.division : '';
}

/** Names and numbers are compared as people mean them: separators and spaces don't matter, nor a small x. */
function comparable(text: string): string {
  return normalizePersonName(text).replace(/\s+/gu, '').toUpperCase();
}

function rangeSentence(label: string, min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${label}要在 ${min} 到 ${max} 之间，请核对。`;
  return min !== undefined ? `${label}不能小于 ${min}，请核对。` : `${label}不能大于 ${max ?? ''}，请核对。`;
}

function error(message: string): CheckResult {
  return { level: 'error', message };
}

function warning(message: string): CheckResult {
  return { level: 'warning', message };
}
