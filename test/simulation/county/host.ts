/** The county's process: real routes over the real database, started by hand without a socket, and crashed at any await. */
import type pg from 'pg';
import { loadShelf } from '#county/catalogue/shelf.ts';
import type { Context } from '#county/context.ts';
import { openDatabase } from '#county/database/database.ts';
import { openBlobFiles } from '#county/blobs/files.ts';
import { readFerryKey } from '#county/ferry/key.ts';
import { readRatingKey } from '#county/voice/key.ts';
import { createServer } from '#county/http/server.ts';
import { judgeAllAgain } from '#county/ledger/judge-again.ts';
import { readInstance } from '#county/instance.ts';
import { Life } from '../core/life.ts';
import { outside } from '../core/quiet.ts';
import type { Random } from '../core/random.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Connection } from './cluster.ts';
import { CountyDisk } from './disk.ts';
import { registryOf } from '../upgrade.ts';
import { disown, own } from './postgres.ts';
import { station } from './reviewer.ts';
import { standIns } from './stand-ins.ts';

const blobRoot = '/county/blobs';
export const pathOf = (sha256: string): string => `${blobRoot}/${station}/${sha256.slice(0, 2)}/${sha256}`;
/** A query's way there, ms. */
const queryTakes = 2;
let started = 0;

type Process = { life: Life; name: string; context: Context; app: ReturnType<typeof createServer> };

export class CountyHost {
  readonly connection: Connection;
  readonly random: Random;
  readonly timeline: Timeline;
  database: string;
  disk: CountyDisk;
  /** The county's clock minus the true one, ms. */ skew = 0;
  version = 1;
  /** The next COMMIT is the last thing that this process asks for: before PostgreSQL has it, or before the answer comes. */
  atCommit: 'before' | 'after' | null = null;
  process: Process | null = null;
  readonly logged: string[] = [];
  /** Told when the process has gone, however it went. */ onCrash: (dead: { name: string; isBurnt: boolean }) => void = () => undefined;
  #remote: string;

  constructor(connection: Connection, database: string, random: Random, timeline: Timeline) {
    [this.connection, this.database, this.random, this.timeline] = [connection, database, random, timeline];
    this.disk = new CountyDisk(() => this.now(), blobRoot);
    // Brakes are kept by caller for the whole process: each seed calls from elsewhere.
    this.#remote = `sim ${String(started)}`;
  }
  now(): number {
    return this.timeline.now + this.skew;
  }

  async start(watcher: pg.Client): Promise<void> {
    const life = new Life(`county ${String(++started)}`);
    const name = `${this.database} ${String(started)}`;
    standIns.now.random = this.random.fork();
    standIns.now.disk = this.disk.faceFor(life);
    this.atCommit = null;
    own(name, {
      life,
      pause: () => this.timeline.after(this.random.between(0, queryTakes), 'query'),
      endsAtCommit: (moment) => this.atCommit === moment
    });
    const database = openDatabase({ ...this.connection, database: this.database, application_name: name }, () => undefined);
    // Reads alone, and it doesn't crash in them: the first queries of a start go round the timeline.
    const instance = await outside(() => readInstance(watcher));
    const ferry = await outside(() => readFerryKey(watcher));
    const rating = await outside(() => readRatingKey(watcher));
    const catalogues = await outside(() => loadShelf({ ...database, inCounty: (act) => act(watcher as unknown as pg.PoolClient) }));
    const context: Context = {
      config: { dataDir: '/county', databaseUrl: null, host: '', port: 0, tls: null, sample: true, buildDir: '/nowhere' },
      database,
      known: registryOf(this.version),
      instance,
      ferry,
      rating,
      catalogues,
      blobs: openBlobFiles(blobRoot),
      now: () => new Date(this.now()),
      log: (line) => this.logged.push(line)
    };
    this.process = { life, name, context, app: createServer(context) };
    life.onEnd(() => {
      this.process = null;
      this.onCrash({ name, isBurnt: life.isBurnt });
    });
    await life.through(() => judgeAllAgain(context));
  }
  /** After a crash: connections closed, and the disk as the power cut left it. Tells whether a file was lost or torn. */
  async bury(dead: { name: string }, watcher: pg.Client): Promise<boolean> {
    await outside(() => disown(dead.name, watcher));
    return this.disk.crash(this.random);
  }

  /** Null when no process is there to answer; never when it crashes while it does. */
  async answer(request: Request): Promise<Response | null> {
    const { process } = this;
    if (process === null) return null;
    const env = { incoming: { socket: { remoteAddress: this.#remote } } };
    // Node's own bindings have more in them; the routes look at the caller's address alone.
    const response = await process.app.fetch(request, env as unknown as Parameters<typeof process.app.fetch>[1]);
    return process.life.through(() => response);
  }
}
