import type { Bytes } from './bytes.ts';

/** RFC 9106's second recommendation for memory: 64 MiB, 3 passes; 0.3 s on a tablet. Loaded when a PIN is asked for: a cold start comes first. */
export async function stretch(pin: string, salt: Bytes): Promise<Bytes> {
  const { argon2id } = await import('hash-wasm');
  const out = await argon2id({ password: pin.normalize('NFKC'), salt, memorySize: 65536, iterations: 3, parallelism: 1, hashLength: 32, outputType: 'binary' });
  return new Uint8Array(out);
}
