/** The county's answer: verdicts, news, photos, what it lacks (SPEC P81, P82). An answer that came before, or late, changes nothing that is newer. */
import { frameKind, readFrames } from '#protocol/frames.ts';
import { cataloguePackSchema, feedReplySchema, ferryAnswerSchema, ferryVerdictsSchema } from '#protocol/messages.ts';
import type { FeedRow, FerryAnswer, Verdict } from '#protocol/messages.ts';
import { checkSealed, readSealedHead, SealFailure, unseal } from '#protocol/sealed-batch.ts';
import { base64ToBytes, bytesToText } from '#store/bytes.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import { Ledger } from '#store/ledger.ts';
import type { Keys } from '#store/seal.ts';
import type { Session } from '#store/vault.ts';
import type { FerryHeard, Result } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import { openSession } from '../core.ts';
import type { Core } from '../core.ts';
import { contactMade } from '../grant.ts';
import '../jitless.ts';
import { keepPack } from '../line/catalogue.ts';
import { reconcile } from '../line/reconcile.ts';
import { confirmedOf } from '../line/pull.ts';
import { refuseOrphans, verdictsOf } from '../line/push.ts';
import { failure, problem } from '../sentences.ts';
import { answered, readBook } from './book.ts';
import type { Exported, FeedPlace, SeqRange } from './book.ts';
import { refusing, sourceOf, toolsOf } from './file.ts';

export async function importAnswer(core: Core, shelf: CatalogueShelf, file: Blob): Promise<Result<FerryHeard>> {
  const [session, device, enrolment] = [await openSession(core), await core.vault.device(), await core.vault.enrolment()];
  if (session === null) return failure('locked');
  if (device === null || enrolment === null) return failure('not_enrolled');
  return refusing(async () => {
    const [tools, source] = [toolsOf(core.world), sourceOf(file)];
    const head = await readSealedHead(tools, source);
    if (head.header.kind !== 'answer') return failure('ferry_not_answer');
    if (head.header.deviceId !== enrolment.deviceId) return failure('ferry_other_device');
    if (head.header.epoch !== session.epoch) return failure('ferry_other_epoch');
    const mineSpki = new Uint8Array(await core.world.crypto.subtle.exportKey('spki', device.agree.publicKey));
    const way = { mine: device.agree.privateKey, mineSpki, from: base64ToBytes(enrolment.countyKeys.ferry) };
    await checkSealed(tools, source, head, way);
    const frames = readFrames(unseal(tools, source, head, way));
    const first = await frames.next();
    if (first.done === true || first.value.kind !== frameKind.manifest) throw new SealFailure('unknown_format');
    const answer = ferryAnswerSchema.parse(JSON.parse(bytesToText(first.value.bytes)));
    const made = (await readBook(core)).exports.find((one) => one.id === answer.inReplyTo);
    if (made === undefined) return failure('ferry_unknown_export');
    const now = await readMeta<FeedPlace>(core.db, 'feed', null);
    const generation = answer.self.feedGeneration;
    // The line has told of another feed since the file was made: what it says is newer.
    if (now !== null && now.generation !== generation && now.generation !== made.feed?.generation) return failure('ferry_overtaken');
    const hearing = new Hearing(core, shelf, session.keys, answer, made);
    await hearing.begin(now);
    for await (const { kind, bytes } of frames) {
      const content = (): unknown => JSON.parse(bytesToText(bytes));
      if (kind === frameKind.verdicts) await hearing.verdicts(ferryVerdictsSchema.parse(content()));
      else if (kind === frameKind.feed) await hearing.page(feedReplySchema.parse(content()));
      else if (kind === frameKind.catalogue) await hearing.catalogue(cataloguePackSchema.parse(content()));
    }
    return {
      ok: true,
      value: await hearing.end(made.answeredAt === null ? await meet(core, session, enrolment.deviceId, device.sign.privateKey, answer) : null)
    };
  });
}

/** As at a hello: where the county knows another history of this tablet, what is here enters again under a new epoch, with the next file (SPEC P63). */
async function meet(core: Core, session: Session & { epoch: string }, deviceId: string, key: CryptoKey, { self, error }: FerryAnswer): Promise<Met> {
  const run = { core, keys: session.keys, self, epoch: session.epoch, signer: { deviceId, key } };
  const met = await reconcile(run, error !== null && ['fork', 'epoch_retired'].includes(error.code));
  return { lacking: met.ok ? met.value : null, isAnew: run.epoch !== session.epoch };
}
type Met = { /** The number from which the county lacks lines. */ lacking: number | null; isAnew: boolean };

class Hearing {
  readonly #core: Core;
  readonly #shelf: CatalogueShelf;
  readonly #keys: Keys;
  readonly #answer: FerryAnswer;
  readonly #made: Exported;
  readonly #ledger: Ledger;
  readonly #heard: FerryHeard;
  /** Pages begin where this tablet stands, so its place moves with them; else they only fill in what it may lack. */
  #moves = false;
  /** Pages begin after a place that this tablet has not reached: they would leave a hole. */
  #skips = false;

  constructor(core: Core, shelf: CatalogueShelf, keys: Keys, answer: FerryAnswer, made: Exported) {
    [this.#core, this.#shelf, this.#keys, this.#answer, this.#made] = [core, shelf, keys, answer, made];
    this.#ledger = new Ledger(core.db, core.world, core.journal, core.streams);
    const { fromSeq, count } = made;
    this.#heard = {
      fromSeq,
      count,
      confirmed: 0,
      rejected: 0,
      parked: 0,
      photos: 0,
      changes: 0,
      corrections: 0,
      missing: [],
      error: answer.error,
      anew: false,
      again: made.answeredAt !== null
    };
  }

  async begin(now: FeedPlace): Promise<void> {
    const { self, since } = this.#answer;
    let place = now;
    if (now !== null && now.generation !== self.feedGeneration) {
      await this.#ledger.restart(this.#keys);
      place = null;
    }
    this.#moves = (since?.cursor ?? null) === (place?.cursor ?? null);
    this.#skips = since !== null && !this.#moves && since.cursor !== this.#made.feed?.cursor;
    await writeMeta(this.#core.db, 'limits', self.limits);
  }

  /** Those of lines that wait; a verdict names its line, so one of another history falls through. */
  async verdicts(all: Verdict[]): Promise<void> {
    const { core, keys } = { core: this.#core, keys: this.#keys };
    const rows = (await core.journal.open()).filter((row) => row.epoch === this.#made.epoch);
    const told = new Map(all.map((verdict) => [verdict.seq, verdict]));
    const known = rows.filter((row) => row.opIds.every((opId, at) => told.get(row.seq + at)?.opId === opId));
    const groups = await Promise.all(known.map((row) => core.journal.openRow(keys, row)));
    const verdicts = verdictsOf(groups, all);
    await refuseOrphans({ core }, groups, verdicts);
    await this.#ledger.settle(keys, this.#made.epoch, verdicts);
    for (const { state } of verdicts.values()) {
      if (state === 'applied') this.#heard.confirmed++;
      else if (state === 'rejected') this.#heard.rejected++;
      else if (state === 'parked') this.#heard.parked++;
    }
  }

  async page({ rows, cursor }: { rows: FeedRow[]; cursor: string }): Promise<void> {
    if (this.#skips) return;
    const read = await Promise.all(rows.map((row) => confirmedOf({ core: this.#core, keys: this.#keys }, row)));
    const stop = read.findIndex((row) => typeof row === 'string');
    const why = read[stop];
    const confirmed = read.slice(0, stop === -1 ? undefined : stop).filter((row) => typeof row !== 'string');
    await this.#ledger.confirm(this.#keys, confirmed, this.#moves && stop === -1 ? { generation: this.#answer.self.feedGeneration, cursor } : null);
    for (const [at, { operation }] of confirmed.entries()) {
      if (rows[at]?.county !== true) continue;
      if (operation?.type === 'case.correctionRequested') this.#heard.corrections++;
      else this.#heard.changes++;
    }
    if (typeof why !== 'string') return;
    this.#skips = true;
    this.#heard.error ??= problem(why, rows[stop]?.opId);
  }

  async catalogue({ pack, signature }: { pack: string | null; signature: string | null }): Promise<void> {
    const kept = pack === null ? null : await keepPack(this.#core, this.#shelf, pack, signature);
    if (kept?.ok === false) this.#heard.error ??= kept.error;
  }

  async end(met: Met | null): Promise<FerryHeard> {
    const hashes = this.#answer.photos.filter(({ committed }) => committed).map(({ sha256 }) => sha256);
    if (hashes.length > 0) await this.#core.blobs.committed(this.#keys, hashes);
    this.#heard.photos = hashes.length;
    this.#heard.anew = met?.isAnew === true;
    // Numbers of the epoch that ended mean nothing in the new one, which goes whole.
    if (!this.#heard.anew) this.#heard.missing = await this.#missing(met?.lacking ?? null);
    // Once a file, the same answer on a stick must not renew for ever; so not before all of it was heard, or one that is cut short each time would.
    if (this.#made.answeredAt === null) await contactMade(this.#core, this.#answer.self.offlineGrantHours);
    await answered(this.#core, this.#made.id, this.#heard.missing);
    this.#core.changed('status', 'sync', 'counts', 'cases', 'visits');
    return this.#heard;
  }
  /** As the answer says; and what had its verdict but is no longer there, since the county was restored. */
  async #missing(lacking: number | null): Promise<SeqRange[]> {
    if (this.#answer.missing.length > 0 || lacking === null) return this.#answer.missing;
    const { journal } = this.#core;
    const first = (await journal.seqsOf('pending'))[0] ?? ((await journal.lastStored())?.lastSeq ?? 0) + 1;
    return lacking < first ? [{ from: lacking, through: first - 1 }] : [];
  }
}
