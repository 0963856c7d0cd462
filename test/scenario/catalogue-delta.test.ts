/** A newer catalogue comes down as what has changed in it. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishCatalogue } from '#county/catalogue/publish.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { loadShelf } from '#county/catalogue/shelf.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Publishes the sample with another name for its first item. */
async function publish(name: string): Promise<number> {
  const { county } = scene;
  await publishCatalogue(
    county.owner,
    (revision, at) => {
      const catalogue = sampleCatalogue(revision, at);
      return { ...catalogue, items: catalogue.items.map((item, at) => (at === 0 ? { ...item, name } : item)) };
    },
    new Date()
  );
  county.context.catalogues = await loadShelf(county.context.database);
  return county.context.catalogues.current()?.pack.pack.length ?? 0;
}
/** Bytes of text that each answer to `/catalogue` had. */
function weigh(tablet: Tablet): number[] {
  const weights: number[] = [];
  tablet.line.after = async (url, response) => {
    if (url.includes('/catalogue')) weights.push((await response.clone().text()).length);
    return response;
  };
  return weights;
}
const firstName = async (tablet: Tablet) => (await tablet.api.catalogue())?.items[0]?.name;

describe('a newer catalogue', () => {
  it('[P51] comes as its changed lines, and is the published one to the letter', async () => {
    const tablet = await scene.tablet();
    const whole = await publish('改了名的事项');
    const weights = weigh(tablet);
    const status = await tablet.sync();
    expect(status.pulled.catalogueItems).toBe(1);
    expect(await firstName(tablet)).toBe('改了名的事项');
    expect(weights).toHaveLength(1);
    expect(weights[0]).toBeLessThan(whole / 5);
    const db = await openCatalogueDatabase(`${tablet.name}-catalogue`);
    expect((await db.packs.get('current'))?.text).toBe(scene.county.context.catalogues.current()?.pack.pack);
    db.close();
  });

  it('[P51] comes whole where the one held is not what the county takes it for', async () => {
    const tablet = await scene.tablet();
    const db = await openCatalogueDatabase(`${tablet.name}-catalogue`);
    const held = await db.packs.get('current');
    await db.packs.update('current', { text: `${held?.text ?? ''} ` });
    db.close();
    await publish('又改了名的事项');
    const weights = weigh(tablet);
    const status = await tablet.sync();
    expect(status.error).toBeNull();
    expect(weights).toHaveLength(2);
    expect(await firstName(tablet)).toBe('又改了名的事项');
  });
});
