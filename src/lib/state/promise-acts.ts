/** What a person of the county may do to the clock of a case and to what is owed on it, each with the fields that it wants (rules 2.8). */
import type { CaseState } from '#domain/case/state.ts';
import { stepOf } from '#domain/case/machine.ts';
import { longestExtension } from '#domain/promise/limits.ts';
import { promise as words } from '#lib/messages/zh-county-promise.ts';

export type Choice = { value: string; label: string };
export type ActField = { key: string; label: string } & (
  | { kind: 'text'; needed: (values: Values) => boolean }
  | { kind: 'choice'; options: readonly Choice[] }
  | { kind: 'days'; most: number; needed: boolean }
  | { kind: 'date' }
);
export type Values = Readonly<Record<string, string>>;
export type PromiseAct = {
  type: string;
  title: string;
  /** On the button. */ label: string;
  fields: readonly ActField[];
  /** One more line of it, when it may have several; `count` in the values tells how many there are. */
  more?: (count: number) => readonly ActField[];
  body: (values: Values) => object;
};
export type Targets = readonly { target: string; key: string; label: string }[];
export type Rights = { decide: boolean; preCheck: boolean; lead: boolean };

const always = () => true;
const text = (key: keyof typeof words.fields, needed: (values: Values) => boolean = always): ActField => ({
  key,
  label: words.fields[key],
  kind: 'text',
  needed
});
const choice = (key: keyof typeof words.fields, options: Readonly<Record<string, string>>): ActField => ({
  key,
  label: words.fields[key],
  kind: 'choice',
  options: Object.entries(options).map(([value, label]) => ({ value, label }))
});

/** What is to be mended, what is wrong with it, how: the fields of one line. */
function lineKeys(at: number, targets: Targets): ActField[] {
  const options = Object.fromEntries(targets.map(({ target, key, label }) => [`${target}:${key}`, label]));
  return [choice('target', options), text('problem'), text('remedy')].map((field) => ({ ...field, key: `${field.key}.${String(at)}` }));
}
/** All its fields: with those of the lines that were added. */
export function fieldsOf(act: PromiseAct, values: Values): readonly ActField[] {
  const count = Number(values['count'] ?? '1');
  return [...act.fields, ...Array.from({ length: count - 1 }, (_, at) => act.more?.(at + 1) ?? []).flat()];
}

/** Of the whole case. */
export function caseActsOf(state: CaseState, rights: Rights, targets: Targets, today: string): PromiseAct[] {
  const lapsed = state.materials.some((entry) => entry.state === 'deferred' && entry.due !== undefined && entry.due < today);
  const overdue = state.status === 'correction' && state.correction !== null && state.correction.due < today;
  const { notCorrected, deferralLapsed, gaveUp, duplicate, mistake, untrue } = words.cause;
  const all: PromiseAct[] = [
    {
      type: 'case.suspended',
      title: words.acts.suspend,
      label: words.acts.suspend,
      fields: [text('procedure'), text('reason'), { key: 'workdays', label: words.fields.workdays, kind: 'days', most: 365, needed: false }],
      body: ({ procedure, reason, workdays }) => ({ procedure, reason, workdays: workdays ? Number(workdays) : null })
    },
    { type: 'case.resumed', title: words.acts.resume, label: words.acts.resume, fields: [text('result')], body: ({ result }) => ({ result }) },
    ...(state.due === null || state.extension !== undefined
      ? []
      : [
          {
            type: 'case.extended',
            title: words.acts.extend,
            label: words.acts.extend,
            fields: [
              { key: 'days', label: words.fields.days, kind: 'days', most: longestExtension, needed: true } as const,
              text('reason'),
              text('approvedBy')
            ],
            body: ({ days, reason, approvedBy }: Values) => ({ days: Number(days), reason, approvedBy })
          }
        ]),
    {
      type: 'case.preReturned',
      title: words.acts.preReturn,
      label: words.acts.preReturn,
      fields: lineKeys(0, targets),
      more: (count) => lineKeys(count, targets),
      body: (values) => ({
        items: Array.from({ length: Number(values['count'] ?? '1') }, (_, at) => {
          const found = targets.find(({ target, key }) => `${target}:${key}` === values[`target.${String(at)}`]);
          const { target = 'other', key = '', label = '' } = found ?? {};
          return { target, key, label, problem: values[`problem.${String(at)}`], remedy: values[`remedy.${String(at)}`] };
        })
      })
    },
    {
      type: 'case.returned',
      title: words.acts.return,
      label: words.acts.return,
      fields: [choice('cause', { ...(overdue && { notCorrected }), ...(lapsed && { deferralLapsed }), gaveUp }), text('reason')],
      body: ({ cause, reason }) => ({ cause, reason })
    },
    {
      type: 'case.voided',
      title: words.acts.void,
      label: words.acts.void,
      fields: [choice('cause', { duplicate, mistake, untrue }), text('reason')],
      body: ({ cause, reason }) => ({ cause, reason })
    }
  ];
  return all.filter((act) => may(act.type, state, rights));
}

/** Of one material: the check of a commitment, of what is fetched, of an e-certificate; a later day for what is deferred. */
export function materialActOf(state: CaseState, materialId: string, rights: Rights): PromiseAct | null {
  const entry = state.materials.find(({ id }) => id === materialId);
  const check = state.checks?.[materialId];
  const settled = check !== undefined && !(check.kind === 'commitment' && check.finding === 'unclear');
  if (entry === undefined || settled) return null;
  const named = { materialId, name: entry.name };
  const act = ((): PromiseAct | null => {
    switch (entry.state) {
      case 'committed':
        return {
          type: 'case.commitmentChecked',
          title: words.acts.check(entry.name),
          label: words.short.check,
          fields: [choice('finding', words.finding), text('how'), text('consequence', ({ finding }) => finding === 'false')],
          body: ({ finding, how, consequence }) => ({ ...named, finding, how, ...(consequence && { consequence }) })
        };
      case 'sharedPending':
      case 'eCertificate':
        return {
          type: 'case.shareVerified',
          title: words.acts.verify(entry.name),
          label: words.short.verify,
          fields: [choice('outcome', words.outcome), text('source'), text('note', ({ outcome }) => outcome === 'differs' || outcome === 'notFound')],
          body: ({ outcome, source, note }) => ({ ...named, outcome, source, ...(note && { note }) })
        };
      case 'deferred':
        return {
          type: 'case.deferralExtended',
          title: words.acts.extendDeferral(entry.name),
          label: words.short.extendDeferral,
          fields: [{ key: 'due', label: words.fields.due, kind: 'date' }, text('reason')],
          body: ({ due, reason }) => ({ ...named, due, reason })
        };
      default:
        return null;
    }
  })();
  return act !== null && may(act.type, state, rights) ? act : null;
}

function may(type: string, state: CaseState, rights: Rights): boolean {
  const step = stepOf(type);
  if (step?.from.includes(state.status) !== true) return false;
  return step.who === 'lead' ? rights.lead : step.who === 'preReviewer' ? rights.preCheck : rights.decide;
}

/** Key of a field → what is wrong with it. */
export function troubleOf(act: PromiseAct, values: Values, today: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const field of fieldsOf(act, values)) {
    const value = (values[field.key] ?? '').trim();
    if (field.kind === 'choice' && value === '') found[field.key] = words.want.choice;
    if (field.kind === 'text' && field.needed(values) && value === '') found[field.key] = words.want.text;
    if (field.kind === 'date' && value <= today) found[field.key] = words.want.date;
    if (field.kind === 'days' && !(value === '' && !field.needed) && !(/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= field.most))
      found[field.key] = words.want.days(field.most);
  }
  return found;
}
