import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy, parseP256 } from '#county/devices/keys.ts';

const spkiOf = (namedCurve: string): Buffer => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' });

test('[P40] a key has one spelling: with anything behind it, or spelled otherwise, it is no key', () => {
  const spki = spkiOf('P-256');
  expect(parseP256(spki.toString('base64'))?.asymmetricKeyType).toBe('ec');
  const longer = Buffer.concat([spki, Buffer.alloc(12_000)]);
  for (const other of [longer.toString('base64'), spki.toString('base64url'), ` ${spki.toString('base64')}`, spkiOf('P-384').toString('base64'), 'AAAA', ''])
    expect(parseP256(other), other.slice(0, 20)).toBeNull();
  expect(isSignedBy(longer.toString('base64'), 'text', Buffer.alloc(64).toString('base64'))).toBe(false);
});
