/** What may be done about a ticket, by whom and when. */
import type { Problem } from '../case/problem.ts';
import { beginning, changing, type RecordAct } from '../record/record.ts';
import { categoryWords } from './ticket-words.ts';
import {
  isCountys,
  ticketAnsweredSchema,
  ticketAssignedSchema,
  ticketClosedSchema,
  ticketHandedOnSchema,
  ticketOpenedSchema,
  ticketRepliedSchema,
  ticketTakenOverSchema,
  ticketToldSchema,
  type TicketOpened,
  type TicketState
} from './ticket.ts';

/** A complaint is not answered by who is complained of. */
const notYours: Problem = { code: 'not_allowed', path: 'type', message: '这类工单由县里答复，站里不能自己办结。请等县里的回复。' };
const atCounty = ['open', 'assigned'] as const;

export const ticketActs: Readonly<Record<string, RecordAct>> = {
  'ticket.opened': beginning<TicketState, typeof ticketOpenedSchema>('ticket', {
    by: 'station',
    schema: ticketOpenedSchema,
    judge: lacking,
    begin: (opened, { author }) => ({
      status: 'open',
      opened,
      first: author,
      owner: author,
      handing: null,
      due: opened.due,
      reply: null,
      satisfied: null,
      rounds: 0
    }),
    text: (body) => `${categoryWords[body.category]}登记`
  }),
  'ticket.handedOn': changing<TicketState, typeof ticketHandedOnSchema>('ticket', {
    by: 'station',
    schema: ticketHandedOnSchema,
    from: ['open'],
    // The first responder stays the owner until somebody has it (M18).
    change: (_state, { to, reason }) => ({ handing: { to, reason } }),
    text: (body) => `转给${body.to}：${body.reason}`
  }),
  'ticket.takenOver': changing<TicketState, typeof ticketTakenOverSchema>('ticket', {
    by: 'station',
    schema: ticketTakenOverSchema,
    from: ['open'],
    judge: (state, _body, { author }) => {
      if (state.owner.id === author.id) return { code: 'wrong_state', path: 'author', message: '这张工单本来就是您在办，不用接。' };
      return state.handing === null ? { code: 'wrong_state', path: 'type', message: '这张工单没有转出来，还由原来的人办。请先让他转给您。' } : null;
    },
    change: (_state, _body, { author }) => ({ owner: author, handing: null }),
    text: () => '接手'
  }),
  'ticket.answered': changing<TicketState, typeof ticketAnsweredSchema>('ticket', {
    by: 'station',
    schema: ticketAnsweredSchema,
    from: ['open'],
    judge: (state) => (isCountys(state.opened.category) ? notYours : null),
    change: (_state, body, { author }) => ({ status: 'replied', handing: null, reply: { text: body.reply, by: author.name, byCounty: false, outcome: null } }),
    text: (body) => `答复：${body.reply}`
  }),
  'ticket.told': changing<TicketState, typeof ticketToldSchema>('ticket', {
    by: 'station',
    schema: ticketToldSchema,
    from: ['replied'],
    change: (state, { satisfied }) => {
      if (satisfied === 'notReached') return { satisfied };
      return satisfied === 'yes' ? { status: 'closed', satisfied } : { status: 'open', satisfied, rounds: state.rounds + 1 };
    },
    text: (body) => ({ yes: '已告诉本人，满意', no: '已告诉本人，不满意，再办', notReached: '没联系上本人' })[body.satisfied]
  }),
  'ticket.assigned': changing<TicketState, typeof ticketAssignedSchema>('ticket', {
    by: 'county',
    schema: ticketAssignedSchema,
    from: atCounty,
    change: (_state, { owner, due }) => ({ status: 'assigned', owner: { id: null, name: owner }, handing: null, due }),
    text: (body) => `交${body.owner}办，${body.due} 前答复`
  }),
  'ticket.replied': changing<TicketState, typeof ticketRepliedSchema>('ticket', {
    by: 'county',
    schema: ticketRepliedSchema,
    from: atCounty,
    change: (_state, { outcome, reply }, { author }) => ({
      status: 'replied',
      handing: null,
      reply: { text: reply, by: author.name, byCounty: true, outcome }
    }),
    text: (body) => `县里答复：${body.reply}`
  }),
  'ticket.closed': changing<TicketState, typeof ticketClosedSchema>('ticket', {
    by: 'county',
    schema: ticketClosedSchema,
    from: ['replied'],
    change: () => ({ status: 'closed' }),
    text: (body) => `县里办结：${body.note}`
  })
};

/** What a kind of ticket can't do without. */
function lacking(body: TicketOpened): Problem | null {
  if (body.text.trim() === '') return { code: 'invalid_body', path: 'body.text', message: '请写清楚是什么事。' };
  if (body.category === 'unusualDemand' && body.demand === undefined)
    return { code: 'invalid_body', path: 'body.demand', message: '请写清楚要了什么材料、谁要的。' };
  if (body.category === 'dataDispute' && body.dispute === undefined)
    return { code: 'invalid_body', path: 'body.dispute', message: '请写清楚系统里怎么记的、本人怎么说。' };
  return null;
}
