/** What the county finds out afterwards of a material that nobody handed in: a commitment (M13), data sharing (M15), an e-certificate (M16). */
import * as z from 'zod/mini';
import { steps } from '../machine.ts';
import { shortSchema } from '../schemas.ts';
import type { CaseState } from '../state.ts';
import { caseAct, type CaseAct } from './act.ts';
import { refusal } from './refusal.ts';

const words = shortSchema.check(z.minLength(1));
const material = { materialId: z.string(), name: shortSchema };

/** `unclear`: to be checked again. `consequence`: what is done when it was untrue. */
export const commitmentCheckedSchema = z.object({
  ...material,
  finding: z.enum(['true', 'false', 'unclear']),
  how: words,
  consequence: z.optional(shortSchema)
});
export const shareVerifiedSchema = z.object({ ...material, outcome: z.enum(['matches', 'differs', 'notFound']), source: words, note: z.optional(shortSchema) });

const hasSaid = (text: string | undefined) => (text ?? '').trim() !== '';

export const checkActs: Readonly<Record<string, CaseAct>> = {
  'case.commitmentChecked': caseAct({
    by: 'county',
    schema: commitmentCheckedSchema,
    from: steps['case.commitmentChecked'].from,
    judge: (state, { materialId, finding, consequence }) => {
      if (stateOf(state, materialId) !== 'committed') return refusal('wrong_state', 'body.materialId', '这份材料没有用告知承诺代替，不用核查。请刷新后再看。');
      const before = state.checks?.[materialId];
      if (before?.kind === 'commitment' && before.finding !== 'unclear') return refusal('wrong_state', 'type', '这份承诺已经核查过。');
      return finding === 'false' && !hasSaid(consequence) ? refusal('invalid_body', 'body.consequence', '承诺不实时，请写明怎样处理。') : null;
    },
    change: (state, { materialId, finding, how, consequence }, op) => ({
      checks: {
        ...state.checks,
        [materialId]: { kind: 'commitment', finding, how, ...(consequence !== undefined && { consequence }), by: op.author.name, at: op.at }
      }
    }),
    text: (body) => `核查“${body.name}”的承诺：${findings[body.finding]}，${body.how}${hasSaid(body.consequence) ? `。处理：${body.consequence ?? ''}` : ''}`
  }),
  'case.shareVerified': caseAct({
    by: 'county',
    schema: shareVerifiedSchema,
    from: steps['case.shareVerified'].from,
    judge: (state, { materialId, outcome, note }) => {
      const found = stateOf(state, materialId);
      if (found !== 'sharedPending' && found !== 'eCertificate')
        return refusal('wrong_state', 'body.materialId', '这份材料不是待联网核验，也不是电子证照，不用核验。请刷新后再看。');
      return outcome !== 'matches' && !hasSaid(note) ? refusal('invalid_body', 'body.note', '没有核到或者不一致时，请写明情况。') : null;
    },
    change: (state, { materialId, outcome, source, note }, op) => ({
      checks: { ...state.checks, [materialId]: { kind: 'share', outcome, source, ...(note !== undefined && { note }), by: op.author.name, at: op.at } }
    }),
    text: (body) => `联网核验“${body.name}”：${outcomes[body.outcome]}，${body.source}${hasSaid(body.note) ? `。${body.note ?? ''}` : ''}`
  })
};

function stateOf(state: CaseState, materialId: string): string | undefined {
  return state.materials.find(({ id }) => id === materialId)?.state;
}

export const findings = { true: '属实', false: '不实', unclear: '还没核清' } as const;
export const outcomes = { matches: '一致', differs: '不一致', notFound: '没有查到' } as const;
