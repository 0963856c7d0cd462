/** Drafts end: told a week before, cleared at a contact with the county after. */
import { chinaDay } from '#domain/calendar/china-day.ts';
import { draftDays, draftEnd, isEnding, isOver } from '#domain/privacy/drafts.ts';
import { applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { DeviceSelf } from '#protocol/messages.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import type { Keys } from '#store/seal.ts';
import { chinaDate } from '#store/platform.ts';
import type { Core } from './core.ts';

export type EndingDraft = { id: string; applicantName: string; end: string };
/** Draft → when a contact first found it ending (ISO, the county's clock). */
type Warned = Record<string, string>;
const warnedMeta = 'draftsWarned';

/** Those that end within a week, the first to go first. */
export async function endingDrafts(core: Core): Promise<EndingDraft[]> {
  const session = core.vault.session;
  if (session === null) return [];
  const [days, today] = [await daysOf(core), chinaDate(core.world.now())];
  return (await core.drafts.list(session.keys))
    .map(({ id, answers, updatedAt }) => ({ id, applicantName: textAnswer(answers, applicantNameKey), end: draftEnd(updatedAt, days) }))
    .filter(({ end }) => isEnding(end, today))
    .sort((a, b) => (a.end < b.end ? -1 : 1));
}

/** After a contact, which told the county's time. Photos that no draft names any more go with the next start. */
export async function expireDrafts(core: Core, keys: Keys, serverTime: string): Promise<void> {
  const [days, before, drafts] = [await daysOf(core), await readMeta<Warned>(core.db, warnedMeta, {}), await core.drafts.list(keys)];
  const warned: Warned = {};
  const over: string[] = [];
  for (const { id, updatedAt } of drafts) {
    if (!isEnding(draftEnd(updatedAt, days), chinaDay(serverTime))) continue;
    if (isOver(updatedAt, before[id] ?? null, serverTime, days)) over.push(id);
    else warned[id] = before[id] ?? serverTime;
  }
  await writeMeta(core.db, warnedMeta, warned);
  if (over.length === 0) return;
  await core.drafts.remove(over);
  core.changed('drafts');
}

async function daysOf(core: Core): Promise<number> {
  const limits = await readMeta<Partial<DeviceSelf['limits']>>(core.db, 'limits', defaultLimits);
  return limits.draftDays ?? draftDays;
}
