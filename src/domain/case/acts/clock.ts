/** What holds, lengthens or ends a case's way at the county, and a station's wish to have it voided (rules 2.8; 行政许可法 §42, §45). */
import * as z from 'zod/mini';
import { shortDate } from '../../calendar/words.ts';
import { longestExtension } from '../../promise/limits.ts';
import { steps } from '../machine.ts';
import { isoDateSchema, shortSchema, type MaterialEntry } from '../schemas.ts';
import { caseAct, type CaseAct } from './act.ts';
import { refusal } from './refusal.ts';

const words = shortSchema.check(z.minLength(1));
const days = z.int().check(z.minimum(1), z.maximum(365));

/** 特别程序 (听证、检验、公示…): since when the clock stands still; the county fills in both days. */
export const suspendedSchema = z.object({
  procedure: words,
  reason: words,
  /** How many working days it is expected to take; null: not known. */
  workdays: z.nullable(days),
  since: isoDateSchema,
  until: z.nullable(isoDateSchema)
});
/** `due`: what was left of the limit, counted on from here; `childDues`: the same of a joint case's children, by number. The county computes them. */
export const resumedSchema = z.object({
  result: words,
  on: isoDateSchema,
  due: z.nullable(isoDateSchema),
  childDues: z.optional(z.record(z.string(), isoDateSchema))
});
export const extendedSchema = z.object({ days, reason: words, approvedBy: words, due: isoDateSchema });
/** 预审退回: what the station can mend by itself; the resident is not asked for anything and the five days go on. */
export const preReturnedSchema = z.object({
  items: z
    .array(z.object({ target: z.enum(['material', 'field', 'other']), key: z.string(), label: shortSchema, problem: words, remedy: words }))
    .check(z.minLength(1), z.maxLength(100)),
  note: z.optional(shortSchema)
});
export const returnedSchema = z.object({ cause: z.enum(['notCorrected', 'deferralLapsed', 'gaveUp']), reason: words });
export const voidAskedSchema = z.object({ reason: words });
export const voidedSchema = z.object({ cause: z.enum(['duplicate', 'mistake', 'untrue']), reason: words });
export const deferralExtendedSchema = z.object({ materialId: z.string(), name: shortSchema, due: isoDateSchema, reason: words });

export const clockActs: Readonly<Record<string, CaseAct>> = {
  'case.suspended': caseAct({
    by: 'county',
    schema: suspendedSchema,
    from: steps['case.suspended'].from,
    change: (state, { procedure, reason, since, until }) => ({
      status: 'suspended',
      stops: [...(state.stops ?? []), { procedure, reason, since, until, ended: null, result: null }]
    }),
    text: (body) => `进入特别程序：${body.procedure}，停止计时${body.until === null ? '' : `，预计到${shortDate(body.until)}`}`
  }),
  'case.resumed': caseAct({
    by: 'county',
    schema: resumedSchema,
    from: steps['case.resumed'].from,
    change: (state, { on, result, due, childDues = {} }) => ({
      status: 'accepted',
      due,
      ...(state.children && {
        children: Object.fromEntries(Object.entries(state.children).map(([no, child]) => [no, { ...child, due: childDues[no] ?? child.due }]))
      }),
      stops: (state.stops ?? []).map((stop) => (stop.ended === null ? { ...stop, ended: on, result } : stop))
    }),
    text: (body) => `特别程序结束：${body.result}，继续计时${body.due === null ? '' : `，${shortDate(body.due)}前办结`}`
  }),
  'case.extended': caseAct({
    by: 'county',
    schema: extendedSchema,
    from: steps['case.extended'].from,
    judge: (state, body) => {
      if (state.due === null) return refusal('wrong_state', 'type', '这件没有办理时限，不用延长。');
      if (state.extension !== undefined) return refusal('wrong_state', 'type', '时限只能延长一次，这件已经延长过。请在期限内办结。');
      return body.days > longestExtension ? refusal('invalid_body', 'body.days', `最多延长 ${longestExtension} 天，请改少。`) : null;
    },
    change: (_state, body) => ({ due: body.due, extension: body }),
    text: (body) => `延长 ${body.days} 天，${shortDate(body.due)}前办结：${body.reason}（${body.approvedBy}批准）`
  }),
  'case.preReturned': caseAct({
    by: 'county',
    schema: preReturnedSchema,
    from: steps['case.preReturned'].from,
    change: (_state, body) => ({ status: 'preReturned', preReview: body }),
    text: (body) => `预审退回 ${body.items.length} 项：${body.items.map((item) => item.label).join('、')}`
  }),
  'case.returned': caseAct({
    by: 'county',
    schema: returnedSchema,
    from: steps['case.returned'].from,
    judge: (state, { cause }, _op, { today }) => {
      if (cause === 'notCorrected' && !(state.status === 'correction' && state.correction !== null && state.correction.due < today))
        return refusal('wrong_state', 'body.cause', '补正期限还没过，不能按逾期不补正退件。请等到期限过后。');
      const lapsed = state.materials.some((entry) => entry.state === 'deferred' && entry.due !== undefined && entry.due < today);
      return cause === 'deferralLapsed' && !lapsed ? refusal('wrong_state', 'body.cause', '没有过期未补的容缺材料，不能按容缺逾期退件。') : null;
    },
    change: (_state, body) => ({ status: 'returned', correction: null, ending: { kind: 'returned', ...body } }),
    text: (body) => `退件，${causes[body.cause]}：${body.reason}`
  }),
  'case.voidAsked': caseAct({
    by: 'station',
    schema: voidAskedSchema,
    from: steps['case.voidAsked'].from,
    crosses: true,
    change: (_state, { reason }, op) => ({ voidAsked: { reason, by: op.author.name, at: op.at } }),
    text: (body) => `申请作废：${body.reason}`
  }),
  'case.voided': caseAct({
    by: 'county',
    schema: voidedSchema,
    from: steps['case.voided'].from,
    change: (_state, body) => ({ status: 'voided', correction: null, ending: { kind: 'voided', ...body } }),
    text: (body) => `作废，${causes[body.cause]}：${body.reason}`
  }),
  'case.deferralExtended': caseAct({
    by: 'county',
    schema: deferralExtendedSchema,
    from: steps['case.deferralExtended'].from,
    judge: (state, { materialId, due }, _op, { today }) => {
      const entry = state.materials.find(({ id }) => id === materialId);
      if (entry?.state !== 'deferred') return refusal('wrong_state', 'body.materialId', '这份材料不是容缺，或者已经补来了。请刷新后再看。');
      return due < today || due <= (entry.due ?? '') ? refusal('invalid_body', 'body.due', '新的补齐日期要晚于原来的日期，也不能早于今天。') : null;
    },
    change: (state, { materialId, due }) => {
      const place = `materials.${materialId}`;
      const [first, ...others] = state.given?.[place] ?? [];
      return {
        materials: state.materials.map((entry) => (entry.id === materialId ? { ...entry, due } : entry)),
        // At a material's place stands an entry; its day moves too: else a later supply beside it would bring the old one back.
        ...(first && { given: { ...state.given, [place]: [{ ...first, value: { ...(first.value as MaterialEntry), due } }, ...others] } })
      };
    },
    text: (body) => `“${body.name}”的补齐日期延到${shortDate(body.due)}：${body.reason}`
  })
};

export const causes = {
  notCorrected: '逾期没有补正',
  deferralLapsed: '容缺材料逾期没有补齐',
  gaveUp: '本人放弃申请',
  duplicate: '重复收件',
  mistake: '收错了',
  untrue: '内容不真实'
} as const;
