/** A paper that is handed over, signed, and one that nobody signed. */
import { paperOf, signedUnder } from '../../device/papers.ts';
import type { Day } from './day.ts';

export async function actPapers({ worker, colleague, receive, sync, decide, must }: Day): Promise<void> {
  const caseId = await receive(worker);
  await sync(worker);
  await decide(caseId, 'case.accepted', { due: null });
  await sync(worker);
  const acceptance = await paperOf(worker, caseId, 'acceptance');
  must(await worker.api.desk('issuePaper', caseId, { paper: acceptance, signatures: [signedUnder(acceptance.hash, '李秀英')] }));
  await sync(worker);
  await sync(colleague);
  const receipt = await paperOf(colleague, caseId, 'receipt');
  must(await colleague.api.desk('issuePaper', caseId, { paper: receipt, signatures: [], note: '本人不识字，已念给本人听' }));
  await sync(colleague);
}
