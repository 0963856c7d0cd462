/** A case with consents, a look at what is masked, and a second case that takes over what the first had. */
import { withAnswer } from '#domain/privacy/consent.ts';
import { fillElderly } from '../../device/tablet.ts';
import type { Day } from './day.ts';

const seed = 4711;

export async function actPeople({ worker, colleague, sync, must }: Day): Promise<void> {
  const first = await fillElderly(worker.api, seed);
  const at = new Date().toISOString();
  const asked = withAnswer(withAnswer([], 'reuse', true, '李秀英', at), 'notify', false, '李秀英', at);
  must(await worker.api.saveDraft({ ...first, extra: { consents: asked } }));
  const { caseId } = must(await worker.api.receive(first.id));
  must(await worker.api.desk('reveal', caseId, 'answers'));
  await sync(worker);
  await sync(colleague);
  const second = await fillElderly(colleague.api, seed);
  const known = await colleague.api.desk('knownPerson', second.id, second.answers['applicantIdNo'] as string);
  const reused = (known?.offers ?? []).map(({ place, givenOn }) => ({ place, caseId, givenOn }));
  if (reused.length === 0) throw new Error('nothing is offered');
  must(await colleague.api.saveDraft({ ...second, extra: { consents: asked, reused } }));
  must(await colleague.api.receive(second.id));
  await sync(colleague);
}
