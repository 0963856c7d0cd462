import type { Catalogue } from '#domain/catalogue/format.ts';
import { definitionOf, Intake } from './intake.svelte.ts';
import type { Station } from './station.svelte.ts';

export type Opened = { id: string; intake: Intake | null; problem: 'notFound' | 'itemGone' | null };

/** Brings a draft back with its form and, where it mends one, its case. */
export async function openIntake(station: Station, catalogue: Catalogue, id: string): Promise<Opened> {
  const draft = await station.api.draft(id);
  if (!draft) return { id, intake: null, problem: 'notFound' };
  const definition = definitionOf(catalogue, draft);
  if (!definition) return { id, intake: null, problem: 'itemGone' };
  const view = draft.caseId === null ? null : await station.api.case(draft.caseId);
  const { status } = station;
  const facts = {
    name: status?.station?.name ?? '',
    phone: status?.station?.phone ?? '',
    supervisionPhone: status?.station?.supervisionPhone ?? '',
    shortName: status?.station?.shortName ?? '',
    county: status?.station?.countyName ?? '',
    staffName: status?.staff?.name ?? ''
  };
  return { id, intake: new Intake({ api: station.api, catalogue, definition, draft, view, station: facts }), problem: null };
}
