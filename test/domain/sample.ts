/** A small catalogue with one of everything, and a finished form for it. */
import type { Calendar } from '#domain/calendar/working-days.ts';
import type { Bundle, Catalogue, Field, Material, ServiceItem } from '#domain/catalogue/format.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { AssessInput } from '#domain/form/assess.ts';
import { signature } from './answerer.ts';
import { idNumber, sha } from './people.ts';

const between = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
};

export const calendar: Calendar = {
  '2025': {
    off: [
      '2025-01-01',
      ...between('2025-01-28', '2025-02-04'),
      ...between('2025-04-04', '2025-04-06'),
      ...between('2025-05-01', '2025-05-05'),
      ...between('2025-05-31', '2025-06-02'),
      ...between('2025-10-01', '2025-10-08')
    ],
    work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    source: '国务院办公厅通知'
  },
  '2026': {
    off: [
      ...between('2026-01-01', '2026-01-03'),
      ...between('2026-02-15', '2026-02-23'),
      ...between('2026-04-04', '2026-04-06'),
      ...between('2026-05-01', '2026-05-05'),
      ...between('2026-06-19', '2026-06-21'),
      ...between('2026-09-25', '2026-09-27'),
      ...between('2026-10-01', '2026-10-07')
    ],
    work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    source: '国务院办公厅 2025-11-04'
  }
};

export const today = '2026-11-19';
export const applicantId = idNumber('1939-03-08', 152);
const agentWhen = { situation: 'agent', is: ['other'] };

export function field(key: string, type: Field['type'], more: Partial<Field> = {}): Field {
  return { key, label: key, type, section: 'form', required: false, ...more };
}

export function material(id: string, more: Partial<Material> = {}): Material {
  return {
    id,
    name: id,
    form: '原件',
    originals: 1,
    copies: 0,
    necessity: 'required',
    deferrable: false,
    deferWorkdays: null,
    commitmentReplaceable: false,
    sharedExempt: false,
    sharedSource: null,
    sourceChannel: '申请人自备',
    medium: '纸质',
    checkMode: '收原件',
    note: null,
    generated: false,
    ...more
  };
}

export function item(id: string, more: Partial<ServiceItem> = {}): ServiceItem {
  return {
    id,
    name: id,
    aliases: [],
    version: 1,
    basicCode: '430511901000',
    implementationCode: '11430199MB990011XA4430511901000',
    handlingItemCode: '11430199MB990011XA443051190100001',
    codeIsSample: true,
    itemType: '行政给付',
    itemTypeCode: '05',
    department: '县民政局',
    departmentUscc: '11430199MB990011XA',
    exerciseLevel: '县级',
    acceptingBody: '乡镇便民服务中心',
    serviceObject: '自然人',
    caseType: 'promised',
    target: '本县老年人',
    conditions: [],
    legalBasis: [],
    statutoryDays: { value: null, unit: 'workingDay', note: null },
    promisedDays: { value: 15, unit: 'workingDay', note: null },
    specialProcedures: [],
    publicNotice: null,
    fee: { charged: false, standard: '不收费', basis: null },
    result: { name: '资格确认', type: '其他', deliveryModes: ['窗口领取'] },
    onSiteVisits: 1,
    applicantMustAttend: null,
    agentAllowed: true,
    assistModes: ['带领办'],
    homeVisitSupported: true,
    process: ['收件'],
    commonMistakes: [],
    supervision: '12345',
    consult: '12345',
    localVariation: false,
    certainty: 'KNOWN',
    unsure: null,
    topics: ['养老'],
    questions: ['agent'],
    fields: [field('applicantName', 'text', { required: true, section: 'applicant' })],
    rules: [],
    materials: [],
    ...more
  };
}

/** 高龄津贴 in small: every part that the receipt, the fold and the judge look at. */
export const allowance = item('allowance', {
  name: '高龄津贴(补贴)申领',
  version: 3,
  fields: [
    field('applicantName', 'text', { label: '申请人姓名', section: 'applicant', required: true, checks: [{ kind: 'personName' }], sensitive: true }),
    field('applicantIdType', 'select', { label: '证件类型', section: 'applicant', required: true, options: ['居民身份证', '护照'] }),
    field('applicantIdNo', 'idNo', {
      label: '证件号码',
      section: 'applicant',
      required: true,
      checks: [{ kind: 'idNo', typeField: 'applicantIdType' }],
      sensitive: true
    }),
    field('applicantBirthDate', 'date', {
      label: '出生日期',
      section: 'applicant',
      required: true,
      checks: [{ kind: 'notAfter', other: 'today' }],
      derive: { from: 'idNo', field: 'applicantIdNo', part: 'birthDate', editable: true }
    }),
    field('ageBand', 'select', {
      label: '年龄段',
      required: true,
      options: ['80-89周岁', '90周岁及以上'],
      derive: {
        from: 'age',
        field: 'applicantBirthDate',
        bands: [
          { min: 80, max: 89, value: '80-89周岁' },
          { min: 90, value: '90周岁及以上' }
        ],
        editable: false
      }
    }),
    field('isAgent', 'radio', {
      label: '是否代办',
      section: 'agent',
      required: true,
      options: ['否', '是'],
      derive: { from: 'situation', question: 'agent', map: { self: '否', other: '是' }, editable: false }
    }),
    field('agentName', 'text', { label: '代办人姓名', section: 'agent', required: true, visibleWhen: agentWhen, checks: [{ kind: 'personName' }] }),
    field('agentIdNo', 'idNo', { label: '代办人身份证号', section: 'agent', required: true, visibleWhen: agentWhen }),
    field('agentRelation', 'select', { label: '与申请人关系', section: 'agent', required: true, visibleWhen: agentWhen, options: ['子女', '其他'] }),
    field('bankAccountName', 'text', {
      label: '账户户名',
      required: true,
      deferWith: 'mat-bank',
      checks: [{ kind: 'equals', field: 'applicantName', message: '户名要和领取人一致。请填{other}本人的账户，没有就选容缺后补。' }]
    }),
    field('bankAccountNo', 'bankCard', { label: '银行账号', required: true, deferWith: 'mat-bank' })
  ],
  materials: [
    material('mat-form', { name: '高龄津贴申请表', generated: true }),
    material('mat-id', { name: '居民身份证', sharedExempt: true, pages: ['人像面', '国徽面'] }),
    material('mat-bank', { name: '社会保障卡', deferrable: true, deferWorkdays: 5, copies: 1 }),
    material('mat-photo', { name: '证件照', necessity: 'optional' }),
    material('mat-poa', { name: '授权委托书', necessity: 'conditional', when: agentWhen, conditionText: '由他人代为办理时' })
  ]
});

export const subsidy = item('subsidy', {
  name: '护理补贴申领',
  department: '县残联',
  questions: ['agent', 'married'],
  fields: [
    field('applicantName', 'text', { label: '残疾人姓名', section: 'applicant', required: true, checks: [{ kind: 'maxLength', value: 20 }] }),
    field('spouseName', 'text', { label: '配偶姓名', requiredWhen: { situation: 'married', is: ['yes'] } }),
    field('bankAccountNo', 'bankCard', { label: '银行账号', required: true })
  ],
  materials: [
    material('mat-id', { name: '身份证', copies: 2, pages: ['国徽面', '住址页'] }),
    material('mat-bank', { name: '银行卡', deferrable: true, deferWorkdays: 3 }),
    material('mat-photo', { name: '照片', necessity: 'conditional', when: { situation: 'married', is: ['no'] }, conditionText: '未婚' })
  ]
});

export const careBundle: Bundle = {
  id: 'care',
  name: '老年人服务一件事',
  bundleCode: 'YJS-1',
  codeIsSample: true,
  version: 1,
  leadDepartment: '县民政局',
  basis: [],
  target: '老年人',
  entryConditions: [],
  oneThing: { oneForm: '一表申请' },
  children: [
    { itemId: 'allowance', name: '高龄津贴', department: '县民政局', role: '首发', dependsOn: [], mandatory: true, note: null },
    { itemId: null, name: '体检', department: '卫生院', role: '可选', dependsOn: ['高龄津贴'], mandatory: false, note: null },
    { itemId: 'subsidy', name: '护理补贴', department: '县残联', role: '可选', dependsOn: ['allowance'], mandatory: false, note: null }
  ],
  sharedFields: [{ key: 'applicantName', label: '老人姓名', usedBy: ['全部'] }],
  sharedMaterials: [{ id: 'mat-bank', name: '收款账户', usedBy: ['全部'], note: null }],
  extraFields: [field('homeService', 'radio', { label: '是否上门', options: ['否', '是'] })],
  results: [],
  promisedDays: { value: 20, unit: 'workingDay', note: null },
  offlineNotes: [],
  commonMistakes: [],
  localVariation: false,
  certainty: 'KNOWN'
};

export function catalogueOf(items: ServiceItem[], bundles: Bundle[] = []): Catalogue {
  return {
    format: 1,
    title: '示例',
    revision: 7,
    version: '2026.11',
    publishedAt: '2026-11-01T00:00:00Z',
    region: { code: '430199', name: '示例县' },
    divisions: [{ code: '430199101201', name: '柳塘村' }],
    calendar,
    questions: [
      {
        id: 'agent',
        ask: '谁来办？',
        options: [
          { value: 'self', label: '本人' },
          { value: 'other', label: '别人代办' }
        ],
        source: []
      },
      {
        id: 'married',
        ask: '已经结婚了吗？',
        options: [
          { value: 'yes', label: '已婚' },
          { value: 'no', label: '没有' }
        ],
        default: 'no',
        source: []
      }
    ],
    items,
    bundles,
    pinyin: {}
  };
}

export const catalogue = catalogueOf([allowance, subsidy], [careBundle]);

export function photographed(id: string, pages = 1): MaterialEntry {
  return {
    id,
    name: id,
    state: 'photographed',
    originals: 1,
    copies: 0,
    whereabouts: 'returned',
    pages: Array.from({ length: pages }, (_, index) => ({
      sha256: sha(index + 1),
      bytes: 1000,
      mime: 'image/jpeg',
      label: ['人像面', '国徽面'][index] ?? '',
      takenAt: '2026-11-19T02:06:00Z'
    }))
  };
}

/** Everything that 高龄津贴 wants, by the old lady herself. */
export function finished(): AssessInput {
  return {
    situation: { agent: 'self' },
    answers: {
      applicantName: '李秀英',
      applicantIdType: '居民身份证',
      applicantIdNo: applicantId,
      bankAccountName: '李秀英',
      bankAccountNo: '4111111111111111'
    },
    materials: { 'mat-id': photographed('mat-id', 2), 'mat-bank': photographed('mat-bank') },
    signatures: [signature('applicant')],
    privacyNotice: '1'
  };
}
