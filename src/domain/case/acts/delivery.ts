/** 送达: each attempt to hand over a decision or a notice, and what came of what was sent (M24). */
import {
  deliveredSchema,
  deliveryFollowedSchema,
  methodLabels,
  outcomeLabels,
  outcomesOf,
  standingOf,
  type Delivered,
  type DeliveryFollowed
} from '../../handing/delivery.ts';
import { wrongPaper } from '../../handing/signed-paper.ts';
import type { Problem } from '../problem.ts';
import type { CaseState } from '../state.ts';
import { everyStatus } from '../status.ts';
import { caseAct, type CaseAct } from './act.ts';
import { refusal } from './refusal.ts';

export const deliveryActs: Readonly<Record<string, CaseAct>> = {
  'case.delivered': caseAct({
    by: 'station',
    schema: deliveredSchema,
    // A notice is served before there is a decision, a part of a joint case before the whole.
    from: everyStatus,
    crosses: true,
    judge: (state, body) => wrongDelivery(state, body),
    change: (state, { paper, signatures, ...body }, op) => ({
      deliveries: [...(state.deliveries ?? []), { ...body, opId: op.opId, at: op.at, by: op.author.name, paperNo: paper?.no ?? null, followed: [] }],
      ...(paper !== undefined && { papers: [...(state.papers ?? []), { paper, signatures, opId: op.opId, at: op.at, by: op.author.name }] })
    }),
    text: deliveredText
  }),
  'case.deliveryFollowed': caseAct({
    by: 'station',
    schema: deliveryFollowedSchema,
    from: everyStatus,
    crosses: true,
    judge: (state, body) => wrongFollowing(state, body),
    change: (state, body, op) => ({
      deliveries: (state.deliveries ?? []).map((delivery) =>
        delivery.id === body.id
          ? {
              ...delivery,
              ...(body.trackingNo !== undefined && { trackingNo: body.trackingNo }),
              followed: [...delivery.followed, { ...body, at: op.at, recorder: op.author.name }]
            }
          : delivery
      )
    }),
    text: ({ outcome, trackingNo, by, note }) =>
      [
        outcome === undefined ? '补记运单号' : outcome === 'signed' ? '送达已签收' : '邮件退回',
        ...(trackingNo === undefined ? [] : [trackingNo]),
        ...[by, note].filter((text) => text !== undefined && text !== '')
      ].join('，')
  })
};

function wrongDelivery(state: CaseState, body: Delivered): Problem | null {
  const { method, outcome, signatures } = body;
  if (state.deliveries?.some(({ id }) => id === body.id) === true) return refusal('wrong_state', 'body.id', '这次送达已经记过。');
  if (!outcomesOf[method].includes(outcome))
    return refusal('invalid_body', 'body.outcome', `${methodLabels[method]}不会有“${outcomeLabels[outcome]}”这种结果。请重新选。`);
  const signed = (role: 'recipient' | 'witness') => new Set(signatures.filter((each) => each.role === role).map(({ name }) => name));
  switch (outcome) {
    case 'signed':
    case 'substitute':
      if (body.recipient === undefined) return refusal('invalid_body', 'body.recipient', '请写收件人的姓名。');
      if (outcome === 'substitute' && (body.recipient.relation ?? '').trim() === '')
        return refusal('invalid_body', 'body.recipient.relation', '代收的，请写和受送达人的关系。');
      if (body.paper === undefined || !signed('recipient').has(body.recipient.name))
        return refusal('invalid_body', 'body.signatures', '请收件人在送达回证上签名。不肯签的，按留置送达办。');
      break;
    case 'left': {
      if ((body.note ?? '').trim() === '') return refusal('invalid_body', 'body.note', '留置送达，请写明拒收的理由和日期。');
      const names = new Set(body.witnesses?.map(({ name }) => name));
      if (names.size < 2) return refusal('invalid_body', 'body.witnesses', '留置送达要有两位见证人，请写姓名和单位。');
      if (body.paper === undefined || ![...names].every((name) => signed('witness').has(name)))
        return refusal('invalid_body', 'body.signatures', '请每位见证人在送达回证上签名。');
      break;
    }
    case 'absent':
      if ((body.note ?? '').trim() === '') return refusal('invalid_body', 'body.note', '没有见到人，请写明情况和下次怎么送。');
      break;
    case 'posted':
    case 'sent':
      if ((body.address ?? '').trim() === '')
        return refusal('invalid_body', 'body.address', outcome === 'posted' ? '请写寄到哪里。' : '请写发到哪个号码、邮箱或账号。');
      if (body.agreed !== true) return refusal('invalid_body', 'body.agreed', '邮寄和电子送达要居民同意。不同意的，请窗口或上门送。');
  }
  return wrongPaper(body.paper, signatures);
}

function wrongFollowing(state: CaseState, body: DeliveryFollowed): Problem | null {
  const delivery = state.deliveries?.find(({ id }) => id === body.id);
  if (delivery === undefined) return refusal('wrong_state', 'body.id', '没有这次送达。请刷新后再记。');
  if (body.trackingNo === undefined && body.outcome === undefined) return refusal('invalid_body', 'body.outcome', '请写运单号，或选送到了还是退回了。');
  if (standingOf(delivery) !== 'underWay') return refusal('wrong_state', 'body.id', '这次送达已经有结果，不用再记。');
  return body.outcome === 'returned' && (body.note ?? '').trim() === '' ? refusal('invalid_body', 'body.note', '退回的，请写明原因。') : null;
}

function deliveredText({ method, outcome, documents, recipient, trackingNo, note }: Delivered): string {
  const who = recipient === undefined ? [] : [recipient.relation === undefined ? recipient.name : `${recipient.name}（${recipient.relation}）`];
  const titles = documents.map(({ title }) => `《${title}》`).join('');
  return [`${methodLabels[method]}${titles}`, outcomeLabels[outcome], ...who, ...(trackingNo === undefined ? [] : [trackingNo]), ...(note ? [note] : [])].join(
    '，'
  );
}
