/** What the store takes of the world, so that a test can hand in its own. */
import type { Registry } from '#domain/case/upcast.ts';
import type { Bytes } from './bytes.ts';

export type Locks = { request<T>(name: string, work: () => Promise<T>): Promise<T> };
export type Platform = {
  crypto: Crypto;
  /** Milliseconds since 1970 by the device's clock. */ now: () => number;
  /** Milliseconds that nobody can set. */ elapsed: () => number;
  locks: Locks;
  /** The operations that this program knows, where they are not those of the domain. */ known?: Registry;
  /** Makes guessing a PIN slow: 32 bytes of it. */ stretch: (pin: string, salt: Bytes) => Promise<Bytes>;
};

/** RFC 9562 UUID version 7: time-ordered, so that keys made in turn stay neighbours in an index. */
export function uuidV7(platform: Platform): string {
  const bytes = platform.crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(platform.now() / 65536));
  new DataView(bytes.buffer).setUint16(4, platform.now() % 65536);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The calendar day in China (UTC+8 all year), whatever zone the tablet is set to. */
export function chinaDate(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3600 * 1000).toISOString().slice(0, 10);
}
