/** What every part of a running county works with. Made once, by `county.ts`. */
import type { Registry } from '#domain/case/upcast.ts';
import type { BlobFiles } from './blobs/files.ts';
import type { CatalogueShelf } from './catalogue/shelf.ts';
import type { CountyConfig } from './config.ts';
import type { Database } from './database/database.ts';
import type { FerryKey, Key } from './ferry/key.ts';
import type { Instance } from './instance.ts';

export type Context = {
  config: CountyConfig;
  database: Database;
  instance: Instance;
  ferry: FerryKey;
  /** Opens what residents said in private. */ rating: Key;
  catalogues: CatalogueShelf;
  blobs: BlobFiles;
  /** The operations that this county knows, where they are not those of the domain. */ known?: Registry | undefined;
  now: () => Date;
  /** Never given personal data. */
  log: (line: string) => void;
};

const civilDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
/** The county's civil day, ISO. */
export function countyDay(now: Date): string {
  return civilDay.format(now);
}
