/** What somebody still owes on a case, each with its day, and how near it is: the lapse alerts of 今日, 办件, the case page and the county's queue (M12, M13, M15, M20). */
import type { Light } from '../calendar/light.ts';
import { light } from '../calendar/light.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { isOpen } from '../case/open.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { CaseState } from '../case/state.ts';

/** `deferral`: the resident's; `commitment` and `share`: the county's, to check. */
export type Obligation = { kind: 'deferral' | 'commitment' | 'share'; materialId: string; name: string; due: string };
type Facts = Pick<CaseState, 'status' | 'materials' | 'checks'>;

/** The nearest first. A commitment is to be checked though the case is decided (事后核查). */
export function obligations(state: Facts): Obligation[] {
  return state.materials
    .flatMap((entry): Obligation[] => {
      const kind = kindOf(state, entry);
      return kind === null || entry.due === undefined ? [] : [{ kind, materialId: entry.id, name: entry.name, due: entry.due }];
    })
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
function kindOf({ status, checks }: Facts, entry: MaterialEntry): Obligation['kind'] | null {
  const check = checks?.[entry.id];
  if (entry.state === 'committed') {
    const isChecked = check?.kind === 'commitment' && check.finding !== 'unclear';
    return !isChecked && (isOpen(status) || status === 'completed') ? 'commitment' : null;
  }
  if (!isOpen(status)) return null;
  if (entry.state === 'deferred') return 'deferral';
  return entry.state === 'sharedPending' && check?.kind !== 'share' ? 'share' : null;
}

const kindWords = { deferral: '容缺材料', commitment: '承诺核查', share: '联网核验' } as const;
export type Alert = Obligation & { light: Light };

/** Only what asks for attention: near or lapsed. */
export function alerts(state: Facts, today: string, calendar: Calendar): Alert[] {
  return obligations(state)
    .map((obligation) => ({ ...obligation, light: obligationLight(obligation, today, calendar) }))
    .filter((alert) => alert.light.light !== 'green');
}
export function obligationLight({ kind, due }: Pick<Obligation, 'kind' | 'due'>, today: string, calendar: Calendar): Light {
  const shown = light('accepted', due, today, calendar);
  return { ...shown, words: `${kindWords[kind]}${shown.words}` };
}
