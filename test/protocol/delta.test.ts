import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyDelta, makeDelta } from '#protocol/delta.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '甲乙', ''), { maxLength: 12 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

it('[P51] puts the new text together again, byte for byte, out of any old one', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyDelta(before, makeDelta(before, after))).toBe(after);
    }),
    { numRuns: 2000 }
  );
});
it('[P51] tells runs of old lines by place, and new ones by their text', () => {
  expect(makeDelta('1\n2\n3\n4\n', '1\n2\nnew\n4\n')).toEqual([[0, 2], 'new\n', [3, 1]]);
});
it('[P51] takes no delta that points outside of the old text', () => {
  for (const [from, count] of [
    [-1, 1],
    [0, 5],
    [1.5, 1],
    [0, 0],
    [3, 1e9]
  ] as const)
    expect(applyDelta('1\n2\n3', [[from, count]])).toBeNull();
});
