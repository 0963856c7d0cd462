/** One line of 经过 for each act. */
import { longDate, shortDate } from '../calendar/words.ts';
import { recordActs } from '../record/kinds.ts';
import { caseActs } from './acts/index.ts';
import type { BodyOf, Operation } from './operations.ts';
import type { MaterialEntry } from './schemas.ts';

export function actText(op: Operation): string {
  const later = caseActs[op.type] ?? recordActs[op.type];
  if (later !== undefined) return later.text(op);
  switch (op.type) {
    case 'case.received': {
      const body = op.body as BodyOf<'case.received@1'>;
      const deferred = body.materials.filter((material) => material.state === 'deferred').length;
      return ['收件', body.place === 'home' ? '上门' : '站点', ...(body.offline ? ['离线'] : []), ...(deferred > 0 ? [`容缺 ${deferred} 件`] : [])].join('，');
    }
    case 'case.supplied':
      return suppliedText(op.body as BodyOf<'case.supplied@1'>);
    case 'case.withdrawn':
      return `撤回：${(op.body as BodyOf<'case.withdrawn@1'>).reason}`;
    case 'case.conflictResolved':
      return `选定：${(op.body as BodyOf<'case.conflictResolved@1'>).label}，两处填写不一致`;
    case 'case.accepted': {
      const body = op.body as BodyOf<'case.accepted@1'>;
      return `${body.since === undefined ? '受理' : `受理（满 5 个工作日未答复，自${shortDate(body.since)}起视为受理）`}，办件编号 ${body.caseNo}${body.due === null ? '' : `，${shortDate(body.due)}前办结`}`;
    }
    case 'case.correctionRequested': {
      const body = op.body as BodyOf<'case.correctionRequested@1'>;
      return `${body.again === undefined ? '补正，一次告知' : `再次补正（${body.again.reason}），`} ${body.items.length} 项：${body.items.map((item) => item.label).join('、')}。请在${shortDate(body.due)}前补齐${body.unlisted?.length ? `。清单以外：${body.unlisted.join('、')}，记为异常索要` : ''}`;
    }
    case 'case.notAccepted':
      return `不予受理：${(op.body as BodyOf<'case.notAccepted@1'>).reason}`;
    case 'case.completed': {
      const body = op.body as BodyOf<'case.completed@1'>;
      return `办结，${body.outcome === 'approved' ? '准予' : '不予'}：${body.result}`;
    }
    case 'visit.planned': {
      const body = op.body as BodyOf<'visit.planned@1'>;
      return `约定上门：${longDate(body.date)} ${body.time}`;
    }
    case 'visit.moved': {
      const body = op.body as BodyOf<'visit.moved@1'>;
      return `改到 ${longDate(body.date)} ${body.time}${body.reason === undefined || body.reason === '' ? '' : `：${body.reason}`}`;
    }
    case 'visit.closed':
      return { done: '已上门', absent: '上门没遇到人', cancelled: '取消上门' }[(op.body as BodyOf<'visit.closed@1'>).outcome];
    default:
      return op.type;
  }
}

function suppliedText(body: BodyOf<'case.supplied@1'>): string {
  const materials = body.materials.map((material: MaterialEntry) => material.name);
  const corrected = Object.keys(body.answers).length;
  const parts = [...(materials.length > 0 ? [`补交${materials.join('、')}`] : []), ...(corrected > 0 ? [`更正表单 ${corrected} 项`] : [])];
  return parts.length > 0 ? parts.join('，') : `补充说明：${body.note ?? ''}`;
}
