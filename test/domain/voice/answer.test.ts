import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerSchema, checkSaid, longestWords, type Answer, type Said } from '#domain/voice/answer.ts';
import { grades, isBad, nationalGrade, reasonsOf } from '#domain/voice/grades.ts';
import { boxBytes, openVoice, sealVoice } from '#protocol/voice-box.ts';
import { codec, bytesToText } from '#store/bytes.ts';

const tools = { crypto: globalThis.crypto, encode: (text: string) => codec.encode(text), decode: (bytes: Uint8Array) => bytesToText(bytes) };
type Rated = Extract<Said, { kind: 'rating' }>;
const at = '2026-11-22T08:00:00.000Z';
async function county(): Promise<{ own: CryptoKey; spki: Uint8Array<ArrayBuffer> }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  return { own: pair.privateKey, spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)) };
}

test('[M25] the five grades and the reasons of each, by the national codes', () => {
  expect(grades.map(nationalGrade)).toEqual([5, 4, 3, 2, 1]);
  expect(grades.filter(isBad)).toEqual(['dissatisfied', 'veryDissatisfied']);
  for (const grade of grades) {
    const codes = Object.keys(reasonsOf[grade]);
    expect(codes).toHaveLength(8);
    expect(codes.every((code) => code.startsWith(String(nationalGrade(grade))))).toBe(true);
  }
});

test('[M25] a bad grade needs a reason or words; a reason belongs to its grade; silence is no fault of a good one', () => {
  for (const grade of grades) {
    const [own = ''] = Object.keys(reasonsOf[grade]);
    const said: Rated = { kind: 'rating', grade, reasons: [], words: '', mayContact: false };
    expect(checkSaid(said) === null).toBe(!isBad(grade));
    expect(checkSaid({ ...said, reasons: [own] })).toBeNull();
    expect(checkSaid({ ...said, words: '办得慢' })).toBeNull();
    const [other = ''] = Object.keys(reasonsOf[grade === 'satisfied' ? 'verySatisfied' : 'satisfied']);
    expect(checkSaid({ ...said, reasons: [other] })).toMatchObject({ code: 'unknown_reason' });
  }
  expect(checkSaid({ kind: 'finding', words: ' ' })).toMatchObject({ code: 'words_needed' });
  expect(checkSaid({ kind: 'refused' })).toBeNull();
});

test('[P101] whatever is said, of whatever characters, fits the box, which is of one length, and comes out as it went in', async () => {
  const { own, spki } = await county();
  const place = { about: '0193f5a0-0000-7000-8000-000000000000', occasion: 'counter-2026-11-22' };
  const anyText = fc.string({ unit: fc.constantFrom('好', '𠮷', '"', '\\', '\n', '\u0001', '\uD800', ' ', 'a'), maxLength: longestWords });
  const any: fc.Arbitrary<Answer> = fc.oneof(
    fc.constant<Answer>({ kind: 'refused', channel: 'tablet', openedAt: at, givenAt: at }),
    fc.record({ grade: fc.constantFrom(...grades), words: anyText, mayContact: fc.boolean() }).map(({ words, ...rest }): Answer => ({
      kind: 'rating',
      ...rest,
      reasons: Object.keys(reasonsOf[rest.grade]),
      words: words.slice(0, longestWords),
      channel: 'tablet',
      openedAt: at,
      givenAt: at
    })),
    anyText.map((words): Answer => ({
      kind: 'finding',
      words: words.slice(0, longestWords),
      phone: '\u0001'.repeat(20),
      channel: 'tablet',
      openedAt: at,
      givenAt: at
    }))
  );
  await fc.assert(
    fc.asyncProperty(any, async (answer) => {
      expect(answerSchema.safeParse(answer).success).toBe(true);
      const { suite, bytes } = await sealVoice(tools, spki, place, answer);
      expect(bytes).toHaveLength(boxBytes);
      expect(await openVoice(tools, own, place, suite, bytes)).toEqual(JSON.parse(JSON.stringify(answer)));
    }),
    { numRuns: 60 }
  );
});

test('[P100, P103] a box opens for its own place and key alone, and with no bit of it changed', async () => {
  const { own, spki } = await county();
  const stranger = await county();
  const place = { about: '0193f5a0-0000-7000-8000-000000000000', occasion: 'counter-2026-11-22' };
  const answer: Answer = { kind: 'rating', grade: 'verySatisfied', reasons: [], words: '', mayContact: false, channel: 'tablet', openedAt: at, givenAt: at };
  const { suite, bytes } = await sealVoice(tools, spki, place, answer);
  expect(await openVoice(tools, own, { ...place, about: '0193f5a0-0000-7000-8000-000000000001' }, suite, bytes)).toBeNull();
  expect(await openVoice(tools, own, { ...place, occasion: 'counter-2026-11-23' }, suite, bytes)).toBeNull();
  expect(await openVoice(tools, stranger.own, place, suite, bytes)).toBeNull();
  expect(await openVoice(tools, own, place, 'sm2', bytes)).toBeNull();
  expect(await openVoice(tools, own, place, suite, bytes.slice(1))).toBeNull();
  for (const index of [0, 64, 65, 77, 2000, bytes.length - 1]) {
    const changed = bytes.slice();
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(await openVoice(tools, own, place, suite, changed)).toBeNull();
  }
});
