/** What each prose rule and note of the policy source must have become. Executable where it can be; guide text where it can't. */
import type { Check, Field } from '#domain/catalogue/format.ts';

type Proof = (field: Field) => boolean;

const checks =
  (...wanted: Check[]): Proof =>
  (field) =>
    wanted.every((check) =>
      (field.checks ?? []).some((has) => Object.entries(check).every(([key, value]) => JSON.stringify(has[key as keyof Check]) === JSON.stringify(value)))
    );
const all =
  (...proofs: Proof[]): Proof =>
  (field) =>
    proofs.every((proof) => proof(field));
const columns =
  (types: Record<string, string>): Proof =>
  (field) =>
    JSON.stringify(field.columns?.map((column) => [column.label, column.type])) === JSON.stringify(Object.entries(types));
const derived =
  (from: string): Proof =>
  (field) =>
    field.derive?.from === from && field.derive.editable;
const guided =
  (words: string): Proof =>
  (field) =>
    field.guide?.includes(words) ?? false;

const today = 'today' as const;
const notLater = checks({ kind: 'notAfter', other: today });
const year = checks({ kind: 'year' });
const whole = checks({ kind: 'integer' });

export const ruleProofs: Record<string, Proof> = {
  'maxLength:50;允许中文、间隔号·、字母': checks({ kind: 'maxLength', value: 50 }, { kind: 'personName' }),
  '按证件类型校验;身份证GB11643校验码': checks({ kind: 'idNo', typeField: 'applicantIdType' }),
  '可由身份证号推导;不晚于申请日': all(derived('idNo'), notLater),
  手机或固定电话: checks({ kind: 'phone' }),
  '区划12位代码+详细地址': all((field) => field.type === 'address', checks({ kind: 'division', digits: 12 })),
  须与待遇领取人姓名一致: checks({ kind: 'equals', field: 'applicantName' }),
  '12-19位数字;银行卡可选Luhn校验': checks({ kind: 'bankCard', luhn: 'warning' }),
  '20位:身份证号18位+残疾类别1位+残疾等级1位': checks({ kind: 'disabilityCard', idField: 'applicantIdNo' }),
  '>=0': checks({ kind: 'range', min: 0 }),
  '>=2025': all(checks({ kind: 'range', min: 2025 }), year),
  '1-9': all(whole, checks({ kind: 'range', min: 1, max: 9 })),
  '1-4': all(whole, checks({ kind: 'range', min: 1, max: 4 })),
  '0-36': all(whole, checks({ kind: 'range', min: 0, max: 36 })),
  '4位年份': year,
  不晚于申请日: notLater,
  晚于开始日期: checks({ kind: 'notBefore', other: { field: 'startDate' } }, { kind: 'differs', field: 'startDate' }),
  '6位区划': checks({ kind: 'division', digits: 6 }),
  '6位区划;不得等于参保地': checks({ kind: 'division', digits: 6 }, { kind: 'differs', field: 'insuredRegion' }),
  距申请日满6个月: checks({ kind: 'monthsAgo', min: 6 }),
  必填: (field) => field.required,
  '必填(未满14周岁)': (field) => field.required,
  未满14周岁必填: (field) => JSON.stringify(field.requiredWhen) === '{"field":"applicantBirthDate","age":{"max":13}}',
  未满14周岁敏感信息: (field) => field.legallySensitive === true && field.sensitive === true,
  '列:姓名|与申请人关系|身份证号|职业|月收入(元)|健康状况': columns({
    姓名: 'text',
    与申请人关系: 'select',
    身份证号: 'idNo',
    职业: 'text',
    '月收入(元)': 'money',
    健康状况: 'select'
  }),
  '列:姓名|关系|身份证号|住址|联系电话': columns({ 姓名: 'text', 关系: 'select', 身份证号: 'idNo', 住址: 'text', 联系电话: 'phone' }),
  '列:姓名|关系|身份证号|有无履行能力|原因': columns({ 姓名: 'text', 关系: 'select', 身份证号: 'idNo', 有无履行能力: 'select', 原因: 'text' }),
  '列:姓名|性别|出生日期|身份证号': columns({ 姓名: 'text', 性别: 'select', 出生日期: 'date', 身份证号: 'idNo' }),
  '列:时间|状况': columns({ 时间: 'date', 状况: 'select' }),
  '列:姓名|性别|出生日期|是否亲生|是否存活': columns({ 姓名: 'text', 性别: 'select', 出生日期: 'date', 是否亲生: 'select', 是否存活: 'select' }),
  '列:坐落|面积(平方米)|权属证号|处置方式': columns({ 坐落: 'text', '面积(平方米)': 'number', 权属证号: 'text', 处置方式: 'select' }),
  '列:姓名|关系|是否同意由申请人领取': columns({ 姓名: 'text', 关系: 'select', 是否同意由申请人领取: 'select' }),
  '6项全能=全自理;1至3项不能=部分丧失(半护理);4项及以上不能=完全丧失(全护理)': all(guided('全自理'), guided('半护理'), guided('全护理')),
  不超过省定上限: guided('不能超过省里规定的面积上限'),
  '行政区划+字号+行业+组织形式;可不使用名称': all(
    guided('由行政区划、字号、行业、组织形式依次组成'),
    (field) => JSON.stringify(field.visibleWhen) === '{"situation":"business-name","is":["yes"]}'
  ),
  从规范目录选择: guided('规范表述目录')
};

export const noteProofs: Record<string, Proof> = {
  '可由身份证号推导,允许更正': derived('idNo'),
  按出生日期自动推导: derived('age'),
  按身份证出生日期推导: derived('birthday'),
  档次以省定为准: guided('以省里公布的为准'),
  不同意的提供现场人工核验: guided('现场核验'),
  涉密信息不采集具体番号: guided('不要写具体番号'),
  职工按渐进式延迟办法测算: guided('按渐进式延迟法定退休年龄的办法测算')
};
