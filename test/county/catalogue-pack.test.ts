import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

type Pack = { revision: number; pack: string | null; signature: string | null };

test('[P50] the pack is signed by the catalogue key, and sent only when it is newer', async () => {
  const tablet = await county.enrol('LT03');
  const { revision, pack, signature } = await tablet.json<Pack>('GET', '/api/v1/catalogue');
  const key = createPublicKey({ key: Buffer.from(county.context.instance.publicKeys.catalogue, 'base64'), type: 'spki', format: 'der' });
  const isSigned = (text: string): boolean => verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature ?? '', 'base64'));
  expect(isSigned(pack ?? '')).toBe(true);
  expect(isSigned(`${pack ?? ''} `)).toBe(false);
  expect((JSON.parse(pack ?? '{}') as { revision: number; items: unknown[] }).revision).toBe(revision);
  expect(await tablet.json<Pack>('GET', `/api/v1/catalogue?since=${String(revision)}`)).toEqual({ revision, pack: null, signature: null });
  expect((await tablet.json<Pack>('GET', `/api/v1/catalogue?since=${String(revision - 1)}`)).pack).toBe(pack);
  expect((await tablet.json<Pack>('GET', `/api/v1/catalogue?since=${String(revision - 1)}&delta=1`)).pack).toBe(pack);
});

test('a restart with the same catalogue publishes nothing new', async () => {
  await using again = await startTestCounty({ databaseUrl: county.databaseUrl });
  expect(again.context.catalogues.current()?.pack).toEqual(county.context.catalogues.current()?.pack);
  expect(again.context.instance.id).toBe(county.context.instance.id);
});
