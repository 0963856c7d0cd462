/** A resident's answers, made by somebody who fills any form, as a worker would type them. */
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { AssessInput, Assessment } from '#domain/form/assess.ts';
import { assess } from '#domain/form/assess.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import type { Situation } from '#domain/form/values.ts';
import { fill, type Person } from '../domain/answerer.ts';
import type { Worker } from './worker.ts';

export const catalogue = sampleCatalogue(1, '2026-11-19T06:00:00.000Z');
/** The day at the station. */
export const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
export type Filled = { definition: IntakeDefinition; input: AssessInput; assessment: Assessment };

/** A filled form in this county's places, under a name of its own. */
export function answersFor(definition: IntakeDefinition | null, name: string, person: Partial<Person> & { born: string }): Filled {
  if (!definition) throw new Error('not in the catalogue');
  const { input } = fill(definition, { today, calendar: catalogue.calendar, pick: () => 0, thorough: false, defers: false, ...person });
  for (const key of ['applicantName', 'bankAccountName'] as const) if (key in input.answers) input.answers[key] = name;
  const village = catalogue.divisions.find((division) => division.name === '柳塘村')?.code ?? '';
  for (const value of Object.values(input.answers))
    if (typeof value === 'object' && 'division' in value && value.division.length === 12) value.division = village;
  return { definition, input, assessment: assess(definition, input, today, catalogue.calendar) };
}

export async function answersSituation(worker: Worker, definition: IntakeDefinition, situation: Situation): Promise<void> {
  for (const question of definition.questions) {
    const option = question.options.find((each) => each.value === situation[question.id]);
    const shown = worker.page.getByRole('radiogroup', { name: question.ask, exact: true });
    if (option && (await shown.count()) > 0) await worker.answers(question.ask, option.label);
  }
}
