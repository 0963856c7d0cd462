import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, genesis, link, toHex } from '#protocol/chain.ts';
import { codec } from '#store/bytes.ts';

const digest = (bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

describe('the chain', () => {
  it('[P3] links previous, number and line as written down', async () => {
    const zero = await genesis('00000000-0000-4000-8000-000000000000', digest, codec);
    expect(zero).toBe(createHash('sha256').update('bangban journal 00000000-0000-4000-8000-000000000000').digest('hex'));
    const line = '{"名":"值"}';
    const number = Buffer.from('0000000100000002', 'hex');
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.from(zero, 'hex'), number, createHash('sha256').update(line).digest()]))
      .digest('hex');
    expect(await link(zero, 2 ** 32 + 2, line, digest, codec)).toBe(expected);
  });
  it('[P3] any other previous link, number or line makes another link', async () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
    await fc.assert(
      fc.asyncProperty(hash, fc.integer({ min: 1 }), fc.string(), hash, fc.integer({ min: 1 }), fc.string(), async (p, n, l, p2, n2, l2) => {
        const same = p === p2 && n === n2 && l === l2;
        expect((await link(p, n, l, digest, codec)) === (await link(p2, n2, l2, digest, codec))).toBe(same);
      })
    );
  });
  it('hex goes there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      })
    );
  });
});
