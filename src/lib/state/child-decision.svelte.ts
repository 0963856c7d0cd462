/** What the clerk writes before deciding on one child of a joint case; asked for all at once, at their fields. */
import { zhBundle } from '#lib/messages/zh-bundle.ts';

export type ChildAct = 'accept' | 'complete' | 'refuse';
export type ChildBody = { type: string; body: { no: string } };
const words = zhBundle.county;

export class ChildDecision {
  readonly no: string;
  readonly act: ChildAct;
  outcome = $state<'approved' | 'refused'>('approved');
  result = $state('');
  explain = $state('');
  reason = $state('');
  basis = $state('');
  whereTo = $state('');
  /** Errors stand from the first try to send on. */
  tried = $state(false);

  constructor(no: string, act: ChildAct) {
    this.no = no;
    this.act = act;
  }

  readonly trouble = $derived.by((): Partial<Record<'result' | 'explain' | 'reason' | 'basis', string>> => {
    if (!this.tried || this.act === 'accept') return {};
    const lacks = (text: string) => text.trim() === '';
    if (this.act === 'complete') {
      return {
        ...(lacks(this.result) && { result: words.wantResult }),
        ...(this.outcome === 'refused' && lacks(this.explain) && { explain: words.wantExplain })
      };
    }
    return { ...(lacks(this.reason) && { reason: words.wantReason }), ...(lacks(this.basis) && { basis: words.wantBasis }) };
  });

  /** Null while something is missing. */
  body(): ChildBody | null {
    this.tried = true;
    if (Object.keys(this.trouble).length > 0) return null;
    const { no } = this;
    const optional = (name: 'explain' | 'whereTo') => (this[name].trim() === '' ? {} : { [name]: this[name].trim() });
    if (this.act === 'accept') return { type: 'case.childAccepted', body: { no } };
    if (this.act === 'complete') {
      return { type: 'case.childCompleted', body: { no, ...{ outcome: this.outcome, result: this.result.trim() }, ...optional('explain') } };
    }
    return { type: 'case.childNotAccepted', body: { no, ...{ reason: this.reason.trim(), basis: this.basis.trim() }, ...optional('whereTo') } };
  }
}
