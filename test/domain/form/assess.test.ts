import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Material, ServiceItem } from '#domain/catalogue/format.ts';
import type { AssessInput, Assessment } from '#domain/form/assess.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import type { Value } from '#domain/form/values.ts';
import { emptyForm, signature } from '../answerer.ts';
import { idNumber } from '../people.ts';
import { allowance, applicantId, calendar, catalogue, catalogueOf, field, finished, item, material, photographed, today } from '../sample.ts';

function look(input: Partial<AssessInput>, of: ServiceItem = allowance, on = today): Assessment {
  const definition = itemDefinition(catalogueOf([of]), of.id);
  if (!definition) throw new Error('no such item');
  return assess(definition, { ...emptyForm(), ...input }, on, calendar);
}
const fieldOf = (assessment: Assessment, key: string) => assessment.fields.find((each) => each.field.key === key);
const codes = (assessment: Assessment, key: string) => fieldOf(assessment, key)?.findings.map((finding) => finding.code);
const missing = (assessment: Assessment) => assessment.missing.map((each) => each.path);
const form = (...fields: Field[]) => item('one', { questions: [], fields });
const papers = (...materials: Material[]) => item('one', { questions: [], materials });
/** The form of 高龄津贴, finished but for some changes. */
function but(change: (input: AssessInput) => void, of: ServiceItem = allowance): Assessment {
  const input = finished();
  change(input);
  return look(input, of);
}

describe('a whole form', () => {
  it('[C22] a required choice with one option is no choice; with two it is asked', () => {
    const one = look({}, form(field('delivery', 'select', { required: true, options: ['银行发放'] })));
    expect(fieldOf(one, 'delivery')).toMatchObject({ value: '银行发放', derived: true, findings: [] });
    const two = look({}, form(field('delivery', 'select', { required: true, options: ['银行发放', '窗口领取'] })));
    expect(missing(two)).toContain('answers.delivery');
    const optional = look({}, form(field('delivery', 'select', { required: false, options: ['银行发放'] })));
    expect(fieldOf(optional, 'delivery')).toMatchObject({ value: null, derived: false });
  });
  it('[C22] what is asked as a situation is not missed a second time as a field', () => {
    const open = look({});
    expect(missing(open)).toContain('situation.agent');
    expect(fieldOf(open, 'isAgent')).toMatchObject({ value: null, derived: true, required: false });
    expect(fieldOf(look({ situation: { agent: 'other' } }), 'isAgent')).toMatchObject({ value: '是', required: true });
  });
  it('is ready when nothing is missing', () => {
    const assessment = look(finished());
    expect(assessment.missing).toEqual([]);
    expect(assessment.ready).toBe(true);
    expect(assessment.sections).toMatchObject({
      situation: { required: 1, done: 1 },
      materials: { required: 3, done: 3 },
      promise: { required: 2, done: 2, missing: 0 }
    });
  });
  it('lists everything that is missing at once, in the order of the page, each with a place, a label and a hint', () => {
    const assessment = look({});
    expect(missing(assessment)).toEqual([
      'situation.agent',
      'answers.applicantName',
      'answers.applicantIdType',
      'answers.applicantIdNo',
      'answers.applicantBirthDate',
      'answers.ageBand',
      'answers.bankAccountName',
      'answers.bankAccountNo',
      'materials.mat-id',
      'materials.mat-bank',
      'privacyNotice',
      'signatures.applicant'
    ]);
    expect(assessment.missing.find((each) => each.path === 'materials.mat-id')).toEqual({
      path: 'materials.mat-id',
      label: '居民身份证',
      hint: '请拍照，或联网后调取',
      section: 'materials'
    });
    expect(assessment.missing.find((each) => each.path === 'answers.bankAccountNo')?.hint).toBe('填写，或随材料容缺后补');
    expect(assessment.ready).toBe(false);
  });
  it('counts a section’s missing lines exactly as the list has them', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(finished().answers)), fc.boolean(), (drop, signed) => {
        const assessment = but((input) => {
          for (const key of drop) Reflect.deleteProperty(input.answers, key);
          if (!signed) input.signatures = [];
        });
        for (const [section, count] of Object.entries(assessment.sections)) {
          expect(count.missing).toBe(assessment.missing.filter((each) => each.section === section).length);
          expect(count.done).toBeLessThanOrEqual(count.required);
        }
        expect(assessment.ready).toBe(assessment.findings.every((finding) => finding.level === 'warning'));
      })
    );
  });
  it('survives any answers, of any shape', () => {
    const anyValue = fc.oneof(
      fc.string(),
      fc.array(fc.string()),
      fc.record({ division: fc.string(), detail: fc.string() }),
      fc.record({ from: fc.string(), to: fc.string() }),
      fc.array(fc.dictionary(fc.string(), fc.string())),
      fc.record({ agreed: fc.boolean(), textVersion: fc.string() })
    );
    const keys = allowance.fields.map((each) => each.key);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), anyValue), fc.dictionary(fc.constantFrom('agent', 'other'), fc.string()), (answers, situation) => {
        const assessment = look({ answers, situation });
        expect(assessment.fields).toHaveLength(keys.length);
        for (const finding of assessment.findings) expect(finding.message).toMatch(/[。！？]$/u);
      })
    );
  });
});

describe('[C12] [C13] situation', () => {
  it('takes a preselected answer as given and hands it in', () => {
    const married = item('one', { questions: ['married'], fields: [field('spouse', 'text', { requiredWhen: { situation: 'married', is: ['no'] } })] });
    const assessment = look({}, married);
    expect(assessment.questions).toMatchObject([{ answer: 'no', asked: true }]);
    expect(missing(assessment)).toContain('answers.spouse');
    expect(assessment.submission.situation).toEqual({ married: 'no' });
  });
  it('takes an answer that is no option for none', () => {
    expect(missing(look({ situation: { agent: 'nobody' } }))).toContain('situation.agent');
  });
  it('does not ask what decides nothing', () => {
    const assessment = look({}, item('one', { questions: ['agent'] }));
    expect(assessment.questions).toMatchObject([{ answer: null, asked: false }]);
    expect(missing(assessment)).not.toContain('situation.agent');
  });
});

describe('[C10] [C17] visibility', () => {
  const chain = form(
    field('kind', 'radio', { options: ['自营', '受雇'], required: true }),
    field('employer', 'text', { visibleWhen: { field: 'kind', is: ['受雇'] }, required: true }),
    field('employerPhone', 'phone', { visibleWhen: { field: 'employer', filled: true }, required: true })
  );
  it('hides what hangs on a hidden field, whatever was typed into it', () => {
    const answers = { kind: '自营', employer: '砖厂', employerPhone: '13812345678' };
    const assessment = look({ answers }, chain);
    expect(assessment.fields.map((each) => each.visible)).toEqual([true, false, false]);
    expect(assessment.answers).toEqual({ kind: '自营' });
    expect(assessment.submission.answers).toEqual({ kind: '自营' });
    expect(look({ answers: { ...answers, kind: '受雇' } }, chain).answers).toEqual({ ...answers, kind: '受雇' });
  });
  it('ends on a ring', () => {
    const ring = form(field('a1', 'text', { visibleWhen: { field: 'b1', filled: true } }), field('b1', 'text', { visibleWhen: { field: 'a1', filled: true } }));
    expect(look({ answers: { a1: 'x', b1: 'y' } }, ring).fields.map((each) => each.visible)).toEqual([false, false]);
  });
});

describe('[C22] derived values', () => {
  it('reads birth date and age band from the number', () => {
    const assessment = look(finished());
    expect(fieldOf(assessment, 'applicantBirthDate')).toMatchObject({ value: '1939-03-08', derived: true });
    expect(fieldOf(assessment, 'ageBand')).toMatchObject({ value: '80-89周岁', derived: true });
    expect(assessment.submission.answers).toMatchObject({ applicantBirthDate: '1939-03-08', ageBand: '80-89周岁', isAgent: '否' });
  });
  it('keeps what was typed into an editable one and points at the difference', () => {
    const assessment = but((input) => (input.answers['applicantBirthDate'] = '1935-03-08'));
    expect(fieldOf(assessment, 'applicantBirthDate')).toMatchObject({
      value: '1935-03-08',
      derived: false,
      findings: [{ code: 'differsFromDerived', level: 'warning' }]
    });
    expect(fieldOf(assessment, 'ageBand')?.value).toBe('90周岁及以上');
    expect(assessment.ready).toBe(true);
  });
  it('does not let a fixed one be typed over, but lets it be typed where nothing can be derived', () => {
    expect(
      fieldOf(
        but((input) => (input.answers['ageBand'] = '90周岁及以上')),
        'ageBand'
      )
    ).toMatchObject({ value: '80-89周岁', derived: true });
    const young = but((input) => Object.assign(input.answers, { applicantIdNo: idNumber('1990-01-01', 2), ageBand: '90周岁及以上' }));
    expect(fieldOf(young, 'ageBand')).toMatchObject({ value: '90周岁及以上', derived: false });
  });
  it('reads no birth date from a passport, nor from a wrong number', () => {
    // Fifteen digits, as an old citizen number has.
    expect(missing(but((input) => Object.assign(input.answers, { applicantIdType: '护照', applicantIdNo: '110105491231002' })))).toContain(
      'answers.applicantBirthDate'
    );
    expect(missing(but((input) => Object.assign(input.answers, { applicantIdType: '护照', applicantIdNo: 'E12345678' })))).toContain(
      'answers.applicantBirthDate'
    );
    expect(
      fieldOf(
        but((input) => (input.answers['applicantIdNo'] = `${applicantId.slice(0, 17)}0`)),
        'applicantBirthDate'
      )?.value
    ).toBeNull();
  });
  it('knows years, birthdays, copies, constants and what was not chosen', () => {
    const all = form(
      field('born', 'date'),
      field('years', 'number', { derive: { from: 'years', field: 'born', editable: false } }),
      field('sixty', 'date', { derive: { from: 'birthday', field: 'born', years: 60, editable: false } }),
      field('copied', 'date', { derive: { from: 'copy', field: 'born', editable: false } }),
      field('fixed', 'text', { derive: { from: 'constant', value: '银行发放', editable: false } }),
      field('can', 'multiselect', { options: ['吃饭', '穿衣', '走路'] }),
      field('level', 'select', {
        options: ['半护理', '全护理'],
        derive: {
          from: 'unchosen',
          field: 'can',
          bands: [
            { min: 1, max: 1, value: '半护理' },
            { min: 2, value: '全护理' }
          ],
          editable: false
        }
      })
    );
    expect(look({ answers: { born: '1966-11-20', can: ['吃饭'] } }, all).answers).toEqual({
      born: '1966-11-20',
      years: '59',
      sixty: '2026-11-20',
      copied: '1966-11-20',
      fixed: '银行发放',
      can: ['吃饭'],
      level: '全护理'
    });
    expect(look({ answers: { can: ['吃饭', '穿衣'] } }, all).answers).toMatchObject({ level: '半护理' });
    expect(look({}, all).answers).toEqual({ fixed: '银行发放' });
  });
});

describe('required fields', () => {
  it.each<[Field['type'], Value, Partial<Field>]>([
    ['text', '  ', {}],
    ['multiselect', [], { options: ['甲'] }],
    ['address', { division: '', detail: '' }, {}],
    ['dateRange', { from: '', to: '' }, {}],
    ['table', [{ b1: ' ' }], { columns: [{ key: 'b1', label: '姓名', type: 'text', required: true }] }],
    ['consent', { agreed: false, textVersion: '1' }, {}],
    ['photo', [], {}]
  ])('an empty %s is not filled', (type, value, more) => {
    expect(codes(look({ answers: { a1: value } }, form(field('a1', type, { required: true, ...more }))), 'a1')).toEqual(['required']);
  });
  it('says what to do in the words of the type', () => {
    const message = (type: Field['type'], more: Partial<Field> = {}) =>
      look({}, form(field('a1', type, { required: true, label: '住址', ...more }))).findings[0]?.message;
    expect([message('text'), message('date'), message('photo'), message('consent')]).toEqual([
      '请填住址。',
      '请选住址。',
      '请拍住址。',
      '请向当事人念清楚并勾选“住址”。'
    ]);
  });
  it('[C27] lets a field wait with its deferred material, and no longer', () => {
    const bare = (state: 'deferred' | 'photographed') =>
      but((input) => {
        Reflect.deleteProperty(input.answers, 'bankAccountName');
        Reflect.deleteProperty(input.answers, 'bankAccountNo');
        input.materials['mat-bank'] = { ...photographed('mat-bank'), state };
      });
    const deferred = bare('deferred');
    expect(deferred.ready).toBe(true);
    expect(deferred.deferred).toEqual([{ materialId: 'mat-bank', name: '社会保障卡', due: '2026-11-26' }]);
    expect(fieldOf(deferred, 'bankAccountNo')?.required).toBe(false);
    expect(missing(bare('photographed'))).toEqual(['answers.bankAccountName', 'answers.bankAccountNo']);
  });
});

describe('[C25] rules', () => {
  const withRule = (level: 'error' | 'warning') =>
    item('one', {
      questions: [],
      fields: [
        field('married', 'radio', { options: ['是', '否'], required: true }),
        field('spouse', 'text'),
        field('hidden', 'text', { visibleWhen: { field: 'married', is: ['否'] } })
      ],
      rules: [
        {
          id: 'spouse-named',
          when: { field: 'married', is: ['是'] },
          then: { field: 'spouse', filled: true },
          field: 'spouse',
          level,
          message: '已婚的要填配偶姓名。'
        },
        { id: 'never-seen', when: { field: 'married', is: ['是'] }, then: { field: 'spouse', is: ['x'] }, field: 'hidden', level, message: '…' }
      ]
    });
  it('stands at its field when broken, and blocks only as an error', () => {
    const broken = look({ answers: { married: '是' } }, withRule('error'));
    expect(broken.missing).toContainEqual({ path: 'answers.spouse', label: 'spouse', hint: '已婚的要填配偶姓名。', section: 'form' });
    expect(missing(look({ answers: { married: '是' } }, withRule('warning')))).not.toContain('answers.spouse');
    expect(codes(look({ answers: { married: '是', spouse: '王强' } }, withRule('error')), 'spouse')).toEqual([]);
    expect(codes(broken, 'hidden')).toEqual([]);
  });
});

describe('[C26] [C28] materials', () => {
  const one = (more: Partial<Material>, entry?: Partial<ReturnType<typeof photographed>>) => {
    const of = papers(material('mat-id', { name: '身份证', ...more }));
    const assessment = look(entry ? { materials: { 'mat-id': { ...photographed('mat-id'), ...entry } } } : {}, of);
    return assessment.materials[0];
  };
  it.each<[string, Partial<Material>, Partial<ReturnType<typeof photographed>>, string[]]>([
    ['a photo', {}, {}, []],
    ['no page', {}, { pages: [] }, ['pages']],
    ['a page still open', { pages: ['人像面', '国徽面'] }, {}, ['pagesOpen']],
    ['paper', {}, { state: 'paper', pages: [] }, []],
    ['paper without a copy', {}, { state: 'paper', originals: 0, pages: [] }, ['copies']],
    ['deferred where it may not be', {}, { state: 'deferred' }, ['notDeferrable']],
    ['deferred', { deferrable: true, deferWorkdays: 5 }, { state: 'deferred' }, []],
    ['deferred too long', { deferrable: true, deferWorkdays: 5 }, { state: 'deferred', due: '2026-11-27' }, ['deferTooLong']],
    ['shared where it may not be', {}, { state: 'sharedPending' }, ['notShared']],
    ['shared', { sharedExempt: true }, { state: 'sharedPending' }, []],
    ['committed where it may not be', {}, { state: 'committed' }, ['notCommittable']],
    ['committed', { commitmentReplaceable: true }, { state: 'committed' }, []],
    ['an e-certificate without code', {}, { state: 'eCertificate', eCertificate: ' ' }, ['eCertificate']],
    ['an e-certificate', {}, { state: 'eCertificate', eCertificate: '4301-77' }, []],
    ['generated where it is not', {}, { state: 'generated' }, ['notGenerated']],
    ['generated', { generated: true }, { state: 'generated', pages: [] }, []],
    ['said to be unneeded', {}, { state: 'notNeeded' }, ['required']],
    ['said to be unneeded, when optional', { necessity: 'optional' }, { state: 'notNeeded' }, []]
  ])('%s', (_name, more, entry, expected) => {
    expect(one(more, entry)?.findings.map((finding) => finding.code)).toEqual(expected);
  });
  it('computes the promised date in working days and fills it in', () => {
    expect(one({ deferrable: true, deferWorkdays: 5 }, { state: 'deferred' })).toMatchObject({
      canDefer: true,
      deferDue: '2026-11-26',
      entry: { due: '2026-11-26' }
    });
    expect(one({})).toMatchObject({ canDefer: false, deferDue: null });
  });
  it('wants a conditional one exactly when its condition holds, and hands in nothing unwanted', () => {
    const poa = (agent: string) => but((input) => Object.assign(input.situation, { agent })).materials.find((each) => each.material.id === 'mat-poa');
    expect([poa('self')?.wanted, poa('other')?.wanted]).toEqual(['no', 'required']);
    const left = but((input) => (input.materials['mat-poa'] = photographed('mat-poa')));
    expect(left.submission.materials.map((entry) => entry.id)).toEqual(['mat-form', 'mat-id', 'mat-bank']);
  });
  it('makes the generated form by itself', () => {
    expect(look(finished()).materials[0]?.entry).toMatchObject({ id: 'mat-form', state: 'generated' });
  });
});

describe('signatures and promise', () => {
  const byAgent = (input: AssessInput) => {
    input.situation['agent'] = 'other';
    Object.assign(input.answers, { agentName: '李建军', agentIdNo: idNumber('1965-05-05', 91), agentRelation: '子女' });
    input.materials['mat-poa'] = photographed('mat-poa');
  };
  it('wants the applicant’s, or the agent’s when an agent acts', () => {
    expect(missing(but((input) => (input.signatures = [])))).toEqual(['signatures.applicant']);
    expect(missing(but(byAgent))).toEqual(['signatures.agent']);
    expect(
      missing(
        but((input) => {
          byAgent(input);
          input.signatures = [signature('agent')];
        })
      )
    ).toEqual([]);
    expect(missing(but((input) => (input.signatures = [{ ...signature('applicant'), strokes: [] }])))).toEqual(['signatures.applicant']);
  });
  it('wants the privacy notice acknowledged', () => {
    expect(missing(but((input) => (input.privacyNotice = null)))).toEqual(['privacyNotice']);
    expect(missing(but((input) => (input.privacyNotice = '')))).toEqual(['privacyNotice']);
  });
  it('[C31] refuses an agent where the law wants the person', () => {
    const personal = but(
      (input) => {
        byAgent(input);
        input.signatures = [signature('agent')];
      },
      { ...allowance, agentAllowed: false }
    );
    expect(personal.missing).toMatchObject([{ path: 'answers.isAgent', hint: expect.stringContaining('要本人亲自办') as string }]);
  });
});

it('the catalogue of these tests has what they talk about', () => {
  expect(itemDefinition(catalogue, 'allowance')?.fields).toBe(allowance.fields);
  expect(itemDefinition(catalogue, 'nowhere')).toBeNull();
});
