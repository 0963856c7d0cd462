/** One door for every act of a person: judged, made an operation, saved. */
import { judge, judgeNote } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Problem } from '#protocol/errors.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { DeviceSelf } from '#protocol/messages.ts';
import { readMeta, unreadStreams } from '#store/database.ts';
import { Ledger } from '#store/ledger.ts';
import type { Act } from '#store/ledger.ts';
import { chinaDate, uuidV7 } from '#store/platform.ts';
import type { Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import { openSession } from './core.ts';
import type { Core } from './core.ts';
import { failure } from './sentences.ts';
import type { Sentence } from './sentences.ts';

/** A batch has a header too. */
const headerRoom = 4096;

export type Deed = { type: string; body: unknown; blobs: string[]; serial?: Act['serial']; endsDraft?: Act['endsDraft'] };

export class Acts {
  #core: Core;
  #shelf: CatalogueShelf;
  #ledger: Ledger;
  /** The journal has something to send. */
  #onSaved: () => void;

  constructor(core: Core, shelf: CatalogueShelf, onSaved: () => void) {
    this.#core = core;
    this.#shelf = shelf;
    this.#ledger = new Ledger(core.db, core.world, core.journal, core.streams);
    this.#onSaved = onSaved;
  }

  newId(): string {
    return uuidV7(this.#core.world);
  }
  today(): string {
    return chinaDate(this.#core.world.now());
  }

  /** What is noted beside the cases, in the journal like every act: in no stream, and on no other tablet. */
  note(type: string, body: unknown): Promise<Result<null>> {
    return this.#append('', null, () => Promise.resolve({ type, body, blobs: [] }));
  }

  /** A note that is made once for its key, on this device; a second one is refused with `again`. */
  noteOnce(key: string, again: Problem, type: string, body: unknown): Promise<Result<null>> {
    return this.#append('', null, async () =>
      (await readMeta(this.#core.db, key, 0)) > 0 ? { refused: again } : { type, body, blobs: [], serial: { key, value: 1 } }
    );
  }

  /** `make` sees the stream as it stands, under the journal's lock; a sentence or problem refuses. */
  perform(streamId: string, make: (current: StreamState | null) => Promise<Deed | Sentence | { refused: Problem }>): Promise<Result<null>> {
    return this.#append(streamId, streamId, make);
  }

  /** `subject`: what the operation is about; null for a note, which gets an id of its own. */
  async #append(
    streamId: string,
    subject: string | null,
    make: (current: StreamState | null) => Promise<Deed | Sentence | { refused: Problem }>
  ): Promise<Result<null>> {
    const session = await openSession(this.#core);
    if (session === null) return failure('locked');
    const catalogue = await this.#shelf.current();
    const { world, db } = this.#core;
    const limits = await readMeta<Pick<DeviceSelf['limits'], 'batchBytes'>>(db, 'limits', defaultLimits);
    const saved = await this.#ledger.append(session.keys, session.epoch, streamId, limits.batchBytes - headerRoom, async (current, waiting) => {
      // On top of what can't be read nobody knows what they do.
      if ((await unreadStreams(db)).has(streamId)) return { refused: failure('needs_upgrade').error };
      const deed = await make(current);
      if (typeof deed === 'string') return { refused: failure(deed).error };
      if ('refused' in deed) return deed;
      const operation: Operation = {
        opId: uuidV7(world),
        groupId: uuidV7(world),
        groupSize: 1,
        dependsOn: waiting,
        caseId: subject ?? uuidV7(world),
        type: deed.type,
        version: 1,
        author: { id: session.staff.id, name: session.staff.name },
        at: new Date(world.now()).toISOString(),
        base: current?.revision ?? 0,
        body: deed.body,
        blobs: [...new Set(deed.blobs)]
      };
      const known = world.known !== undefined && { known: world.known };
      const refused =
        subject === null ? judgeNote(operation, world.known) : judge(current, operation, 'station', { catalogue, today: chinaDate(world.now()), ...known });
      if (refused !== null) return { refused };
      return {
        act: { operations: [operation], ...(deed.serial && { serial: deed.serial }), ...(deed.endsDraft !== undefined && { endsDraft: deed.endsDraft }) }
      };
    });
    if (!saved.ok) return saved.code === 'refused' ? { ok: false, error: saved.refused } : failure(saved.code);
    this.#core.changed('cases', 'visits', 'drafts', 'counts');
    this.#onSaved();
    return { ok: true, value: null };
  }
}
