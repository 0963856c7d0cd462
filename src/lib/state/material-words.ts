/** How a material came in, in a few words: check list, case page. */
import type { MaterialEntry } from '#domain/case/schemas.ts';
import { shortDate } from '#domain/calendar/words.ts';
import { check, intake, material } from '#lib/messages/zh-intake.ts';

export function materialWords(entry: Pick<MaterialEntry, 'state' | 'pages' | 'due' | 'eCertificate'>): string {
  switch (entry.state) {
    case 'photographed':
      return entry.pages.length > 0 ? `${material.photographed}，${check.photos(entry.pages.length)}` : material.open;
    case 'paper':
      return material.paper;
    case 'generated':
      return material.generated;
    case 'deferred':
      return entry.due ? `${material.deferredState}，${intake.before(shortDate(entry.due))}` : material.deferredState;
    case 'sharedPending':
      return material.sharedPending;
    case 'committed':
      return material.committed;
    case 'eCertificate':
      return [material.eCertificate, entry.eCertificate].filter(Boolean).join(' ');
    case 'notNeeded':
      return material.notNeeded;
  }
}
