/** A department's own form of a joint case: its item's fields in its own words, with the values that were asked once. */
import { ownAnswers, ownKey } from '#domain/bundle/adapt.ts';
import { childrenOf } from '#domain/bundle/children.ts';
import type { Catalogue, ServiceItem } from '#domain/catalogue/format.ts';
import { childFormPaper, type FormLine } from '#domain/documents/child-form.ts';
import type { Paper } from '#domain/documents/paper.ts';
import { childValue } from '#domain/form/child-form.ts';
import { applicantIdNoKey, applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import type { CaseState } from '#domain/case/state.ts';
import { valueWords } from './value-words.ts';

type Place = { name: string };

/** Null: this case has no such child, or its item has left the catalogue. */
export function childFormOf(state: CaseState, itemId: string, catalogue: Catalogue, station: Place): Paper | null {
  const { bundle } = state.received;
  const child = childrenOf(state).find((each) => each.here && each.itemId === itemId);
  const item = catalogue.items.find(({ id }) => id === itemId);
  const asked = catalogue.bundles.find(({ id }) => id === bundle?.id)?.children.find((each) => each.itemId === itemId);
  if (bundle === undefined || child === undefined || item === undefined) return null;
  const answers = ownAnswers(item, asked ?? {}, state.answers);
  const lines = (wanted: (field: ServiceItem['fields'][number]) => boolean): FormLine[] =>
    item.fields.filter(wanted).flatMap((field) => {
      // The case holds what was shown and answered; its own label stands on the department's form.
      const value = answers[field.key];
      const text = valueWords(field, value === undefined ? undefined : childValue(field, value), { divisions: catalogue.divisions, full: true });
      return text === '' ? [] : [{ label: field.label, text }];
    });
  const isOther = ownKey(asked ?? {}, applicantNameKey) !== applicantNameKey;
  const materialIds = new Set(item.materials.map(({ id }) => asked?.materials?.[id] ?? id));
  return childFormPaper({
    child,
    itemName: item.name,
    handlingItemCode: item.handlingItemCode,
    jointNo: bundle.jointNo,
    received: state.received,
    station: station.name,
    handler: state.timeline[0]?.by ?? '',
    applicant: lines(({ section }) => section === 'applicant'),
    onBehalf: isOther ? { name: textAnswer(state.answers, applicantNameKey), idNo: textAnswer(state.answers, applicantIdNoKey) } : null,
    lines: lines(({ section, type }) => section !== 'applicant' && type !== 'photo'),
    materials: state.materials.filter(({ id }) => materialIds.has(id))
  });
}
