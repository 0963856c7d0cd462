/** What may be done with a material, and what is still missing (M12, M13, M15; rules 2.7). */
import type { MaterialEntry } from '../case/schemas.ts';
import type { Material } from '../catalogue/format.ts';
import { shortDate } from '../calendar/words.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { addDays } from '../calendar/working-days.ts';
import { commitmentCheckDays, shareCheckDays } from '../promise/limits.ts';
import type { Resolved } from './resolve.ts';
import type { Finding } from './values.ts';

export type Wanted = 'required' | 'optional' | 'no';

export function wanted(material: Material, resolved: Resolved): Wanted {
  if (material.necessity === 'required') return 'required';
  if (material.necessity === 'optional') return 'optional';
  return material.when && resolved.holds(material.when) ? 'required' : 'no';
}

/** The last day to which it may be deferred, counted in working days from today; null when it may not. */
export function deferDue(material: Material, today: string, calendar: Calendar): string | null {
  if (!material.deferrable || material.deferWorkdays === null) return null;
  return addDays(today, { value: material.deferWorkdays, unit: 'workingDay' }, calendar).date;
}

/**
 * The entry as it will be handed in: a generated document needs nobody to pick it, a deferred one gets its last day. Null:
 * nobody has said yet how it comes in.
 */
export function settledEntry(
  material: Material,
  entry: MaterialEntry | undefined,
  need: Wanted,
  due: string | null,
  checkDue: (days: number) => string
): MaterialEntry | null {
  if (entry?.due === undefined && entry?.state === 'deferred' && due !== null) return { ...entry, due };
  // The county's own day, whatever is typed: by then a commitment is checked (M13), what is to be shared is fetched (M15).
  if (entry?.state === 'committed') return { ...entry, due: checkDue(material.proof?.checkWorkdays ?? commitmentCheckDays) };
  if (entry?.state === 'sharedPending') return { ...entry, due: checkDue(shareCheckDays) };
  if (entry) return entry;
  if (!material.generated || need !== 'required') return null;
  return { id: material.id, name: material.name, state: 'generated', originals: 1, copies: 0, whereabouts: 'kept', pages: [] };
}

export function checkMaterial(material: Material, entry: MaterialEntry | null, need: Wanted, due: string | null): Finding[] {
  const path = `materials.${material.id}`;
  const error = (code: string, message: string): Finding => ({ code, path, level: 'error', message });
  const { name } = material;
  if (need === 'no') return [];
  if (!entry || entry.state === 'notNeeded') {
    return need === 'required' ? [error('required', `还没有“${name}”。${waysIn(material)}。`)] : [];
  }
  switch (entry.state) {
    case 'photographed': {
      if (entry.pages.length === 0) return [error('pages', `“${name}”还没拍照，至少拍 1 张。`)];
      const labels = new Set(entry.pages.map((page) => page.label));
      const open = (material.pages ?? []).filter((label) => !labels.has(label));
      return open.length > 0 ? [{ code: 'pagesOpen', path, level: 'warning', message: `“${name}”还没拍：${open.join('、')}。` }] : [];
    }
    case 'paper':
      return entry.originals + entry.copies > 0 ? [] : [error('copies', `收了“${name}”的纸质件，请写清原件、复印件各几份。`)];
    case 'generated':
      return material.generated ? [] : [error('notGenerated', `“${name}”不是由系统生成的，${waysIn(material)}。`)];
    case 'deferred':
      if (due === null) return [error('notDeferrable', `“${name}”不能容缺，${waysIn(material)}。`)];
      return entry.due !== undefined && entry.due > due ? [error('deferTooLong', `“${name}”最迟 ${shortDate(due)} 补齐，请改补齐日期。`)] : [];
    case 'sharedPending':
      return material.sharedExempt ? [] : [error('notShared', `“${name}”不能联网调取，${waysIn(material)}。`)];
    case 'committed':
      return material.commitmentReplaceable ? [] : [error('notCommittable', `“${name}”不能用告知承诺代替，${waysIn(material)}。`)];
    case 'eCertificate':
      return (entry.eCertificate ?? '').trim() === '' ? [error('eCertificate', `请扫“${name}”电子证照的二维码，或输入证照编号。`)] : [];
  }
}

/** 拍照，或联网后调取 — every way that is open for this material, in a few words. */
export function waysIn(material: Material): string {
  const ways = ['拍照'];
  if (material.sharedExempt) ways.push('联网后调取');
  if (material.deferrable && material.deferWorkdays !== null) ways.push('容缺后补');
  if (material.commitmentReplaceable) ways.push('告知承诺');
  return ways.length === 1 ? '请拍照或收纸质件' : `请${ways.slice(0, -1).join('、')}，或${ways.at(-1) ?? ''}`;
}
