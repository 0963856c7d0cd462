import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '#domain/documents/evidence.ts';
import { handwritingProblem } from '#domain/documents/handwriting.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { scribble } from './hand.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('SHA-256 of a text', () => {
  it('is what everybody else computes, of any text and length', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 50, maxLength: 200 })), (text) => {
        expect(sha256OfText(text)).toBe(sha256(text));
      }),
      { numRuns: 300 }
    );
    for (let length = 0; length < 200; length++) expect(sha256OfText('a'.repeat(length))).toBe(sha256('a'.repeat(length)));
    expect(sha256OfText('办'.repeat(40_000))).toBe(sha256('办'.repeat(40_000)));
  });
});

describe('what can be a signature', () => {
  it('is not an empty pad, a slip, a dot or two dots', () => {
    const dots = [[[10, 10, 0, 0.5]], [[90, 40, 300, 0.5]]];
    for (const strokes of [
      [],
      [[]],
      [[[10, 10, 0, 0.5]]],
      dots,
      [
        [
          [10, 10],
          [12, 11]
        ]
      ]
    ])
      expect(handwritingProblem(strokes)).toContain('签名');
    // A finger that rests trembles on the spot for a long time.
    expect(handwritingProblem([Array.from({ length: 80 }, (_, at) => [50 + (at % 2), 50, at, 0.5])])).toContain('全名');
  });
  it('is a name, however short', () => {
    expect(handwritingProblem(scribble())).toBeNull();
    expect(handwritingProblem([Array.from({ length: 10 }, (_, at) => [20 + at * 8, 50, at * 16, 0.5])])).toBeNull();
  });
});

describe('[M12 M13 M16] papers as evidence', () => {
  it('hold while they are word for word what was signed, and no longer when a single character was changed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (text, at, other) => {
        const place = at % text.length;
        const altered = text.slice(0, place) + other + text.slice(place + 1);
        expect(verdictOf({ text, hash: sha256(text) })).toBe('intact');
        expect(verdictOf({ text: altered, hash: sha256(text) })).toBe(altered === text ? 'intact' : 'changed');
      })
    );
    expect(verdictOf({ text: '', hash: sha256('甲') })).toBe('noText');
  });
});
