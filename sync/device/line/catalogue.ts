/** The catalogue down: its signature and content are checked before anything of it is kept. */
import { checkCatalogue } from '#domain/catalogue/check.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { applyDelta } from '#protocol/delta.ts';
import { cataloguePackSchema } from '#protocol/messages.ts';
import { base64ToBytes, codec } from '#store/bytes.ts';
import type { Result } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import { signerOf } from '../core.ts';
import type { Core } from '../core.ts';
import { failure } from '../sentences.ts';

/** How many items and bundles are new or changed; 0 when nothing is newer. */
export async function fetchCatalogue(core: Core, shelf: CatalogueShelf, signal?: AbortSignal): Promise<Result<number>> {
  const [signer, enrolment] = [await signerOf(core), await core.vault.enrolment()];
  if (signer === null || enrolment === null) return failure('not_enrolled');
  const ask = (since: number) =>
    core.line.call({ method: 'GET', path: `/api/v1/catalogue?since=${since}&delta=1`, reply: cataloguePackSchema, signer, signal });
  const before = await core.packs.packs.get('current');
  const reply = await ask(before?.revision ?? 0);
  if (!reply.ok) return reply;
  const { pack, delta, signature } = reply.value;
  if (before !== undefined && delta !== undefined) {
    const told = applyDelta(before.text, delta);
    const kept = told === null ? null : await keepPack(core, shelf, told, signature);
    if (kept?.ok === true) return kept;
    // What was told does not lead to the signed text: the whole does.
    const whole = await ask(0);
    if (!whole.ok) return whole;
    return whole.value.pack === null ? failure('bad_catalogue') : keepPack(core, shelf, whole.value.pack, whole.value.signature);
  }
  if (pack !== null) return keepPack(core, shelf, pack, signature);
  if (before !== undefined) await core.packs.packs.update('current', { fetchedAt: new Date(core.world.now()).toISOString() });
  return { ok: true, value: 0 };
}

/** A pack by whatever way it came. */
export async function keepPack(core: Core, shelf: CatalogueShelf, pack: string, signature: string | null): Promise<Result<number>> {
  const [before, enrolment] = [await shelf.about(), await core.vault.enrolment()];
  const fetchedAt = new Date(core.world.now()).toISOString();
  if (enrolment === null) return failure('not_enrolled');
  if (signature === null || !(await isSigned(core, pack, signature, enrolment.countyKeys.catalogue))) return failure('bad_catalogue');
  const checked = checkCatalogue(JSON.parse(pack));
  if (!checked.ok) return failure('bad_catalogue', checked.problems[0]?.path ?? '');
  const { revision, version, publishedAt } = checked.catalogue;
  // A signature stays right for ever: an old pack sent again must not take the place of a newer one.
  if (before !== null && revision < before.revision) return { ok: true, value: 0 };
  const changed = changedEntries(await shelf.current(), checked.catalogue);
  await core.packs.packs.put({ id: 'current', revision, version, publishedAt, fetchedAt, text: pack });
  // The shelf hears of it as well, and reads the new one.
  core.changed('catalogue', 'status');
  return { ok: true, value: changed };
}

async function isSigned({ world }: Core, pack: string, signature: string, key: string): Promise<boolean> {
  const { subtle } = world.crypto;
  const county = await subtle.importKey('spki', base64ToBytes(key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, county, base64ToBytes(signature), codec.encode(pack));
}

function changedEntries(before: Catalogue | null, after: Catalogue): number {
  const known = new Map([...(before?.items ?? []), ...(before?.bundles ?? [])].map((entry) => [entry.id, JSON.stringify(entry)]));
  return [...after.items, ...after.bundles].filter((entry) => known.get(entry.id) !== JSON.stringify(entry)).length;
}
