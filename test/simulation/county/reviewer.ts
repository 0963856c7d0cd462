/** The county's reviewer: decides whatever case chance picks, as the console's route does. */
import type pg from 'pg';
import { decide } from '#county/ledger/decide.ts';
import { Refusal } from '#county/failure.ts';
import type { Random } from '../core/random.ts';
import { outside } from '../core/quiet.ts';
import type { Model } from '../model.ts';
import type { CountyHost } from './host.ts';

export const station = 'LT03';
const member = { id: 's008', username: 'wangshen', name: '王慎', role: 'countyReviewer', stationCode: null, township: null } as const;
type CaseRow = { id: string; status: string; revision: number };

const bodies = {
  'case.accepted': { note: '材料齐全' },
  'case.correctionRequested': {
    items: [{ target: 'field', key: 'applicantPhone', label: '联系电话', problem: '打不通', remedy: '请核对' }],
    due: '2027-01-15'
  },
  'case.notAccepted': { reason: '不属于本县', basis: '第三条' },
  'case.completed': { outcome: 'approved', result: '准予发放' }
};
const next: Record<string, (keyof typeof bodies)[]> = {
  received: ['case.accepted', 'case.accepted', 'case.correctionRequested', 'case.notAccepted'],
  correction: ['case.accepted'],
  accepted: ['case.completed']
};

/** True when something was decided. */
export async function review(county: CountyHost, watcher: pg.Client, model: Model, random: Random): Promise<boolean> {
  const { process } = county;
  const { rows } = await outside(() =>
    watcher.query<CaseRow>(`SELECT id, status, revision FROM cases WHERE station_code = $1 AND kind = 'case' ORDER BY id`, [station])
  );
  const open = rows.filter(({ status }) => next[status] !== undefined);
  if (process === null || open.length === 0) return false;
  const { id, status, revision } = random.pick(open);
  const type = random.pick(next[status] ?? []);
  try {
    await process.life.through(() => decide(process.context, member, station, id, { type, base: revision, body: bodies[type] }));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  const decided = await outside(() =>
    watcher.query<{ op_id: string }>(`SELECT op_id FROM journal WHERE station_code = $1 AND writer = 'county' AND verdict = 'applied'`, [station])
  );
  for (const row of decided.rows) if (!model.decisions.has(row.op_id)) model.decisions.set(row.op_id, { excused: false });
  return true;
}
