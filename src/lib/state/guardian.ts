import { agentActs, agentIdNoKey, agentNameKey, agentRelationKey, applicantIdNoKey, applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import type { Answers } from '#domain/form/values.ts';
import { minorsIn, type Guardian } from '#domain/privacy/minors.ts';

/** Who stands there, else whom the form names already: its own guardian, an agent, or the grown-up who applies. */
export function guardianOf(kept: Guardian | undefined, answers: Answers, today: string): Guardian {
  if (kept !== undefined) return kept;
  const text = (key: string) => textAnswer(answers, key);
  if (text('guardianName') !== '') return { name: text('guardianName'), idNo: text('guardianIdNo'), relation: '' };
  if (agentActs(answers)) return { name: text(agentNameKey), idNo: text(agentIdNoKey), relation: text(agentRelationKey) };
  return minorsIn(answers, today).some(({ isApplicant }) => isApplicant)
    ? { name: '', idNo: '', relation: '' }
    : { name: text(applicantNameKey), idNo: text(applicantIdNoKey), relation: '' };
}
