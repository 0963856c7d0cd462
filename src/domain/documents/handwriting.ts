/**
 * Whether strokes can be a signature at all: an empty pad, a slip of the finger or two dots are none. Who cannot write signs with a
 * fingerprint and two witnesses (rules 3, 电子签名法).
 */

/** Ink in px of the pad: shorter than the shortest name in one stroke (一) written small. */
const leastInk = 60;
const leastSpan = 30;
const leastPoints = 6;

/** What the person is told; null when it may be a signature. Points are `[x, y, …]` in px of the pad. */
export function handwritingProblem(strokes: readonly (readonly (readonly number[])[])[]): string | null {
  const points = strokes.flat();
  if (points.length === 0) return '还没有签名。请在框里写名字。';
  const ink = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  const span = Math.max(spanOf(points, 0), spanOf(points, 1));
  if (points.length >= leastPoints && ink >= leastInk && span >= leastSpan) return null;
  return '写得太少，看不出是名字。请写全名；不会写字的，按指印并由两名见证人签名。';
}

function lengthOf(stroke: readonly (readonly number[])[]): number {
  return stroke.slice(1).reduce((sum, [x = 0, y = 0], at) => sum + Math.hypot(x - (stroke[at]?.[0] ?? 0), y - (stroke[at]?.[1] ?? 0)), 0);
}
function spanOf(points: readonly (readonly number[])[], axis: 0 | 1): number {
  const values = points.map((point) => point[axis] ?? 0);
  return values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);
}
