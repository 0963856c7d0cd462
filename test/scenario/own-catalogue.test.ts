/** A county that this program has never seen publishes its own catalogue: it loads, it is worked with, and a bad one changes nothing. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishOwn, publishSample, readCatalogue } from '#county/catalogue/own.ts';
import { CatalogueFailure, packText } from '#county/catalogue/publish.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { readNewest } from '#county/catalogue/watch.ts';
import { catalogueKey, signPack } from '#county/instance.ts';
import { fieldTypes } from '#domain/catalogue/format.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import type { Draft } from '#device/api.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { fill } from '#test/domain/answerer.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

const text = readFileSync(new URL('../county/catalogue/two-banks.json', import.meta.url), 'utf8');
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

let scene: Scene;
let tablet: Tablet;
let held: Catalogue;
beforeAll(async () => {
  scene = await openScene();
  tablet = await scene.tablet();
  expect((await tablet.api.catalogue())?.items.some(({ id }) => id === 'ferry-pass')).toBe(false);
  await publishOwn(scene.county.owner, text, new Date());
  expect(await readNewest(scene.county.context)).toBe(true);
  await tablet.sync();
  const catalogue = await tablet.api.catalogue();
  if (!catalogue) throw new Error('no catalogue on the tablet');
  held = catalogue;
});
afterAll(() => scene.close());

function filled(definition: IntakeDefinition | null, agent: string) {
  if (!definition) throw new Error('not in the catalogue');
  const person = { today, calendar: held.calendar, pick: () => 0, born: '1971-05-20', thorough: true, defers: true, situation: { agent, disabled: 'no' } };
  return fill(definition, person);
}

async function takesIn(start: Parameters<Tablet['api']['startDraft']>[0], definition: IntakeDefinition | null, agent: string) {
  const { input, assessment } = filled(definition, agent);
  expect(assessment.missing).toEqual([]);
  const started = await tablet.api.startDraft(start);
  if (!started.ok) throw new Error(started.error.message);
  const draft: Draft = { ...started.value, ...input };
  expect(await tablet.api.saveDraft(draft)).toMatchObject({ ok: true });
  const received = await tablet.api.receive(draft.id);
  if (!received.ok) throw new Error(JSON.stringify(received));
  return { caseId: received.value.caseId, assessment };
}
async function atCounty(caseId: string): Promise<unknown> {
  const { rows } = await scene.county.owner.query<{ state: string }>('SELECT state FROM cases WHERE id = $1', [caseId]);
  return rows[0] === undefined ? null : JSON.parse(rows[0].state);
}
const newest = async () => (await scene.county.owner.query<{ max: number }>('SELECT max(revision) FROM catalogue_packs')).rows[0]?.max;

describe('[C36 M1] a catalogue of another county', () => {
  it('has every type of field, and is found by its pinyin', async () => {
    const types = new Set(held.items.flatMap((item) => item.fields).map((field) => field.type));
    expect(fieldTypes.filter((type) => !types.has(type))).toEqual([]);
    expect(held).toMatchObject({ revision: 2, title: '青山县村级代办目录' });
    expect(held.pinyin['ferry-pass']).toContain('zcz');
  });

  it.each(['self', 'other'])('takes in an item by %s: what the form held is what the county holds', async (agent) => {
    const { caseId, assessment } = await takesIn({ itemId: 'ferry-pass' }, itemDefinition(held, 'ferry-pass'), agent);
    expect((await tablet.sync()).error).toBeNull();
    const { answers, situation } = assessment.submission;
    expect(await atCounty(caseId)).toMatchObject({ received: { answers, situation } });
    expect(assessment.answers).toMatchObject({
      homeCounty: '430199',
      nativePlace: String(assessment.answers['applicantIdNo']).slice(0, 6),
      fareBand: '全价',
      retireOn: '2031-05-20'
    });
  });

  it('[M7] takes in a bundle, one of whose children is done elsewhere', async () => {
    const itemIds = ['ferry-pass', 'orchard-renewal'];
    const bundle = { id: 'bundle-two-banks', itemIds };
    const { caseId } = await takesIn({ itemId: 'ferry-pass', bundle }, bundleDefinition(held, bundle.id, itemIds), 'self');
    expect((await tablet.sync()).error).toBeNull();
    expect(await atCounty(caseId)).toMatchObject({ received: { bundle: { id: bundle.id, itemIds } } });
  });

  it('the sample does not take its place at the next start', async () => {
    await publishSample(scene.county.owner, sampleCatalogue, new Date());
    expect(await newest()).toBe(2);
  });
});

describe('[C36 M2] a bad catalogue', () => {
  const broken = text.replace('"deferWith": "mat-card"', '"deferWith": "mat-crad"');

  it('is refused at publishing, with path and reason; the published one stays', async () => {
    const refused = await publishOwn(scene.county.owner, broken, new Date()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CatalogueFailure);
    expect((refused as CatalogueFailure).problems).toEqual([
      { code: 'unknown_material', path: 'items.ferry-pass.fields.bankAccountName.deferWith', message: '没有可容缺的材料“mat-crad”。' }
    ]);
    expect(await newest()).toBe(2);
    expect(readCatalogue('{"format":1,')).toMatchObject({ ok: false, problems: [{ code: 'not_json' }] });
  });

  it('is refused by the tablet too, signed or not, and the one it has still takes cases in', async () => {
    const { owner, context } = scene.county;
    const pack = packText({ ...(JSON.parse(broken) as object), revision: 3, publishedAt: new Date().toISOString() });
    await owner.query('INSERT INTO catalogue_packs (revision, content_hash, pack, signature) VALUES (3, $1, $2, $3)', [
      'x',
      pack,
      signPack(await catalogueKey(owner), pack)
    ]);
    await readNewest(context);
    const status = await tablet.sync();
    expect(status.error).toMatchObject({ code: 'bad_catalogue', path: 'items.ferry-pass.fields.bankAccountName.deferWith' });
    expect((await tablet.api.catalogue())?.revision).toBe(2);
    const { caseId } = await takesIn({ itemId: 'ferry-pass' }, itemDefinition(held, 'ferry-pass'), 'self');
    expect(await tablet.api.case(caseId)).not.toBeNull();
  });
});
