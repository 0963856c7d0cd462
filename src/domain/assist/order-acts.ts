/**
 * The acts on an order. Whoever was asked first stays the owner until the next one accepts, offline too (M18): a hand-over is an offer,
 * accepted at another tablet or at the console. A station's acts stand on older revisions: whether they may is asked of what the order is then.
 */
import type * as z from 'zod/mini';
import { knownTo } from '../case/given.ts';
import type { Operation } from '../case/operations.ts';
import type { Problem } from '../case/problem.ts';
import { beginning, changing, type RecordAct } from '../record/record.ts';
import {
  isAbove,
  levelLabels,
  mayTake,
  modeLabels,
  orderChangedSchema,
  orderClosedSchema,
  orderHandedOverSchema,
  orderNotedSchema,
  orderOpenedSchema,
  orderPassedOnSchema,
  orderRecalledSchema,
  orderTakenSchema,
  type OrderLevel,
  type OrderState
} from './order.ts';

type Body<S extends z.ZodMiniType> = z.infer<S>;
type HandedOver = Body<typeof orderHandedOverSchema>;

export const orderActs: Readonly<Record<string, RecordAct>> = {
  'order.opened': beginning<OrderState, typeof orderOpenedSchema>('order', {
    by: 'station',
    schema: orderOpenedSchema,
    begin: (opened, { author, at }) => ({
      status: 'open',
      opened,
      mode: opened.mode,
      first: author,
      owner: { ...author, level: opened.level, since: at },
      pending: null,
      caseId: null,
      visitId: null,
      mandateId: null,
      outcome: null
    }),
    text: ({ need, mode }) => `开工单，${modeLabels[mode]}：${need}`
  }),
  'order.changed': changing<OrderState, typeof orderChangedSchema>('order', {
    by: 'station',
    schema: orderChangedSchema,
    from: ['open', 'handing', 'closed'],
    crosses: true,
    judge: (state, _body, op) => knowsItIsOver(state, op),
    change: (state, { mode, caseId, visitId, mandateId }) => ({
      mode: state.status === 'closed' ? state.mode : (mode ?? state.mode),
      caseId: caseId ?? state.caseId,
      visitId: visitId ?? state.visitId,
      mandateId: mandateId ?? state.mandateId
    }),
    text: changedText
  }),
  'order.noted': changing<OrderState, typeof orderNotedSchema>('order', {
    by: 'station',
    schema: orderNotedSchema,
    from: ['open', 'handing', 'closed'],
    crosses: true,
    judge: (state, _body, op) => knowsItIsOver(state, op),
    change: () => ({}),
    text: ({ text }) => text
  }),
  'order.handedOver': changing<OrderState, typeof orderHandedOverSchema>('order', {
    by: 'station',
    schema: orderHandedOverSchema,
    from: ['open'],
    crosses: true,
    judge: (state) => (isAbove(state) ? ownedAbove(state) : null),
    change: offered,
    text: handedText
  }),
  'order.taken': changing<OrderState, typeof orderTakenSchema>('order', {
    by: 'station',
    schema: orderTakenSchema,
    from: ['handing'],
    crosses: true,
    judge: (state, { level }, { author }) => judgeTaking(state, level, author.id) ?? (level === state.opened.level ? null : notYours(state.pending?.to)),
    change: taken,
    text: ({ level }) => `${levelLabels[level]}接手`
  }),
  'order.recalled': changing<OrderState, typeof orderRecalledSchema>('order', {
    by: 'station',
    schema: orderRecalledSchema,
    from: ['handing'],
    crosses: true,
    judge: (state) => (isAbove(state) ? ownedAbove(state) : null),
    change: () => ({ status: 'open', pending: null }),
    text: ({ reason }) => (reason === undefined || reason === '' ? '收回，不转了' : `收回，不转了：${reason}`)
  }),
  'order.closed': changing<OrderState, typeof orderClosedSchema>('order', {
    by: 'station',
    schema: orderClosedSchema,
    from: ['open', 'handing'],
    crosses: true,
    judge: judgeClosed,
    change: (state, { outcome, caseId }) => ({ status: 'closed', outcome, caseId: caseId ?? state.caseId, pending: null }),
    text: ({ outcome, note }) => `${outcome === 'done' ? '帮办办完' : '不用再帮'}${note === undefined || note === '' ? '' : `：${note}`}`
  }),
  'order.takenAbove': changing<OrderState, typeof orderTakenSchema>('order', {
    by: 'county',
    schema: orderTakenSchema,
    from: ['handing'],
    judge: (state, { level }, { author }) => judgeTaking(state, level, author.id),
    change: taken,
    text: ({ level }) => `${levelLabels[level]}接手`
  }),
  'order.passedOn': changing<OrderState, typeof orderPassedOnSchema>('order', {
    by: 'county',
    schema: orderPassedOnSchema,
    // From `handing` too: who was offered it and can't help sends it back with the reason, without having taken it.
    from: ['open', 'handing'],
    judge: judgePassing,
    change: offered,
    text: handedText
  }),
  'order.advised': changing<OrderState, typeof orderNotedSchema>('order', {
    by: 'county',
    schema: orderNotedSchema,
    from: ['open', 'handing'],
    change: () => ({}),
    text: ({ text }) => text
  })
};

function offered(_state: OrderState, { to, name, reason }: HandedOver, { author, at }: Operation): Pick<OrderState, 'status' | 'pending'> {
  return { status: 'handing', pending: { to, name: name ?? null, reason, by: author.name, at } };
}
function taken(_state: OrderState, { level }: Body<typeof orderTakenSchema>, { author, at }: Operation): Pick<OrderState, 'status' | 'owner' | 'pending'> {
  return { status: 'open', owner: { ...author, level, since: at }, pending: null };
}
function handedText({ to, name, reason }: HandedOver): string {
  return `转${name === undefined || name === '' ? levelLabels[to] : name}：${reason}`;
}
function changedText({ mode, caseId, visitId, mandateId, reason }: Body<typeof orderChangedSchema>): string {
  const why = reason === undefined || reason === '' ? '' : `：${reason}`;
  const said = [
    ...(mode === undefined ? [] : [`改为${modeLabels[mode]}`]),
    ...(caseId === undefined ? [] : ['已收件']),
    ...(visitId === undefined ? [] : ['约好上门']),
    ...(mandateId === undefined ? [] : ['签了委托书'])
  ];
  return `${said.length === 0 ? '补充' : said.join('，')}${why}`;
}

/** What somebody saw or began at a home while a colleague ended the order still belongs to it. */
function knowsItIsOver(state: OrderState, op: Operation): Problem | null {
  const end = state.status === 'closed' ? state.timeline.findLast(({ type }) => type === 'order.closed') : undefined;
  if (end === undefined || !knownTo(op, state.timeline)(end.opId)) return null;
  return { code: 'wrong_state', path: 'type', message: '这个工单已经办结。还要帮办，请另开一个工单。' };
}

function judgeTaking(state: OrderState, level: OrderLevel, personId: string): Problem | null {
  if (mayTake(state, level, personId)) return null;
  if (state.owner.id === personId) return { code: 'not_allowed', path: 'author', message: '这个工单现在就是您负责，要等接手的人接。不转了可以收回。' };
  return notYours(state.pending?.to);
}
function notYours(to: OrderLevel | undefined): Problem {
  return { code: 'not_allowed', path: 'body.level', message: `这个工单转给了${to === undefined ? '别处' : levelLabels[to]}，由那里的人接。` };
}
function ownedAbove(state: OrderState): Problem {
  const { level, name } = state.owner;
  return { code: 'not_allowed', path: 'type', message: `这个工单由${levelLabels[level]}${name}负责。请等转回来再办；有新情况可以记进展。` };
}
function judgePassing(state: OrderState, { from, to }: Body<typeof orderPassedOnSchema>): Problem | null {
  const here = state.status === 'handing' ? state.pending?.to : state.owner.level;
  if (here !== undefined && here !== from && here !== state.opened.level)
    return { code: 'not_allowed', path: 'body.from', message: `这个工单在${levelLabels[here]}，由那里的人转。` };
  if (here === state.opened.level) return { code: 'not_allowed', path: 'type', message: '这个工单在站点手里，没有转上来。' };
  return to === here ? { code: 'invalid_body', path: 'body.to', message: '已经在这一级，请选别的一级。' } : null;
}

/** A resident who wants no more help is let go at any time; finished is only what the station itself holds, and 代办 only with a mandate (M10). */
function judgeClosed(state: OrderState, { outcome }: Body<typeof orderClosedSchema>): Problem | null {
  if (outcome === 'cancelled') return null;
  if (isAbove(state)) return ownedAbove(state);
  if (state.status === 'handing') return { code: 'wrong_state', path: 'type', message: '工单正在转给别人。请先收回，或等对方接手。' };
  if (state.mode !== 'act' || state.mandateId !== null) return null;
  return { code: 'mandate_missing', path: 'mandateId', message: '全程代办要有授权委托书。请先签委托书，或把方式改成带领办、指引办。' };
}
