import type { DeskReads } from '#device/desk-api.ts';
import type { Offer } from '#domain/privacy/reuse.ts';
import { applicantIdNoKey } from '#domain/form/known-fields.ts';
import { normalizeIdNumber } from '#domain/identity/id-number.ts';
import { known as words } from '#lib/messages/zh-people.ts';
import type { Intake } from './intake.svelte.ts';
import type { Station } from './station.svelte.ts';

export type OfferState = 'open' | 'taken' | 'same' | 'differs';
export type OfferView = { offer: Offer; state: OfferState };

/** What the station knows of the applicant of a draft, and what of it is taken over with their word (M15). */
class KnownPerson {
  found = $state.raw<Awaited<ReturnType<DeskReads['knownPerson']>>>(null);
  /** What was cleared because it was another person's. */
  told = $state('');
  readonly #station: Station;
  readonly #intake: Intake;
  #asked = 0;

  constructor(station: Station, intake: Intake) {
    this.#station = station;
    this.#intake = intake;
  }

  /** The applicant's number once it is right; empty before. A case that is mended has its own person already. */
  get number(): string {
    if (this.#intake.kind !== 'new') return '';
    const field = this.#intake.assessment.fields.find((one) => one.field.key === applicantIdNoKey);
    const isRight = typeof field?.value === 'string' && !field.findings.some(({ level }) => level === 'error');
    return isRight ? normalizeIdNumber(field.value as string) : '';
  }

  /** Offers that this form can take, with how they stand to what it holds. */
  readonly offers = $derived.by((): OfferView[] => {
    const { assessment } = this.#intake;
    const fields = new Set(assessment.fields.filter(({ visible, derived }) => visible && !derived).map(({ field }) => `answers.${field.key}`));
    const materials = new Set(assessment.materials.filter(({ wanted }) => wanted !== 'no').map(({ material }) => `materials.${material.id}`));
    return (this.found?.offers ?? [])
      .filter(({ place, kind }) => (kind === 'value' ? fields : materials).has(place))
      .map((offer) => ({ offer, state: this.#stateOf(offer) }))
      .filter(({ state }) => state !== 'same');
  });

  async look(number: string): Promise<void> {
    const asked = ++this.#asked;
    if (number === '') {
      this.found = null;
      return;
    }
    const found = await this.#station.api.desk('knownPerson', this.#intake.id, number);
    // Typed on meanwhile, or locked.
    if (asked !== this.#asked || found === null) return;
    this.found = found;
    this.#drop();
  }

  take(offers: readonly Offer[]): void {
    for (const offer of offers) {
      const key = keyOf(offer);
      if (offer.kind === 'value') this.#intake.set(key, offer.value);
      else this.#intake.materials.entries[key] = structuredClone(offer.entry);
    }
    const places = new Set(offers.map(({ place }) => place));
    const others = (this.#intake.extra.reused ?? []).filter(({ place }) => !places.has(place));
    this.#intake.keep({ reused: [...others, ...offers.map(({ place, caseId, givenOn }) => ({ place, caseId, givenOn }))] });
  }

  giveBack(offer: Offer): void {
    this.#clear(offer.place);
    this.#intake.keep({ reused: (this.#intake.extra.reused ?? []).filter(({ place }) => place !== offer.place) });
  }

  /** What was typed over is the person's own word again. */
  prune(): void {
    const { reused = [] } = this.#intake.extra;
    const offers = new Map((this.found?.offers ?? []).map((offer) => [offer.place, offer]));
    const kept = reused.filter(({ place }) => {
      const offer = offers.get(place);
      return offer === undefined || this.#holds(offer);
    });
    if (kept.length < reused.length) this.#intake.keep({ reused: kept });
  }

  /** Another number: what came from the first person's cases goes. */
  #drop(): void {
    const { reused = [] } = this.#intake.extra;
    const offered = new Set((this.found?.offers ?? []).map(({ place, caseId }) => `${place} ${caseId}`));
    const gone = reused.filter(({ place, caseId }) => !offered.has(`${place} ${caseId}`));
    if (gone.length === 0) return;
    const { fields, materials } = this.#intake.definition;
    const labels = gone.map(
      ({ place }) => fields.find(({ key }) => place === `answers.${key}`)?.label ?? materials.find(({ id }) => place === `materials.${id}`)?.name ?? place
    );
    for (const { place } of gone) this.#clear(place);
    this.#intake.keep({ reused: reused.filter((one) => !gone.includes(one)) });
    this.told = words.dropped(labels.join('、'));
  }

  #clear(place: string): void {
    const key = place.slice(place.indexOf('.') + 1);
    if (place.startsWith('answers.')) this.#intake.set(key, null);
    else delete this.#intake.materials.entries[key];
  }

  #stateOf(offer: Offer): OfferState {
    const isTaken = this.#intake.extra.reused?.some(({ place, caseId }) => place === offer.place && caseId === offer.caseId) === true;
    if (isTaken && this.#holds(offer)) return 'taken';
    const key = keyOf(offer);
    const now = offer.kind === 'value' ? this.#intake.answers[key] : this.#intake.materials.entries[key];
    if (now === undefined) return 'open';
    return this.#holds(offer) ? 'same' : 'differs';
  }
  #holds(offer: Offer): boolean {
    const key = keyOf(offer);
    if (offer.kind === 'value') return JSON.stringify(this.#intake.answers[key]) === JSON.stringify(offer.value);
    const hashes = (pages: readonly { sha256: string }[] | undefined) => pages?.map(({ sha256 }) => sha256).join() ?? '';
    const entry = this.#intake.materials.entries[key];
    return entry !== undefined && entry.state === offer.entry.state && hashes(entry.pages) === hashes(offer.entry.pages);
  }
}

const byIntake = new WeakMap<Intake, KnownPerson>();
/** One for a draft's page: its parts look at the same person. */
export function knownPersonOf(station: Station, intake: Intake): KnownPerson {
  const person = byIntake.get(intake) ?? new KnownPerson(station, intake);
  byIntake.set(intake, person);
  return person;
}

function keyOf({ place }: Offer): string {
  return place.slice(place.indexOf('.') + 1);
}
