/** What a resident says in private on this device: sealed for the county before it is written anywhere (SPEC P100). */
import { checkSaid, occasionOf, type Answer, type Said } from '#domain/voice/answer.ts';
import type { StreamState } from '#domain/case/state.ts';
import { sealVoice } from '#protocol/voice-box.ts';
import { stationRatingsSchema, type StationRatings } from '#protocol/voices.ts';
import { base64ToBytes, bytesToBase64 } from '#store/bytes.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import { chinaDate } from '#store/platform.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import { signerOf, type Core } from './core.ts';
import { toolsOf } from './ferry/file.ts';
import { failure } from './sentences.ts';
import type { RatingAsk } from './voice-api.ts';

export class Voice {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  /** Null for what is no case or visit of this device. */
  async ask(about: string): Promise<RatingAsk | null> {
    const { vault, streams, db } = this.#core;
    const [session, enrolment] = [vault.session, await vault.enrolment()];
    if (session === null || enrolment === null) return null;
    const state = (await streams.folded(session.keys, about))?.current ?? null;
    const facts = factsOf(state);
    if (facts === null) return null;
    const given = await readMeta(db, markOf(about, this.#occasion(state)), 0);
    const served = (state?.timeline ?? []).some(({ at, byCounty }) => !byCounty && chinaDate(Date.parse(at)) === this.#acts.today());
    return { about, ...facts, station: enrolment.station.name, staff: session.staff.name, given: given > 0, served };
  }

  /** Counts hold no person: they are kept as they are. */
  async counts(): Promise<StationRatings | null> {
    const { line, db } = this.#core;
    const signer = await signerOf(this.#core);
    const told = signer && (await line.call({ method: 'GET', path: '/api/v1/devices/self/ratings', reply: stationRatingsSchema, signer }));
    if (told?.ok === true) await writeMeta(db, countsKey, told.value);
    return told?.ok === true ? told.value : readMeta<StationRatings | null>(db, countsKey, null);
  }

  /** `about`: null for what concerns no case (吐槽找茬). `openedAt`: when the person was given the page. */
  async give(about: string | null, said: Said, openedAt: string): Promise<Result<null>> {
    const refused = checkSaid(said);
    if (refused !== null) return { ok: false, error: refused };
    const { vault, streams, world } = this.#core;
    const [session, enrolment] = [vault.session, await vault.enrolment()];
    if (session === null) return failure('locked');
    if (enrolment === null) return failure('not_enrolled');
    const state = about === null ? null : ((await streams.folded(session.keys, about))?.current ?? null);
    if (about !== null && factsOf(state) === null) return failure('unknown_case');
    const place = { about: about ?? this.#acts.newId(), occasion: this.#occasion(state) };
    const answer: Answer = { ...said, channel: 'tablet', openedAt, givenAt: new Date(world.now()).toISOString() };
    const { suite, bytes } = await sealVoice(toolsOf(world), base64ToBytes(enrolment.countyKeys.rating), place, answer);
    const body = { ...place, suite, box: bytesToBase64(bytes) };
    return this.#acts.noteOnce(markOf(place.about, place.occasion), alreadyRated, 'rating.given', body);
  }

  #occasion(state: StreamState | null): string {
    const isHome = state?.kind === 'visit' || (state?.kind === 'case' && state.received.place === 'home');
    return occasionOf(isHome ? 'home' : 'counter', this.#acts.today());
  }
}

/** Here, since the first screen has no use for it. */
const alreadyRated = { code: 'already_rated', path: '', message: '这次服务已经评价过了，一次只评一回。' };
const countsKey = 'ratingCounts';
const markOf = (about: string, occasion: string) => `rated:${about}:${occasion}`;

function factsOf(state: StreamState | null): Pick<RatingAsk, 'kind' | 'what' | 'person'> | null {
  if (state?.kind === 'case') return { kind: 'case', what: state.received.bundle?.name ?? state.received.item.name, person: state.applicantName };
  if (state?.kind === 'visit') return { kind: 'visit', what: '上门服务', person: state.plan.name };
  return null;
}
