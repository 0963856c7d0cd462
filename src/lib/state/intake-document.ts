/**
 * The text that is shown and signed: what was answered, handed in, promised. The signature binds to the SHA-256 of exactly these
 * lines (电子签名法 §13: a later change of content can be detected), so it depends on nothing but the case.
 */
import type { Assessment, AssessedMaterial } from '#domain/form/assess.ts';
import { agentActs } from '#domain/form/known-fields.ts';
import { longDate } from '#domain/calendar/words.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import { material as words, promise } from '#lib/messages/zh-intake.ts';
import { noticeVersion } from '#domain/privacy/notice.ts';
import { valueWords, type Divisions } from './value-words.ts';

export type DocumentBlock = { heading: string | null; lines: string[] };

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
      return words.deferredState;
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

export function applicationDocument(definition: IntakeDefinition, assessment: Assessment, stationName: string, divisions: Divisions): DocumentBlock[] {
  const wanted = assessment.materials.filter((entry) => entry.wanted !== 'no');
  const blocks: DocumentBlock[] = [
    {
      heading: promise.documentTitle(definition.name),
      lines: [`${promise.station}：${stationName}`, ...definition.items.map((item) => `${promise.item}：${item.name}（${item.handlingItemCode}）`)]
    },
    {
      heading: promise.answers,
      lines: assessment.fields
        .filter((entry) => entry.visible && entry.field.section !== 'promise' && entry.value !== null)
        .map((entry) => `${entry.field.label}：${valueWords(entry.field, entry.value ?? undefined, { divisions, full: true }) || promise.unanswered}`)
    },
    {
      heading: promise.materials,
      lines: wanted.length ? wanted.map((entry, index) => `${index + 1}. ${entry.material.name}：${materialState(entry)}`) : [promise.none]
    }
  ];
  if (assessment.deferred.length > 0) {
    const last =
      assessment.deferred
        .map((entry) => entry.due)
        .sort()
        .at(-1) ?? '';
    blocks.push({
      heading: promise.deferTitle,
      lines: [promise.deferText(longDate(last)), ...assessment.deferred.map((entry) => promise.deferLine(entry.name, longDate(entry.due)))]
    });
  }
  const committed = wanted.filter((entry) => entry.entry?.state === 'committed');
  if (committed.length > 0) blocks.push({ heading: promise.commitTitle, lines: [promise.commitText, ...committed.map((entry) => entry.material.name)] });
  blocks.push({
    heading: null,
    lines: [promise.privacyLine(noticeVersion), promise.truth, ...(agentActs(assessment.answers) ? [promise.agentTruth] : [])]
  });
  return blocks;
}

export function documentText(blocks: readonly DocumentBlock[]): string {
  return blocks.flatMap((block) => (block.heading === null ? block.lines : [block.heading, ...block.lines])).join('\n');
}

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
