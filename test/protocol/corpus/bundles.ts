/** One of each act on the children of a joint case. */
import { fillBundle } from '../../device/joint.ts';
import type { Day } from './day.ts';

export async function actBundles({ worker, sync, decide, must }: Day): Promise<void> {
  const draft = await fillBundle(worker, {
    bundle: 'bundle-newborn',
    itemIds: ['birth-registration-service', 'resident-medical-enroll', 'social-card', 'childcare-subsidy'],
    situation: { 'child-registered': 'no' },
    joint: { delivery: 'separately', elsewhere: { '01': 'done' } }
  });
  const { caseId } = must(await worker.api.receive(draft));
  must(await worker.api.desk('elsewhereDone', caseId, '03', '户口簿上已有孩子一页'));
  must(await worker.api.desk('withdrawChild', caseId, '06', '已在医院领卡'));
  await sync(worker);
  await decide(caseId, 'case.childAccepted', { no: '05' });
  await decide(caseId, 'case.childCompleted', { no: '05', outcome: 'approved', result: '参保登记成功' });
  await decide(caseId, 'case.childNotAccepted', { no: '08', reason: '不在本县落户', basis: '办法第三条', whereTo: '户口所在地卫生健康部门' });
  await sync(worker);
}
