import { remedy as words } from '#lib/messages/zh-county-papers.ts';

/** Review body and court that a decision names; both, or neither for the law's default. */
export class RemedyDraft {
  review = $state('');
  court = $state('');
  tried = $state(false);
  readonly trouble = $derived(this.tried && (this.review.trim() === '') !== (this.court.trim() === '') ? words.both : undefined);

  body(): { remedy?: { review: string; court: string } } | null {
    this.tried = true;
    if (this.trouble !== undefined) return null;
    const [review, court] = [this.review.trim(), this.court.trim()];
    return review === '' ? {} : { remedy: { review, court } };
  }
}
