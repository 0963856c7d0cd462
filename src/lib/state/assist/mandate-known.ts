import {
  agentActs,
  agentIdNoKey,
  agentNameKey,
  agentRelationKey,
  applicantIdNoKey,
  applicantNameKey,
  applicantPhoneKey,
  isAgentKey,
  textAnswer
} from '#domain/form/known-fields.ts';
import type { MandateState } from '#domain/assist/mandate.ts';
import type { Intake } from '../intake.svelte.ts';
import type { Station } from '../station.svelte.ts';
import type { Known } from './mandate-form.svelte.ts';

const agentPhoneKey = 'agentPhone';

/** What an order or a draft says of the people, so that nobody is asked twice. */
export async function knownFrom(station: Station, from: { order: string | null; draft: string | null }): Promise<Known> {
  const { api } = station;
  if (from.order !== null) {
    const order = (await api.desk('order', from.order))?.order;
    if (order === undefined) return {};
    const { name, phone = '', address = '', itemIds } = order.opened;
    return {
      principal: { name, phone, address },
      itemIds,
      orderId: order.id,
      ...(order.mode === 'act' && { agent: { name: station.status?.staff?.name ?? '', officer: true } })
    };
  }
  const draft = from.draft === null ? null : await api.draft(from.draft);
  if (draft === null) return {};
  const text = (key: string) => textAnswer(draft.answers, key);
  const agent = { name: text(agentNameKey), idNo: text(agentIdNoKey), phone: text(agentPhoneKey), relation: text(agentRelationKey) };
  return {
    principal: { name: text(applicantNameKey), idNo: text(applicantIdNoKey), phone: text(applicantPhoneKey) },
    ...(agentActs(draft.answers) || agent.name !== '' ? { agent } : {}),
    itemIds: draft.bundle?.itemIds ?? [draft.itemId],
    ...(draft.extra?.orderId !== undefined && { orderId: draft.extra.orderId })
  };
}

/** The agent of the mandate acts: the question and the fields that tell so are filled from it, and the letter counts as handed in. What was typed of the principal stays. */
export function layIn(intake: Intake, { id, granted }: MandateState): void {
  const { definition } = intake;
  const derive = definition.fields.find(({ key }) => key === isAgentKey)?.derive;
  if (derive?.from === 'situation') {
    const option = Object.entries(derive.map).find(([, value]) => agentActs({ [isAgentKey]: value }))?.[0];
    if (option !== undefined) intake.answer(derive.question, option);
  }
  const { agent, paper, principal } = granted;
  const relations = definition.fields.find(({ key }) => key === agentRelationKey)?.options ?? [];
  for (const [key, value] of [
    [applicantNameKey, principal.name],
    [applicantIdNoKey, principal.idNo],
    [applicantPhoneKey, principal.phone ?? '']
  ] as const)
    if (value !== '' && textAnswer(intake.answers, key) === '') intake.set(key, value);
  for (const [key, value] of [
    [agentNameKey, agent.name],
    [agentIdNoKey, agent.idNo],
    [agentPhoneKey, agent.phone ?? ''],
    [agentRelationKey, relations.includes(agent.relation) ? agent.relation : '']
  ] as const)
    if (value !== '') intake.set(key, value);
  const letter = intake.assessment.materials.find(({ material }) => material.name === paper.title);
  if (letter !== undefined) {
    intake.materials.choose(letter, 'eCertificate');
    intake.materials.patch(letter.material.id, { eCertificate: paper.no });
  }
  intake.keep({ mandateId: id });
}
