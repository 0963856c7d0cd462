/** Values and bytes that break parsers, and ways to break a good body. */
import fc from 'fast-check';

export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\u202e李',
    '\ufeff',
    "'; DROP TABLE cases; --",
    '../../etc/passwd',
    '..%2f..%2f',
    '%',
    '%00',
    '%E0%A4',
    '999999999999999999999',
    '-1',
    '1e400',
    'NaN',
    'null',
    'undefined',
    '{}',
    '[]',
    '__proto__',
    'constructor',
    'toString',
    '2026-02-30',
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '00000000-0000-0000-0000-000000000000',
    'a'.repeat(3000),
    '李'.repeat(11_000)
  ),
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.string({ maxLength: 20, unit: 'grapheme' })
);
export const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 1e308, -1e308, 5e-324, 1e15, 1e16),
  fc.double(),
  fc.integer()
);
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { __proto__: null }, deep(20), deep(70)),
  fc.jsonValue({ maxDepth: 4 })
);
function deep(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A place of a JSON value, counted through, gets something else, goes, or stands twice. */
export type Spoil = { at: number; way: 'replace' | 'remove' | 'add'; value: unknown; key: string };
export const spoil: fc.Arbitrary<Spoil> = fc.record({
  at: fc.nat({ max: 60 }),
  way: fc.constantFrom('replace', 'replace', 'remove', 'add'),
  value: hostileValue,
  key: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', ''), hostileText)
});
export function spoiled(value: unknown, { at, way, value: other, key }: Spoil): unknown {
  const copy = structuredClone(value);
  const places: { of: Record<string, unknown>; key: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    // Arrays are indexed by their numbers' names too.
    const holder = node as Record<string, unknown>;
    for (const name of Object.keys(holder)) {
      places.push({ of: holder, key: name });
      walk(holder[name]);
    }
  };
  walk(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return other;
  // Of an array's own, `length` is no place.
  if (Array.isArray(place.of) && way === 'add') return copy;
  if (way === 'remove') Reflect.deleteProperty(place.of, place.key);
  else Object.defineProperty(place.of, way === 'add' ? key : place.key, { value: other, enumerable: true, configurable: true, writable: true });
  return copy;
}

export type Mutation = { at: number; way: 'flip' | 'cut' | 'insert' | 'double'; bytes: Uint8Array };
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  way: fc.constantFrom('flip', 'flip', 'cut', 'insert', 'double'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }),
    // NUL, a surrogate and an overlong slash in UTF-8, a byte order mark, and ends of lines.
    fc.constantFrom(...[[0], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xef, 0xbb, 0xbf], [10, 10], [13, 10], [0xff]].map((bytes) => new Uint8Array(bytes))),
    fc.constantFrom(
      ...['"', '{', '[', '\\ud800', '\\u0000', '1e999', '9'.repeat(400), '['.repeat(5000), '{"a":'.repeat(500)].map((text) => new TextEncoder().encode(text))
    )
  )
});
export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let out = Buffer.from(bytes);
  for (const { at, way, bytes: other } of mutations) {
    const place = out.length === 0 ? 0 : at % out.length;
    const [before, after] = [out.subarray(0, place), out.subarray(place)];
    if (way === 'cut') out = Buffer.from(before);
    else if (way === 'insert') out = Buffer.concat([before, other, after]);
    else if (way === 'double') out = Buffer.concat([out, after.subarray(0, 4096)]);
    else if (out.length > 0) out[place] = (out[place] ?? 0) ^ (1 << (at % 8));
  }
  return out;
}
