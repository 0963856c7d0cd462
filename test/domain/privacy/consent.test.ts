import { expect, test } from 'vitest';
import { answerTo, consentVersion, consentWords, withAnswer } from '#domain/privacy/consent.ts';

const [first, later] = ['2026-11-19T02:00:00.000Z', '2026-11-20T02:00:00.000Z'];

test('[rules 3] each purpose has an answer of its own, under the text’s version; nobody has answered beforehand', () => {
  expect(answerTo(undefined, 'reuse')).toBeNull();
  const consents = withAnswer(withAnswer([], 'reuse', true, '李秀英', first), 'notify', false, '李秀英', first);
  expect(answerTo(consents, 'reuse')).toEqual({ purpose: 'reuse', textVersion: consentVersion, agreed: true, by: '李秀英', at: first });
  expect(answerTo(consents, 'notify')?.agreed).toBe(false);
  expect(answerTo(consents, 'sensitive')).toBeNull();
});

test('[rules 3] a second answer stands in the place of the first, and can be taken out', () => {
  const once = withAnswer([], 'reuse', true, '李秀英', first);
  const twice = withAnswer(once, 'reuse', false, '李秀英', later);
  expect(twice).toHaveLength(1);
  expect(answerTo(twice, 'reuse')).toMatchObject({ agreed: false, at: later });
  expect(withAnswer(twice, 'reuse', null, '', '')).toEqual([]);
});

test('[rules 3] whoever is asked hears beforehand what a no comes to, and that the case goes on', () => {
  for (const [purpose, { text, refused }] of Object.entries(consentWords)) {
    expect(text.length).toBeGreaterThan(20);
    if (purpose !== 'guardian') expect(refused).toMatch(/^这件事照样办/);
  }
});
