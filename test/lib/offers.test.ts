/** What is offered at an empty field, and what is read to the resident. */
import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import type { Answers } from '#domain/form/values.ts';
import { offersFor } from '#lib/state/offers.ts';
import { readForm } from '#lib/state/read-form.ts';
import { idNumber } from '../domain/people.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const definition = itemDefinition(catalogue, 'elderly-allowance');
const place = { divisionCode: '430199100200', phone: '0731-5550136', divisions: catalogue.divisions };
const look = (answers: Answers) => {
  if (!definition) throw new Error('not in the catalogue');
  return assess(definition, { situation: { agent: 'self' }, answers, materials: {}, signatures: [], privacyNotice: null }, '2026-11-22', catalogue.calendar);
};
function offered(key: string, answers: Answers, here: typeof place | null = place) {
  const assessment = look(answers);
  const assessed = assessment.fields.find(({ field }) => field.key === key);
  return assessed ? offersFor(assessed, assessment, here) : [];
}

describe('[M15] offers at an empty field', () => {
  const home = { division: '430199100200', detail: '三组12号' };
  it('the name that the account must have', () => {
    expect(offered('bankAccountName', { applicantName: '李秀英' })).toEqual([{ label: '同申请人姓名：李秀英', value: '李秀英' }]);
    expect(offered('bankAccountName', {})).toEqual([]);
  });
  it('the other address, whole, and the station’s own village', () => {
    const village = { label: '柳塘村', value: { division: '430199100200', detail: '' } };
    expect(offered('residenceAddress', { householdAddress: home })).toEqual([{ label: '和户籍地址一样', value: home }, village]);
    expect(offered('residenceAddress', { householdAddress: { ...home, detail: '' } })).toEqual([village]);
    expect(offered('residenceAddress', {}, { ...place, divisionCode: '430199' })).toEqual([]);
  });
  it('[2.6] the station’s phone for those who have none', () => {
    expect(offered('applicantPhone', {})).toEqual([{ label: '没有电话，填本站 0731-5550136', value: '0731-5550136' }]);
    const answered = look({ applicantPhone: '0731-5550136' }).fields.find(({ field }) => field.key === 'applicantPhone');
    expect(answered?.findings).toEqual([]);
  });
  it('the first two of a long list; nothing where an answer stands or no place is known', () => {
    expect(offered('bankName', {}).map(({ value }) => value)).toEqual(['社会保障卡合作银行', '农商银行']);
    expect(offered('livingStatus', {})).toEqual([]);
    expect(offered('bankName', { bankName: '其他' })).toEqual([]);
    expect(offered('applicantPhone', {}, null)).toEqual([]);
  });
});

describe('[M3] the form read aloud', () => {
  it('keeps the order of the page, masks numbers, and says what is open', () => {
    const parts = readForm(look({ applicantName: '李秀英', applicantIdNo: idNumber('1939-03-08', 24), applicantPhone: '13812345678' }), catalogue.divisions);
    expect(parts.map(({ heading }) => heading)).toEqual(['办事情形', '申请人与代办', '表单', '要交的材料']);
    const lines = parts.flatMap((part) => part.lines);
    const text = (label: string) => lines.find((line) => line.label === label)?.text;
    expect(text('谁来办？')).toBe('本人');
    expect(text('出生日期')).toBe('1939年3月8日');
    expect(text('联系电话')).toBe('138****5678');
    expect(JSON.stringify(lines)).not.toContain(idNumber('1939-03-08', 24));
    expect(text('居住状况')).toBe('还没选，可选：与家人同住、独居、机构养老');
    expect(text('高龄津贴申请表')).toBe('系统生成');
    expect(lines.find(({ label }) => label === '居民户口簿(首页、户主页及本人页)')).toEqual({
      label: '居民户口簿(首页、户主页及本人页)',
      text: '还没填',
      open: true
    });
  });
});
