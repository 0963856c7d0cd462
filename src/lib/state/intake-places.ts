/** Where a path of the form (`answers.applicantName`, `materials.mat-id`, …) stands on the intake page. */
import type { Section } from '#domain/form/assess.ts';
import type { StepId } from '#lib/messages/zh-intake.ts';

export const stepIds: readonly StepId[] = ['situation', 'applicant', 'form', 'materials', 'promise', 'check'];

export function stepOf(section: Section): StepId {
  return section === 'agent' ? 'applicant' : section;
}

/** The element that holds the control; rows and columns of a table belong to their field. */
export function anchorOf(path: string): string {
  const [group, key] = path.split('.');
  if (group === 'answers') return `f-${key}`;
  if (group === 'materials') return `m-${key}`;
  if (group === 'situation') return `q-${key}`;
  if (group === 'signatures') return 'sign';
  if (group === 'guardian' || group === 'consents') return 'guardian';
  return group === 'privacyNotice' ? 'privacy' : `step-${group}`;
}

export function isStep(text: string): text is StepId {
  return (stepIds as readonly string[]).includes(text);
}
