/** Argon2id for staff passwords: 19 MiB, t=2 (OWASP's second profile); about 50 ms. */
import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

export async function hashPassword(password: string): Promise<string> {
  return argon2id({ password, salt: randomBytes(16), iterations: 2, memorySize: 19456, parallelism: 1, hashLength: 32, outputType: 'encoded' });
}

let decoy: Promise<string> | null = null;
/** `hash` null (nobody of that name) costs the same time and fails. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  // An empty password is refused by the hash function itself.
  if (password === '') return false;
  const against = hash ?? (await (decoy ??= hashPassword(randomBytes(16).toString('hex'))));
  const right = await argon2Verify({ password, hash: against });
  return right && hash !== null;
}
