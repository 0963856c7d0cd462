import type { CaseView, Draft, IntakeExtra, Result, StationApi } from '#device/api.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Signature } from '#domain/case/schemas.ts';
import type { Catalogue, Field } from '#domain/catalogue/format.ts';
import { assess } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import type { PaperStation } from '#domain/documents/parts.ts';
import { agentActs, agentNameKey, applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import type { Answers, Finding, Situation, Value } from '#domain/form/values.ts';
import { noticeVersion } from '#domain/privacy/notice.ts';
import { material as materialWords, type StepId } from '#lib/messages/zh-intake.ts';
import { localDay, monthDay } from './dates.ts';
import { DraftSaver } from './draft-saver.svelte.ts';
import { paperText } from '#domain/documents/paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { applicationPaper } from './intake-document.ts';
import { IntakeMaterials } from './intake-materials.svelte.ts';
import { isLetter, issue, isUnderLetter, lettersOf, under } from './intake-letters.ts';
import { isStep, stepOf } from './intake-places.ts';

export type Undo = { words: string; at: string; restore: () => void };
export type SignerRole = Signature['role'];
export type Strokes = Pick<Signature, 'strokes' | 'width' | 'height'>;
export type IntakeKind = 'new' | 'resend' | 'supply';
export type StationFacts = PaperStation & { shortName: string; county: string; staffName: string };
type Parts = { api: StationApi; catalogue: Catalogue; definition: IntakeDefinition; draft: Draft; view: CaseView | null; station: StationFacts };

export function definitionOf(catalogue: Catalogue, draft: Pick<Draft, 'itemId' | 'bundle'>): IntakeDefinition | null {
  return draft.bundle ? bundleDefinition(catalogue, draft.bundle.id, draft.bundle.itemIds) : itemDefinition(catalogue, draft.itemId);
}

/** One draft on the intake page: what was entered, what the form's rules make of it, and that it is saved. */
export class Intake {
  readonly definition: IntakeDefinition;
  readonly catalogue: Catalogue;
  readonly station: StationFacts;
  /** The day of intake: of the case that is mended, else today. Ages and dates are judged on it. */
  readonly today: string;
  readonly kind: IntakeKind;
  /** The case that this draft mends or supplies. */
  readonly view: CaseView | null;
  readonly saver: DraftSaver;
  readonly materials: IntakeMaterials;
  situation = $state<Situation>({});
  answers = $state<Answers>({});
  signatures = $state.raw<Signature[]>([]);
  privacyNotice = $state<string | null>(null);
  /** What goes into the case beside the form: mandate, order, consents, papers, what was reused. */
  extra = $state.raw<IntakeExtra>({});
  place = $state<Draft['place']>('station');
  step = $state<StepId>('situation');
  focus = $state<string | null>(null);
  touched = $state<Record<string, true>>({});
  /** Set when the person asked to finish: then every gap shows at its place. */
  checking = $state(false);
  sending = $state(false);
  refusal = $state.raw<{ error: Problem; findings: Finding[] } | null>(null);
  undo = $state.raw<Undo | null>(null);
  readonly #api: StationApi;
  readonly #draft: Draft;

  /** Judged without signatures: what the signed text is made of. */
  readonly #unsigned = $derived.by(() => this.#assess([]));
  /** The letters that are signed with the application, as they would read now. */
  readonly letters = $derived.by(() =>
    this.kind === 'new'
      ? lettersOf({
          definition: this.definition,
          assessment: this.#unsigned,
          station: this.station,
          handler: this.station.staffName,
          id: this.id,
          date: this.today
        })
      : []
  );
  /** 申请书, as it would be signed now. */
  readonly document = $derived.by(() =>
    applicationPaper({
      definition: this.definition,
      assessment: this.#unsigned,
      station: this.station,
      handler: this.station.staffName,
      id: this.id,
      date: this.today,
      divisions: this.catalogue.divisions,
      letters: this.letters,
      privacyVersion: this.privacyNotice ?? noticeVersion
    })
  );
  readonly documentText = $derived(paperText(this.document));
  /** Signatures that stand under the text as it is now. A case that is mended keeps what was signed at 收件, with its own text. */
  readonly fresh = $derived(this.signatures.filter((signature) => !this.#stale(signature)));
  readonly assessment = $derived.by(() => this.#assess(this.fresh));
  /** What still lacks, each gap once: the question stands for the field that follows from it. */
  readonly missing = $derived.by(() => {
    const open = new Set(this.assessment.questions.filter((question) => question.answer === null).map(({ question }) => question.id));
    const doubled = new Set(
      this.definition.fields.filter((field) => field.derive?.from === 'situation' && open.has(field.derive.question)).map((field) => `answers.${field.key}`)
    );
    return this.assessment.missing.filter((gap) => !doubled.has(gap.path));
  });
  readonly applicantName = $derived(textAnswer(this.assessment.answers, applicantNameKey));
  readonly agentName = $derived(textAnswer(this.assessment.answers, agentNameKey));
  readonly hasAgent = $derived(agentActs(this.assessment.answers));
  /** Who signs for the resident. */
  readonly signer = $derived<SignerRole>(this.hasAgent ? 'agent' : 'applicant');

  constructor({ api, catalogue, definition, draft, view, station }: Parts) {
    this.#api = api;
    this.#draft = draft;
    this.catalogue = catalogue;
    this.definition = definition;
    this.station = station;
    this.view = view;
    this.kind = draft.caseId === null || view === null ? 'new' : view.row.sync === 'rejected' && !view.atCounty ? 'resend' : 'supply';
    this.today = view?.state.received.receivedOn ?? localDay();
    this.saver = new DraftSaver(
      () => this.#save(this.signatures),
      () => new Date().toISOString()
    );
    this.materials = new IntakeMaterials({ api, watermark: () => this.#watermark(), changed: (undo) => this.#changed(undo) }, draft.materials);
    this.situation = draft.situation;
    this.answers = draft.answers;
    this.signatures = draft.signatures;
    this.privacyNotice = draft.privacyNotice;
    // From here on a guardian is asked for where one is needed.
    this.extra = this.kind === 'new' ? { consents: [], ...draft.extra } : (draft.extra ?? {});
    this.place = draft.place;
    this.step = isStep(draft.step) ? draft.step : 'situation';
    this.focus = draft.focus;
    this.saver.savedAt = draft.updatedAt;
  }

  #assess(signatures: Signature[]) {
    return assess(
      this.definition,
      {
        situation: this.situation,
        answers: this.answers,
        materials: this.materials.entries,
        signatures,
        privacyNotice: this.privacyNotice,
        consents: this.extra.consents,
        guardian: this.extra.guardian
      },
      this.today,
      this.catalogue.calendar
    );
  }

  #watermark(): string {
    return materialWords.watermark(this.definition.name, this.station.shortName, monthDay());
  }

  #changed(undo: Undo | null = null): void {
    this.undo = undo;
    this.refusal = null;
    this.saver.touch();
  }

  answer(question: string, option: string): void {
    this.situation[question] = option;
    this.#changed();
  }

  set(key: string, value: Value | null): void {
    if (value === null || value === '') delete this.answers[key];
    else this.answers[key] = value;
    this.#changed();
  }

  /** As `set`, for what the worker may want back (a removed row, a removed photo). */
  setWithUndo(key: string, value: Value | null, words: string): void {
    const before = $state.snapshot(this.answers[key]);
    this.set(key, value);
    this.undo = { words, at: `answers.${key}`, restore: () => this.set(key, before ?? null) };
  }

  takeBack(): void {
    const { undo } = this;
    this.undo = null;
    undo?.restore();
  }

  touch(path: string): void {
    this.touched[path] = true;
  }

  /** Beside the form; `undefined` takes a part out again. */
  keep(part: IntakeExtra): void {
    this.extra = { ...this.extra, ...part };
    this.#changed(null);
  }
  acknowledge(agreed: boolean): void {
    this.privacyNotice = agreed ? noticeVersion : null;
    this.#changed();
  }

  setPlace(place: Draft['place']): void {
    this.place = place;
    this.#changed();
  }

  /** Where the worker is, so that reopening leads back to the same field. */
  at(step: StepId, focus: string | null): void {
    // A page that still scrolls while it is sent changes nothing that is sent: the draft must not be saved anew under the act.
    if (this.sending || (step === this.step && focus === this.focus)) return;
    this.step = step;
    this.focus = focus;
    this.saver.touch();
  }

  #stale(signature: Signature): boolean {
    return this.kind === 'new' && this.#main(signature).document !== this.documentText;
  }
  /** That under the application, which was drawn with it. */
  #main(signature: Signature): Signature {
    return this.signatures.find((other) => other.role === signature.role && !isUnderLetter(other)) ?? signature;
  }

  signature(role: SignerRole): { signature: Signature; stale: boolean } | null {
    const signature = this.signatures.find((candidate) => candidate.role === role && !isUnderLetter(candidate));
    return signature ? { signature, stale: this.#stale(signature) } : null;
  }

  async sign(role: SignerRole, name: string, drawn: Strokes): Promise<void> {
    const document = this.documentText;
    const signature: Signature = { role, name, document, documentHash: sha256OfText(document), ...drawn, signedAt: new Date().toISOString() };
    const isResident = role === this.signer;
    // Whoever signs for the station signs what the resident has signed, else what is there to be signed.
    const issued = isResident || !this.extra.papers?.some(isLetter) ? issue(this.letters, signature.signedAt) : this.extra.papers.filter(isLetter);
    const signs = isResident || role === 'handler';
    if (signs) this.extra = { ...this.extra, papers: [...(this.extra.papers ?? []).filter((paper) => !isLetter(paper)), ...issued] };
    const hashes = new Set(issued.map(({ hash }) => hash));
    const kept = this.signatures.filter((other) => other.role !== role && (!signs || !isUnderLetter(other) || hashes.has(other.documentHash)));
    this.signatures = [...kept, signature, ...(signs ? under(issued, signature) : [])];
    this.#changed();
  }

  unsign(role: SignerRole): void {
    this.signatures = this.signatures.filter((other) => other.role !== role);
    this.#changed();
  }

  photographAnswer(key: string, label: string, file: File): Promise<void> {
    return this.materials.track(this.#photographAnswer(key, label, file));
  }

  async #photographAnswer(key: string, label: string, file: File): Promise<void> {
    const page = await this.materials.photograph(`${key}/${label}`, label, file);
    if (!page) return;
    const value = $state.snapshot(this.answers[key]);
    const pages = Array.isArray(value) ? (value as Extract<Value, { sha256: string }[]>) : [];
    this.set(key, [...pages.filter((old) => old.label !== label), page]);
  }

  /** What is wrong at a place: findings once the person has been there or asked to finish, what the county said at any time. */
  wrong(path: string, findings: readonly Finding[]): { error: string | undefined; warning: string | undefined } {
    const shown = this.checking || this.touched[path] === true;
    const refused = this.refusal?.findings.find((finding) => finding.path === path)?.message;
    const error = findings.find((finding) => finding.level === 'error')?.message;
    return { error: refused ?? (shown ? error : undefined), warning: shown ? findings.find((finding) => finding.level === 'warning')?.message : undefined };
  }

  /** For places that are no field: the hint of the missing list, once the person has been there. */
  gap(path: string): string | undefined {
    if (!this.checking && this.touched[path] !== true) return undefined;
    return this.assessment.missing.find((missing) => missing.path === path)?.hint;
  }

  /** Somebody looks at a masked number that was not typed on this page: noted first, then shown. */
  async reveal(path: string): Promise<boolean> {
    const noted = await this.#api.desk('reveal', this.view?.row.id ?? this.#draft.id, path);
    if (!noted.ok) this.refusal = { error: noted.error, findings: [] };
    return noted.ok;
  }

  get id(): string {
    return this.#draft.id;
  }

  /** A step shows its gaps once somebody has been at it: before that it is merely open. */
  begun(step: StepId): boolean {
    const { sections } = this.assessment;
    if (step === 'check') return false;
    if (this.checking || step === this.step) return true;
    if (step === 'materials') return Object.keys(this.materials.entries).length > 0;
    return step === 'applicant' ? sections.applicant.done + sections.agent.done > 0 : sections[step].done > 0;
  }

  /** A field that its situation question answers is not asked a second time. */
  answeredAbove(field: Field): boolean {
    return field.derive?.from === 'situation' && !field.derive.editable;
  }

  missingIn(step: StepId): number {
    return this.missing.filter((missing) => stepOf(missing.section) === step).length;
  }

  #save(signatures: Signature[]): Promise<Result<string>> {
    return this.#api.saveDraft({
      ...this.#draft,
      situation: $state.snapshot(this.situation),
      answers: $state.snapshot(this.answers),
      materials: $state.snapshot(this.materials.entries),
      signatures,
      privacyNotice: this.privacyNotice,
      place: this.place,
      extra: this.extra,
      step: this.step,
      focus: this.focus
    });
  }

  /** 收件, or sending the mended case: the case's id when it is in the journal, null when something blocks. */
  async send(): Promise<string | null> {
    if (this.sending) return null;
    this.checking = true;
    this.sending = true;
    try {
      // A photo taken again just now must not stay behind while the old one goes.
      await this.materials.settled();
      // A supply carries only what changed; the device judges exactly that.
      if (this.kind !== 'supply' && !this.assessment.ready) return null;
      // A signature under an older text is no evidence for this one.
      this.signatures = this.fresh;
      this.saver.touch();
      await this.saver.flush();
      if (this.saver.problem) {
        this.refusal = { error: this.saver.problem, findings: [] };
        return null;
      }
      const result = this.kind === 'supply' ? await this.#api.supply(this.#draft.id) : await this.#api.receive(this.#draft.id);
      if (result.ok) {
        this.saver.stop();
        return result.value.caseId;
      }
      this.refusal = { error: result.error, findings: result.findings ?? [] };
      return null;
    } finally {
      this.sending = false;
    }
  }
}
