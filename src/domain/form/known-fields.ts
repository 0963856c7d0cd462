/** The keys that mean the same in every catalogue (SPEC C15): who applies, and who acts for them. */
import type { Answers } from './values.ts';

export const applicantNameKey = 'applicantName';
export const applicantIdNoKey = 'applicantIdNo';
export const applicantPhoneKey = 'applicantPhone';
export const isAgentKey = 'isAgent';
export const agentNameKey = 'agentName';
export const agentIdNoKey = 'agentIdNo';
export const agentRelationKey = 'agentRelation';

/** Somebody else acts (代办). */
export function agentActs(answers: Answers): boolean {
  return answers[isAgentKey] === '是';
}

/** The text of an answer; empty for what is absent or no text. */
export function textAnswer(answers: Answers, key: string): string {
  const value = answers[key];
  return typeof value === 'string' ? value : '';
}
