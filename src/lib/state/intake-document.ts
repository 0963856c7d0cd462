/**
 * 申请书: what was answered, handed in, promised, as it is shown and signed. The signature binds to the SHA-256 of exactly this text (电子签名法 §13:
 * a later change of content can be detected), so it depends on nothing but the case; and to what is signed with it, by the hashes that it names.
 */
import { longDate } from '#domain/calendar/words.ts';
import { paperNo, paperText, type Fact, type Paper, type PaperBlock, type PaperSlot } from '#domain/documents/paper.ts';
import { contacts, subjectFacts, type PaperStation } from '#domain/documents/parts.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import type { AssessedMaterial, Assessment } from '#domain/form/assess.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import { agentActs, agentNameKey, applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import { material as words, promise } from '#lib/messages/zh-intake.ts';
import { application as paperWords } from '#lib/messages/zh-papers.ts';
import { valueWords, type Divisions } from './value-words.ts';

function materialState(assessed: AssessedMaterial): string {
  const { entry, material } = assessed;
  if (material.generated && (entry === null || entry.state === 'generated')) return words.generated;
  switch (entry?.state) {
    case undefined:
      return words.open;
    case 'photographed':
      return words.photographed;
    case 'paper':
      return words.paper;
    case 'generated':
      return words.generated;
    case 'deferred':
      return entry.due === undefined ? words.deferredState : paperWords.deferredUntil(longDate(entry.due));
    case 'sharedPending':
      return words.sharedPending;
    case 'committed':
      return words.committed;
    case 'eCertificate':
      return words.eCertificate;
    case 'notNeeded':
      return words.notNeeded;
  }
}

type ApplicationInput = {
  definition: IntakeDefinition;
  assessment: Assessment;
  station: PaperStation;
  handler: string;
  /** The draft, which becomes the case. */
  id: string;
  /** ISO day of intake. */
  date: string;
  divisions: Divisions;
  /** What is signed with it. */
  letters: readonly Paper[];
  privacyVersion: string;
};

export function applicationPaper({ definition, assessment, station, handler, id, date, divisions, letters, privacyVersion }: ApplicationInput): Paper {
  const { answers } = assessment;
  const asked = assessment.fields.filter(({ visible, field, value }) => visible && field.section !== 'promise' && value !== null);
  const facts = asked.map(({ field, value }): Fact => ({
    label: field.label,
    value: valueWords(field, value ?? undefined, { divisions, full: true }) || promise.unanswered
  }));
  const wanted = assessment.materials.filter((entry) => entry.wanted !== 'no');
  const isAgent = agentActs(answers);
  return {
    kind: 'application',
    title: promise.documentTitle(definition.name),
    no: paperNo('application', id),
    date: longDate(date),
    org: station.name,
    blocks: [
      { type: 'facts', heading: '', rows: subjectFacts({ items: definition.items }) },
      { type: 'facts', heading: promise.answers, rows: facts.map((fact) => [fact]) },
      {
        type: 'table',
        heading: promise.materials,
        columns: paperWords.materialColumns,
        rows: wanted.map((entry, at) => [String(at + 1), entry.material.name, materialState(entry)])
      },
      ...signedWith(letters),
      {
        type: 'list',
        heading: paperWords.declare,
        items: [promise.privacyLine(privacyVersion), promise.truth, ...(isAgent ? [promise.agentTruth] : [])].map((text) => ({ strong: '', text }))
      },
      contacts(station, { label: paperWords.handler, value: handler })
    ],
    slots: slots(textAnswer(answers, applicantNameKey), isAgent ? textAnswer(answers, agentNameKey) : null, handler),
    seal: '',
    qr: ''
  };
}

function signedWith(letters: readonly Paper[]): PaperBlock[] {
  if (letters.length === 0) return [];
  const rows = letters.map((letter) => [letter.title, letter.no, sha256OfText(paperText(letter))]);
  return [
    { type: 'table', heading: paperWords.signedWith, columns: paperWords.signedWithColumns, rows },
    { type: 'text', heading: '', lines: [paperWords.signedWithText] }
  ];
}

function slots(applicant: string, agent: string | null, handler: string): PaperSlot[] {
  return [
    ...(agent === null
      ? [{ role: 'applicant' as const, label: paperWords.signApplicant, name: applicant }]
      : [
          { role: 'agent' as const, label: paperWords.signAgent, name: agent },
          { role: 'principal' as const, label: paperWords.signPrincipal, name: applicant }
        ]),
    { role: 'handler', label: paperWords.signHandler, name: handler }
  ];
}
