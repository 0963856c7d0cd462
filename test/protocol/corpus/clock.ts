/** One of each act on the clock of a case and on what is promised on it (M12–M16, M19; rules 2.8). */
import { itemDefinition } from '#domain/form/definition.ts';
import type { Draft } from '#device/api.ts';
import { fill } from '../../domain/answerer.ts';
import { fillElderly, type Tablet } from '../../device/tablet.ts';
import type { Day } from './day.ts';

let seed = 6000;
const day = (ahead: number) => new Date(Date.now() + (ahead * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

export async function actClock({ worker, receive, sync, decide, must }: Day): Promise<void> {
  const [stopped, odd, doubled, given] = [await receive(worker), await receive(worker), await receive(worker), await receive(worker)];
  const owing = await takesIn(worker, must, (draft) => {
    draft.materials['mat-bank'] = { id: 'mat-bank', name: '银行卡', state: 'deferred', originals: 0, copies: 0, whereabouts: 'none', pages: [], due: day(1) };
    draft.materials['mat-id'] = { id: 'mat-id', name: '居民身份证', state: 'sharedPending', originals: 0, copies: 0, whereabouts: 'none', pages: [] };
  });
  const promised = await commits(worker, must);
  await sync(worker);
  await decide(stopped, 'case.accepted', {});
  await decide(stopped, 'case.suspended', { procedure: '公示', reason: '发放前公示', workdays: 5 });
  await decide(stopped, 'case.resumed', { result: '公示无异议' });
  await decide(stopped, 'case.extended', { days: 5, reason: '需要核对户籍', approvedBy: '县民政局负责人' });
  const items = [{ target: 'material', key: 'mat-odd', label: '无犯罪记录证明', problem: '没有', remedy: '去开' }];
  await decide(odd, 'case.preReturned', { items });
  await decide(odd, 'case.correctionRequested', { items, due: day(7) });
  await decide(owing, 'case.deferralExtended', { materialId: 'mat-bank', name: '银行卡', due: day(30), reason: '住院' });
  await decide(owing, 'case.shareVerified', { materialId: 'mat-id', name: '居民身份证', outcome: 'matches', source: '公安机关人口基础信息' });
  await decide(promised, 'case.commitmentChecked', { materialId: 'mat-premise', name: '经营场所证明', finding: 'true', how: '现场核查' });
  await decide(given, 'case.returned', { cause: 'gaveUp', reason: '本人来电放弃' });
  await sync(worker);
  must(await worker.api.desk('askVoid', doubled, '同一人收了两次'));
  await sync(worker);
  await decide(doubled, 'case.voided', { cause: 'duplicate', reason: '与前一件重复' }, 'fangzheng');
  await sync(worker);
}

async function takesIn({ api }: Tablet, must: Day['must'], alter: (draft: Draft) => void): Promise<string> {
  const draft = await fillElderly(api, ++seed);
  alter(draft);
  must(await api.saveDraft(draft));
  return must(await api.receive(draft.id)).caseId;
}

/** A shop whose lease is replaced by a commitment. */
async function commits({ api }: Tablet, must: Day['must']): Promise<string> {
  const catalogue = await api.catalogue();
  const definition = catalogue && itemDefinition(catalogue, 'individual-business');
  if (!definition) throw new Error('no such item');
  const { input } = fill(definition, { today: day(0), calendar: catalogue.calendar, pick: () => 0, born: '1976-05-20', thorough: false, defers: false });
  const started = must(await api.startDraft({ itemId: 'individual-business' }));
  const materials = Object.fromEntries(
    Object.values(input.materials).map((entry) => [entry.id, { ...entry, state: 'paper' as const, pages: [], originals: 1 }])
  );
  for (const { id, generated } of definition.materials) if (generated) delete materials[id];
  const premise = { id: 'mat-premise', name: '经营场所证明', state: 'committed' as const, originals: 0, copies: 0, whereabouts: 'none' as const, pages: [] };
  const { situation, answers, signatures, privacyNotice } = input;
  must(await api.saveDraft({ ...started, situation, answers, signatures, privacyNotice, materials: { ...materials, 'mat-premise': premise } }));
  return must(await api.receive(started.id)).caseId;
}
