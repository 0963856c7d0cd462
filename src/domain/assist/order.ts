/** 帮办代办工单 (M10, M18): who helps whom, at which level, in which way, and who answers for it now. */
import * as z from 'zod/mini';
import { shortSchema } from '../case/schemas.ts';
import { beginning, changing, type RecordAct, type RecordBase } from '../record/record.ts';

export const orderOpenedSchema = z.object({
  /** 村 / 乡 / 县. */
  level: z.enum(['village', 'township', 'county']),
  /** 带领办 / 指引办 / 协调办 / 全程代办. */
  mode: z.enum(['accompany', 'guide', 'coordinate', 'act']),
  name: shortSchema,
  phone: z.optional(shortSchema),
  itemIds: z.array(z.string()).check(z.maxLength(20)),
  need: shortSchema
});
export const orderClosedSchema = z.object({ outcome: z.enum(['done', 'cancelled']), caseId: z.optional(z.uuid()), note: z.optional(shortSchema) });

export type OrderState = RecordBase<'order'> & {
  status: 'open' | 'closed';
  opened: z.infer<typeof orderOpenedSchema>;
  caseId: string | null;
};

export const orderActs: Readonly<Record<string, RecordAct>> = {
  'order.opened': beginning<OrderState, typeof orderOpenedSchema>('order', {
    by: 'station',
    schema: orderOpenedSchema,
    begin: (opened) => ({ status: 'open', opened, caseId: null }),
    text: (body) => `开帮办工单：${body.need}`
  }),
  'order.closed': changing<OrderState, typeof orderClosedSchema>('order', {
    by: 'station',
    schema: orderClosedSchema,
    from: ['open'],
    change: (_state, body) => ({ status: 'closed', caseId: body.caseId ?? null }),
    text: (body) => (body.outcome === 'done' ? '帮办办完' : '帮办取消')
  })
};
