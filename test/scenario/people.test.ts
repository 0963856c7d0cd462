/** A person comes again: what the station knows of them is shown, offered with consent, and who looked is told to the auditor. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { withAnswer } from '#domain/privacy/consent.ts';
import type { Draft } from '#device/api.ts';
import type { KnownPerson } from '#device/people.ts';
import type { Page } from '#domain/form/values.ts';
import type { Reveals } from '#protocol/reveals.ts';
import { fillElderly } from '#test/device/tablet.ts';
import { fill } from '#test/domain/answerer.ts';
import { idNumber } from '#test/domain/people.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

const at = '2026-11-19T02:00:00.000Z';
const day = 24 * 3600 * 1000;
const sample = sampleCatalogue(1, at);
const localDay = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
function draftForm(itemId: string): IntakeDefinition {
  const definition = itemDefinition(sample, itemId);
  if (definition === null) throw new Error(`no ${itemId}`);
  return definition;
}
async function photograph({ api }: Tablet): Promise<Page> {
  const added = await api.addPhoto({ bytes: crypto.getRandomValues(new Uint8Array(4000)).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}
/** Taken in with the person's answers about what may be kept. */
async function receive(
  { api }: Tablet,
  seed: number,
  agreed: { reuse: boolean; sensitive: boolean },
  pages: Page[] = []
): Promise<{ caseId: string; draft: Draft }> {
  const draft = await fillElderly(api, seed, pages);
  const consents = withAnswer(withAnswer([], 'reuse', agreed.reuse, '李秀英', at), 'sensitive', agreed.sensitive, '李秀英', at);
  const saved = await api.saveDraft({ ...draft, extra: { consents } });
  if (!saved.ok) throw new Error(saved.error.message);
  const received = await api.receive(draft.id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return { caseId: received.value.caseId, draft };
}
async function begin({ api }: Tablet, itemId: string): Promise<Draft> {
  const begun = await api.startDraft({ itemId });
  if (!begun.ok) throw new Error(begun.error.message);
  return begun.value;
}
const sync = async (...tablets: Tablet[]) => {
  for (const tablet of tablets) expect((await tablet.sync()).error).toBeNull();
};
const numberOf = (draft: Draft) => draft.answers['applicantIdNo'] as string;

/** What the tablet has of the person of `draft`, for another draft of its own. */
async function known({ api }: Tablet, mine: Draft, draft: Draft): Promise<KnownPerson> {
  const found = await api.desk('knownPerson', mine.id, numberOf(draft));
  if (found === null) throw new Error('nothing is known');
  return found;
}

describe('a person whom the station knows', () => {
  it('[M15][P108] is offered on a colleague’s tablet what they let the station keep, with its age, and what is sensitive only by its own consent', async () => {
    const [chen, zhou] = [await scene.tablet(), await scene.tablet('zhouling')];
    const page = await photograph(chen);
    const { caseId, draft } = await receive(chen, 301, { reuse: true, sensitive: false }, [page]);
    await sync(chen, zhou);
    const next = await begin(zhou, 'senior-card');
    const { offers, duplicates } = await known(zhou, next, draft);
    const places = new Map(offers.map((offer) => [offer.place, offer]));
    expect(places.get('answers.applicantPhone')).toMatchObject({ value: draft.answers['applicantPhone'], caseId, ageDays: 0 });
    expect(places.get('materials.mat-id')).toMatchObject({ kind: 'material', entry: { pages: [{ sha256: page.sha256 }] } });
    expect(offers.filter(({ sensitive }) => sensitive)).toEqual([]);
    expect(duplicates).toEqual([]);
  });

  it('[M15][P108] who said no later is offered nothing', async () => {
    const tablet = await scene.tablet();
    const { draft } = await receive(tablet, 302, { reuse: true, sensitive: true });
    const next = await begin(tablet, 'senior-card');
    expect((await known(tablet, next, draft)).offers).not.toEqual([]);
    const again = await begin(tablet, 'elderly-allowance');
    const saved = await tablet.api.saveDraft({
      ...draft,
      id: again.id,
      extra: { consents: withAnswer([], 'reuse', false, '李秀英', '2026-11-20T02:00:00.000Z') }
    });
    expect(saved.ok).toBe(true);
    expect((await tablet.api.receive(again.id)).ok).toBe(true);
    expect((await known(tablet, next, draft)).offers).toEqual([]);
  });

  it('[M15][P108] what was reused goes to the county with where it came from', async () => {
    const [chen, zhou] = [await scene.tablet(), await scene.tablet('zhouling')];
    const page = await photograph(chen);
    const { caseId, draft } = await receive(chen, 303, { reuse: true, sensitive: true }, [page]);
    await sync(chen, zhou);
    const next = await fillElderly(zhou.api, 303);
    const { offers } = await known(zhou, next, draft);
    const offer = offers.find(({ place }) => place === 'materials.mat-id');
    if (offer?.kind !== 'material') throw new Error('the identity card is not offered');
    const reused = [{ place: offer.place, caseId, givenOn: offer.givenOn }];
    const consents = withAnswer([], 'reuse', true, '李秀英', at);
    expect((await zhou.api.saveDraft({ ...next, materials: { ...next.materials, 'mat-id': offer.entry }, extra: { reused, consents } })).ok).toBe(true);
    const received = await zhou.api.receive(next.id);
    if (!received.ok) throw new Error(received.error.message);
    await sync(zhou);
    const { rows } = await scene.county.owner.query<{ state: string }>('SELECT state FROM cases WHERE id = $1', [received.value.caseId]);
    expect(JSON.parse(rows[0]?.state ?? '')).toMatchObject({ received: { reused, consents: [{ purpose: 'reuse', agreed: true }] } });
    const blobs = await scene.county.owner.query('SELECT 1 FROM case_blobs WHERE case_id = $1 AND sha256 = $2', [received.value.caseId, page.sha256]);
    expect(blobs.rowCount).toBe(1);
  });

  it('[M15] has a case open for the same item, or a draft: both are shown before a second is made', async () => {
    const [chen, zhou] = [await scene.tablet(), await scene.tablet('zhouling')];
    const { caseId, draft } = await receive(chen, 304, { reuse: false, sensitive: false });
    await sync(chen, zhou);
    const [second, other] = [await begin(zhou, 'elderly-allowance'), await begin(zhou, 'senior-card')];
    expect((await known(zhou, second, draft)).duplicates).toMatchObject([{ caseId, status: 'received' }]);
    expect((await known(zhou, other, draft)).duplicates).toEqual([]);
    const third = await begin(zhou, 'elderly-allowance');
    await zhou.api.saveDraft({ ...third, answers: { applicantIdNo: numberOf(draft) } });
    expect((await known(zhou, second, draft)).drafts).toMatchObject([{ id: third.id }]);
    await chen.api.withdraw(caseId, '不办了');
    await sync(chen, zhou);
    expect((await known(zhou, second, draft)).duplicates).toEqual([]);
  });

  it('[M15] a household is joined by a home', async () => {
    const tablet = await scene.tablet();
    const [first, second] = [await fillElderly(tablet.api, 305), await fillElderly(tablet.api, 306)];
    await tablet.api.saveDraft({ ...second, answers: { ...second.answers, residenceAddress: first.answers['residenceAddress'] ?? '' } });
    const ids: string[] = [];
    for (const { id } of [first, second]) {
      const received = await tablet.api.receive(id);
      if (!received.ok) throw new Error(received.error.message);
      ids.push(received.value.caseId);
    }
    const household = await tablet.api.desk('household', ids[0] ?? '');
    expect(household?.members.map(({ name }) => name).sort()).toEqual([first, second].map(({ answers }) => answers['applicantName'] as string).sort());
    expect(JSON.stringify(household)).not.toContain(numberOf(first));
  });
});

describe('a child that applies', () => {
  const child = { applicantName: '王小米', applicantIdNo: idNumber('2016-05-01', 2) };
  const guardian = { name: '刘芳', idNo: idNumber('1988-03-04', 24), relation: '母亲' };
  const paths = async ({ api }: Tablet, id: string) => {
    const received = await api.receive(id);
    return received.ok ? [] : (received.findings ?? []).map(({ path }) => path);
  };

  it('[rules 3] is taken in only with a guardian who has agreed; the county keeps who', async () => {
    const tablet = await scene.tablet();
    const draft = await begin(tablet, 'unattended-child');
    const { input } = fill(draftForm('unattended-child'), {
      today: localDay(),
      calendar: sample.calendar,
      pick: () => 0,
      thorough: false,
      defers: false,
      born: '2016-05-01'
    });
    const form = { ...draft, ...input, answers: { ...input.answers, ...child }, privacyNotice: '1' };
    await tablet.api.saveDraft({ ...form, extra: { consents: [] } });
    expect(await paths(tablet, draft.id)).toEqual(['guardian']);
    await tablet.api.saveDraft({ ...form, extra: { consents: withAnswer([], 'guardian', false, '刘芳', at), guardian } });
    expect(await paths(tablet, draft.id)).toEqual(['consents.guardian']);
    const consents = withAnswer(withAnswer([], 'guardian', true, '刘芳', at), 'reuse', false, '刘芳', at);
    await tablet.api.saveDraft({ ...form, extra: { consents, guardian } });
    expect(await paths(tablet, draft.id)).toEqual([]);
    await sync(tablet);
    const { rows } = await scene.county.owner.query<{ state: string }>('SELECT state FROM cases WHERE id = $1', [draft.id]);
    expect(JSON.parse(rows[0]?.state ?? '')).toMatchObject({ received: { guardian, consents } });
  });
});

describe('a draft that nobody touches', () => {
  it('[rules 3][P109] is told a week before, and cleared at a contact after', async () => {
    const tablet = await scene.tablet();
    const [old, fresh] = [await fillElderly(tablet.api, 308), await fillElderly(tablet.api, 309)];
    const after = async (days: number) => {
      scene.county.setNow(new Date(Date.now() + days * day));
      tablet.clock.ahead = days * day;
      await sync(tablet);
      return { ending: (await tablet.api.desk('endingDrafts')).map(({ id }) => id), left: (await tablet.api.drafts()).map(({ id }) => id).sort() };
    };
    expect(await after(20)).toEqual({ ending: [], left: [old.id, fresh.id].sort() });
    expect((await after(24)).ending.sort()).toEqual([old.id, fresh.id].sort());
    // Who writes in it keeps it.
    expect((await tablet.api.saveDraft(fresh)).ok).toBe(true);
    expect((await after(32)).left).toEqual([fresh.id]);
    scene.county.setNow(null);
  });
});

describe('what is masked', () => {
  it('[rules 3][P107] a look is noted on the tablet, and the county’s auditor alone reads who looked at what', async () => {
    const tablet = await scene.tablet();
    const { caseId } = await receive(tablet, 307, { reuse: false, sensitive: false });
    await sync(tablet);
    expect((await tablet.api.desk('reveal', caseId, 'answers.applicantIdNo')).ok).toBe(true);
    expect((await tablet.api.counts()).unsyncedCases).toBe(0);
    await sync(tablet);
    const auditor = await scene.county.signIn('auditor');
    const { looks, people } = (await (await auditor.call('GET', '/api/v1/staff/reveals')).json()) as Reveals;
    expect(looks[0]).toMatchObject({ kind: 'case', caseId, place: 'answers.applicantIdNo', staffName: '陈敏', stationCode: scene.station });
    expect(looks[0]?.localNo).toMatch(/^L-/);
    expect(people[0]).toMatchObject({ staffName: '陈敏', looks: 1, cases: 1 });
    for (const name of ['wangshen', 'admin']) expect((await (await scene.county.signIn(name)).call('GET', '/api/v1/staff/reveals')).status).toBe(403);
    const audited = await scene.county.owner.query("SELECT 1 FROM audit WHERE action = 'reveals.read'");
    expect(audited.rowCount).toBe(1);
  });
});
