/** The way for a tablet without a line. Loaded when somebody asks for it. */
import type { FerryFile, FerryHeard, FerryStatus, Result } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import type { Core } from '../core.ts';
import { failure } from '../sentences.ts';
import { missingNow, readBook } from './book.ts';
import type { SeqRange } from './book.ts';
import { exportFile, unsynced } from './export.ts';
import { importAnswer } from './import.ts';
import { rescueFile } from './rescue.ts';

export function openFerry(core: Core, shelf: CatalogueShelf) {
  /** Never beside a run of the line: both move states and places. */
  const alone = async <T>(act: () => Promise<Result<T>>): Promise<Result<T>> => {
    let done: Result<T> = failure('ferry_busy');
    await core.world.alone('sync', async () => {
      done = await act();
    });
    return done;
  };
  return {
    status: () => status(core),
    export: (range: SeqRange | null): Promise<Result<FerryFile>> => alone(() => exportFile(core, shelf, range)),
    rescue: (): Promise<Result<FerryFile>> => alone(() => rescueFile(core)),
    hear: (file: Blob): Promise<Result<FerryHeard>> => alone(() => importAnswer(core, shelf, file))
  };
}

async function status(core: Core): Promise<FerryStatus> {
  const [range, book, device, missing, photos] = [
    await unsynced(core),
    await readBook(core),
    await core.vault.device(),
    await missingNow(core),
    await core.blobs.sizes('queued')
  ];
  return {
    fromSeq: range.from,
    throughSeq: range.through,
    photos: photos.count,
    missing,
    waiting: book.exports
      .filter((made) => made.answeredAt === null && made.epoch === device?.epoch && made.count + made.photos > 0)
      .map(({ no, fromSeq, count, photos, at }) => ({ no, fromSeq, count, photos, at }))
      .reverse()
  };
}
