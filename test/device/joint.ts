/** A finished application for a bundle, as a draft that the worker has filled. */
import type { JointChoice } from '#domain/bundle/schemas.ts';
import { bundleDefinition } from '#domain/form/definition.ts';
import type { Situation } from '#domain/form/values.ts';
import { signature } from '../domain/answerer.ts';
import { fill } from '../domain/answerer.ts';
import type { Tablet } from './tablet.ts';

type Wanted = { bundle: string; itemIds: string[]; situation?: Situation; joint?: JointChoice };

/** Answers the draft's id; refuses to go on when the form can't be finished. */
export async function fillBundle({ api }: Pick<Tablet, 'api'>, { bundle, itemIds, situation = {}, joint = {} }: Wanted): Promise<string> {
  const started = await api.startDraft({ itemId: itemIds[0] ?? '', bundle: { id: bundle, itemIds } });
  if (!started.ok) throw new Error(started.error.message);
  const catalogue = await api.catalogue();
  const definition = catalogue && bundleDefinition(catalogue, bundle, itemIds);
  if (!catalogue || !definition) throw new Error(`no bundle ${bundle}`);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const born = `${String(Number(today.slice(0, 4)) - 30)}-03-08`;
  const { input, assessment } = fill(definition, {
    today,
    calendar: catalogue.calendar,
    pick: () => 0,
    born,
    thorough: false,
    defers: false,
    situation: { agent: 'self', ...situation }
  });
  if (!assessment.ready) throw new Error(JSON.stringify(assessment.missing));
  const photos = Object.values(input.materials).filter(({ state }) => state === 'photographed');
  if (photos.length > 0) for (const each of photos) Object.assign(each, { state: 'paper', pages: [] });
  const saved = await api.saveDraft({ ...started.value, ...input, signatures: [signature('applicant')], extra: { joint } });
  if (!saved.ok) throw new Error(saved.error.message);
  return started.value.id;
}
