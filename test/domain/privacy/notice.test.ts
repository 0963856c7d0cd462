import { expect, test } from 'vitest';
import { noticeVersion, privacyNotice, type NoticeInput } from '#domain/privacy/notice.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';

const input: NoticeInput = {
  county: '示例县',
  station: '柳塘村便民服务站',
  phone: '0700-5550136',
  supervisionPhone: '0700-5550199',
  itemName: '高龄津贴',
  departments: ['县民政局', '县民政局'],
  fields: [
    { label: '申请人姓名', section: 'applicant' },
    { label: '银行账号', section: 'form', legallySensitive: true },
    { label: '承诺', section: 'promise' }
  ],
  materials: ['居民身份证'],
  children: []
};
const text = (more: Partial<NoticeInput> = {}) =>
  privacyNotice({ ...input, ...more })
    .map((part) => part.heading + part.text)
    .join('\n');

test('[rules 3] PIPL §17: who, for what, which data, how long, and what one may do; with the version', () => {
  const said = text();
  for (const word of ['示例县', '县民政局', '柳塘村便民服务站', '0700-5550136', '高龄津贴', '居民身份证', '2 项', '清掉', '更正', '撤回', '收回', '12345'])
    expect(said).toContain(word);
  expect(said.match(/县民政局/g)).toHaveLength(1);
  expect(noticeVersion).toMatch(/^\d{4}-\d{2}-\d+$/);
});

test('[rules 3] PIPL §30: what is sensitive is named, with necessity and harm, and only where there is any', () => {
  expect(text()).toContain('银行账号属于敏感个人信息');
  expect(text({ fields: input.fields.slice(0, 1) })).not.toContain('敏感');
});

test('[rules 3] PIPL §31: a child is named where there is one', () => {
  expect(text()).not.toContain('14 周岁');
  expect(text({ children: ['豆豆', ''] })).toContain('豆豆不满 14 周岁');
  expect(text({ children: [''] })).toContain('孩子不满 14 周岁');
});

test('[rules 3] every item of the county has a notice of its own data alone (§6)', () => {
  for (const item of sampleCatalogue(1, '2026-11-19T06:00:00.000Z').items) {
    const said = text({ itemName: item.name, fields: item.fields, departments: [item.department], materials: item.materials.map(({ name }) => name) });
    for (const field of item.fields) {
      if (field.legallySensitive === true && field.section !== 'promise') expect(said).toContain(field.label);
    }
    expect(said).not.toMatch(/undefined|null/);
  }
});
