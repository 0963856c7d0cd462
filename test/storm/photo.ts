/** Photos out of a seed: as incompressible as real ones, made when they are sent and not kept. */
import { createCipheriv, createHash } from 'node:crypto';

export interface Photo {
  seed: number;
  bytes: number;
  sha256: string;
}

const least = 200 * 1024;
const span = 200 * 1024;

export function photoOf(seed: number): Photo {
  const bytes = least + ((seed * 2654435761) % span);
  const photo = { seed, bytes, sha256: '' };
  return { ...photo, sha256: createHash('sha256').update(bytesOf(photo)).digest('hex') };
}

export function bytesOf({ seed, bytes }: Pick<Photo, 'seed' | 'bytes'>): Buffer {
  const key = createHash('sha256').update(`photo ${seed}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}
