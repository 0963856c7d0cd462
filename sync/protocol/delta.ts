/**
 * A text told by what differs from an earlier one, line by line (SPEC P51): a string is new text, a pair is so many lines of the
 * earlier text from a line on (0 the first). What is put together is checked by the signature of the whole, so a wrong delta is never taken.
 */
export type Delta = (string | [from: number, count: number])[];

/** With its line feed, so that joining gives the same bytes again. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

export function makeDelta(before: string, after: string): Delta {
  const places = new Map(linesOf(before).map((line, at) => [line, at]));
  const delta: Delta = [];
  for (const line of linesOf(after)) {
    const at = places.get(line);
    const last = delta.at(-1);
    if (at === undefined) {
      if (typeof last === 'string') delta[delta.length - 1] = last + line;
      else delta.push(line);
    } else if (Array.isArray(last) && last[0] + last[1] === at) last[1]++;
    else delta.push([at, 1]);
  }
  return delta;
}

/** Null when the delta is of another text. */
export function applyDelta(before: string, delta: Delta): string | null {
  const lines = linesOf(before);
  const parts: string[] = [];
  for (const part of delta) {
    if (typeof part === 'string') {
      parts.push(part);
      continue;
    }
    const [from, count] = part;
    if (!Number.isInteger(from) || !Number.isInteger(count) || from < 0 || count < 1 || from + count > lines.length) return null;
    for (let at = from; at < from + count; at++) parts.push(lines[at] ?? '');
  }
  return parts.join('');
}
