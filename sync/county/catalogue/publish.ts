/** Publishes a catalogue as a signed pack with the next revision; the same content is published once, a bad one never. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { checkCatalogue, type CatalogueProblem } from '#domain/catalogue/check.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { catalogueKey, signPack } from '../instance.ts';

/** Makes the catalogue for a revision; two calls with the same arguments give the same content. */
export type CatalogueSource = (revision: number, publishedAt: string) => Catalogue;

/** Nothing was published: the newest pack stays what it was. */
export class CatalogueFailure extends Error {
  override readonly name = 'CatalogueFailure';
  readonly problems: readonly CatalogueProblem[];
  constructor(problems: readonly CatalogueProblem[]) {
    const [first] = problems;
    super(`目录有 ${String(problems.length)} 处不对，没有发布，原来的目录照用。第一处：${first?.path ?? ''}：${first?.message ?? ''}`);
    this.problems = problems;
  }
}

/**
 * Answers with the revision that now is the newest.
 * @throws CatalogueFailure when a loader would refuse it (SPEC C36–C39).
 */
export async function publishCatalogue(owner: pg.Client, source: CatalogueSource, now: Date): Promise<number> {
  const contentHash = createHash('sha256')
    .update(JSON.stringify(source(0, '1970-01-01T00:00:00.000Z')))
    .digest('hex');
  const { rows } = await owner.query<{ revision: number; content_hash: string }>(
    'SELECT revision, content_hash FROM catalogue_packs ORDER BY revision DESC LIMIT 1'
  );
  if (rows[0]?.content_hash === contentHash) return rows[0].revision;
  const revision = (rows[0]?.revision ?? 0) + 1;
  const catalogue = source(revision, now.toISOString());
  const checked = checkCatalogue(catalogue);
  if (!checked.ok) throw new CatalogueFailure(checked.problems);
  const pack = packText(catalogue);
  await owner.query('INSERT INTO catalogue_packs (revision, content_hash, pack, signature) VALUES ($1, $2, $3, $4)', [
    revision,
    contentHash,
    pack,
    signPack(await catalogueKey(owner), pack)
  ]);
  return revision;
}

/** Each entry of a list on a line of its own, so that the next revision can be told by its lines. */
export function packText(catalogue: object): string {
  const members = Object.entries(catalogue).map(([key, value]: [string, unknown]) => {
    const text = Array.isArray(value) && value.length > 0 ? `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]` : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.join(',\n')}}`;
}
