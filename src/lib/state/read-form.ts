/** A form as it is read to the resident before anything is signed: in the order of the page, each with what stands there (M3). */
import type { Assessment, AssessedField, Section } from '#domain/form/assess.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { intake as words, material as generated, steps } from '#lib/messages/zh-intake.ts';
import { zhForm } from '#lib/messages/zh-form.ts';
import { materialWords } from './material-words.ts';
import { valueWords } from './value-words.ts';

export type ReadPart = { heading: string; lines: { label: string; text: string; open: boolean }[] };

/** Numbers of people are masked: others are in the room, and the resident has the card in hand. */
export function readForm({ questions, fields, materials }: Assessment, divisions: Catalogue['divisions']): ReadPart[] {
  const own = (section: Section) =>
    fields.filter((each) => each.visible && each.field.section === section && (each.required || each.value !== null)).map((each) => fieldLine(each, divisions));
  const situations = questions
    .filter(({ asked }) => asked)
    .map(({ question, answer }) => {
      const said = question.options.find(({ value }) => value === answer)?.label;
      return { label: question.ask, text: said ?? zhForm.read.openChoice(question.options.map(({ label }) => label).join('、')), open: said === undefined };
    });
  const handedIn = materials
    .filter(({ wanted }) => wanted === 'required')
    .map(({ material, entry }) => ({
      label: material.name,
      text: entry ? materialWords(entry) : material.generated ? generated.generated : zhForm.read.open,
      open: !entry && !material.generated
    }));
  return [
    { heading: zhForm.read.question, lines: situations },
    { heading: steps.applicant, lines: own('applicant') },
    { heading: words.agentSection, lines: own('agent').length > 1 ? own('agent') : [] },
    { heading: steps.form, lines: own('form') },
    { heading: zhForm.read.materials, lines: handedIn },
    { heading: steps.promise, lines: own('promise') }
  ].filter(({ lines }) => lines.length > 0);
}

function fieldLine({ field, value }: AssessedField, divisions: Catalogue['divisions']): ReadPart['lines'][number] {
  const text = valueWords(field, value ?? undefined, { divisions, full: false });
  const choice = field.options && field.options.length <= 8 ? zhForm.read.openChoice(field.options.join('、')) : zhForm.read.open;
  return { label: field.label, text: text === '' ? choice : text, open: text === '' };
}
