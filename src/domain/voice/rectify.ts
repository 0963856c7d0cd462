/**
 * 差评整改 (M25; 国办发〔2019〕51号): contact, reply, close with a finding, each within working days that the county sets. A county's steps are
 * added one after another and none is ever changed.
 */
import * as z from 'zod/mini';
import { addDays, workingDaysBetween, type Calendar } from '../calendar/working-days.ts';

/** In working days from the county's day of arrival. */
export type VoiceDays = { contact: number; reply: number; close: number };
/** Local practice differs (rules 2.4: one, five and fifteen are each somebody's rule): a county sets its own. */
export const usualVoiceDays: VoiceDays = { contact: 1, reply: 5, close: 15 };

/** 立行立改 / 限期整改到位 / 依法依规，已解释 / 误评或恶意，已复核. */
export const findings = ['mended', 'planned', 'explained', 'groundless'] as const;
export type FindingKind = (typeof findings)[number];
export const findingWords: Readonly<Record<FindingKind, string>> = {
  mended: '属实，已马上改正',
  planned: '属实，已限期整改到位',
  explained: '没有依据，已解释清楚',
  groundless: '误评或恶意，已复核认定'
};

const note = z.string().check(z.minLength(1), z.maxLength(2000));
export const voiceStepSchema = z.discriminatedUnion('kind', [
  /** 联系: `reached` false when nobody answered; it is tried again. */
  z.object({ kind: z.literal('contacted'), reached: z.boolean(), note }),
  z.object({ kind: z.literal('replied'), note }),
  z.object({ kind: z.literal('closed'), finding: z.enum(findings), note })
]);
export type VoiceStep = z.infer<typeof voiceStepSchema>;
export type VoiceStage = 'contact' | 'reply' | 'close' | 'done';

/** Nobody can be called who left no name: what was found out is then kept as the answer. */
export function stageOf(steps: readonly VoiceStep[], mayContact: boolean): VoiceStage {
  if (steps.some(({ kind }) => kind === 'closed')) return 'done';
  if (steps.some(({ kind }) => kind === 'replied')) return 'close';
  const isReached = steps.some((step) => step.kind === 'contacted' && step.reached);
  return mayContact && !isReached ? 'contact' : 'reply';
}

export type VoiceClock = { stage: VoiceStage; due: string | null; light: 'green' | 'amber' | 'red' | 'none'; daysLeft: number | null };

export function voiceClock(
  voice: { arrivedOn: string; mayContact: boolean; steps: readonly VoiceStep[] },
  days: VoiceDays,
  today: string,
  calendar: Calendar
): VoiceClock {
  const stage = stageOf(voice.steps, voice.mayContact);
  if (stage === 'done') return { stage, due: null, light: 'none', daysLeft: null };
  const due = addDays(voice.arrivedOn, { value: days[stage], unit: 'workingDay' }, calendar).date;
  const daysLeft = workingDaysBetween(today, due, calendar);
  return { stage, due, daysLeft, light: due < today ? 'red' : daysLeft <= 1 ? 'amber' : 'green' };
}

export type StepProblem = { code: 'wrong_state' | 'not_contacted'; path: string; message: string };

/** A named rating is followed up by a call, every one of them (实名差评回访率 100%); what is closed stays closed. */
export function judgeStep(steps: readonly VoiceStep[], mayContact: boolean, next: VoiceStep): StepProblem | null {
  const stage = stageOf(steps, mayContact);
  if (stage === 'done') return { code: 'wrong_state', path: 'kind', message: '这一条已经办结，不能再加。' };
  if (next.kind === 'contacted' && !mayContact) return { code: 'wrong_state', path: 'kind', message: '这一条没有留名，不能去联系本人。请直接写回复。' };
  if (next.kind !== 'contacted' && stage === 'contact')
    return { code: 'not_contacted', path: 'kind', message: '还没有联系上本人。请先打电话，联系上了再回复、办结。' };
  if (next.kind === 'closed' && stage !== 'close') return { code: 'wrong_state', path: 'kind', message: '还没有回复。请先把查到的情况回复本人，再办结。' };
  return null;
}
