/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, at once: the platform's own answers later only, and a rule that judges a signature must not wait.
 * For papers of some kilobytes; photos are hashed by the platform.
 */
export function sha256OfText(text: string): string {
  const state = Uint32Array.from(initial);
  const words = new Uint32Array(64);
  for (const block of blocksOf(utf8(text))) compress(state, words, block);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

const primes = firstPrimes(64);
/** The first 32 bits of the fractions of the roots of the first primes, as the standard says where they come from. */
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

/** As every encoder writes it: half of a surrogate pair alone becomes U+FFFD. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const read = character.codePointAt(0) ?? 0;
    const code = read >= 0xd800 && read <= 0xdfff ? 0xfffd : read;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return Uint8Array.from(bytes);
}
const tail = (code: number) => 0x80 | (code & 0x3f);

/** Padded with 1, zeros and the length in bits, cut into blocks of 64 bytes. */
function* blocksOf(bytes: Uint8Array): Generator<DataView> {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  view.setUint32(length - 4, (bytes.length * 8) >>> 0);
  for (let at = 0; at < length; at += 64) yield new DataView(padded.buffer, at, 64);
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function compress(state: Uint32Array, words: Uint32Array, block: DataView): void {
  const word = (at: number) => words[at] ?? 0;
  for (let t = 0; t < 16; t++) words[t] = block.getUint32(t * 4);
  for (let t = 16; t < 64; t++) {
    const [early, late] = [word(t - 15), word(t - 2)];
    const small0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const small1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[t] = word(t - 16) + small0 + word(t - 7) + small1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + big1 + ((e & f) ^ (~e & g)) + (constants[t] ?? 0) + word(t)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((part, at) => (state[at] = (state[at] ?? 0) + part));
}
