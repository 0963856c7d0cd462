/** Starts and stops a whole county: folder, database, schema, sample, catalogue, HTTP. The composition root. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type pg from 'pg';
import type { Registry } from '#domain/case/upcast.ts';
import { refuseHalfRestored } from './backup/restoring.ts';
import { publishSample } from './catalogue/own.ts';
import { sampleCatalogue } from './catalogue/sample/load.ts';
import { loadShelf } from './catalogue/shelf.ts';
import { watchCatalogue } from './catalogue/watch.ts';
import type { CountyConfig } from './config.ts';
import type { Context } from './context.ts';
import { checkDurability, connectOwner, openDatabase } from './database/database.ts';
import { ensureDatabase, startEmbedded } from './database/embedded.ts';
import { lockFolder } from './database/folder-lock.ts';
import type { Watch } from './database/keep-running.ts';
import { migrate } from './database/migrate.ts';
import { openBlobFiles } from './blobs/files.ts';
import { printCodes } from './devices/codes.ts';
import { StartFailure } from './failure.ts';
import { readFerryKey, type FerryKey, type Key } from './ferry/key.ts';
import { refuseBroken } from './http/broken-request.ts';
import { createServer } from './http/server.ts';
import { judgeAllAgain } from './ledger/judge-again.ts';
import { refoldAll } from './ledger/refold.ts';
import { ensureInstance, readInstance } from './instance.ts';
import { addFirstAdministrator } from './people/first-administrator.ts';
import { sweepHourly } from './sweep.ts';
import { readRatingKey } from './voice/key.ts';
import { loadSampleCounty, sampleCountyName, sampleStaff, type SampleSignIn } from './people/sample-county.ts';

export type EnrolmentCode = { station: string; name: string; code: string };
export type RunningCounty = {
  url: string;
  /** One a station, until used or restart. */
  enrolmentCodes: EnrolmentCode[];
  sampleSignIns: readonly SampleSignIn[];
  /** On the first start only: shown once, kept nowhere. */
  recoveryPassphrase: string | null;
  /** On the first start with `--empty` only. */
  administrator: { username: string; password: string } | null;
  context: Context;
  /** Resolves with a sentence when the county can't go on: whoever runs it closes it and ends. */
  failed: Promise<string>;
  close(): Promise<void>;
};

/** `known`: see `Context`. */
export type CountyOptions = { now?: () => Date; log?: (line: string) => void; known?: Registry };

export async function startCounty(config: CountyConfig, options: CountyOptions = {}): Promise<RunningCounty> {
  const log =
    options.log ??
    ((line: string) => {
      console.error(line);
    });
  const now = options.now ?? (() => new Date());
  const undo: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    prepareFolder(config.dataDir);
    undo.push(lockFolder(config.dataDir));
    const { promise: failed, resolve: gaveUp } = Promise.withResolvers<string>();
    const connection = await openServer(config, undo, { log, gaveUp });
    const { ferry, rating, ...prepared } = await prepareDatabase(connection, config, now());
    const database = openDatabase(connection, (error) => {
      log(`database connection lost: ${(error as NodeJS.ErrnoException).code ?? error.name}`);
    });
    undo.push(() => database.close());
    const context: Context = {
      config,
      database,
      known: options.known,
      now,
      log,
      instance: await database.inCounty(readInstance),
      ferry,
      rating,
      catalogues: await loadShelf(database),
      blobs: openBlobFiles(join(config.dataDir, 'blobs'))
    };
    const enrolmentCodes = await database.inCounty(printCodes);
    await refoldAll(context);
    await judgeAllAgain(context);
    undo.push(sweepHourly(context));
    undo.push(watchCatalogue(context));
    const { url, stop } = await listen(context);
    undo.push(stop);
    return { url, enrolmentCodes, context, failed, close, ...prepared };
  } catch (error) {
    await close();
    throw folderFailure(error, config.dataDir) ?? error;
  }
}

/** A file in the folder that belongs to another account, or a full disk: a thing to be told, not a defect. */
function folderFailure(error: unknown, folder: string): StartFailure | null {
  const { code = '', path = folder } = error as { code?: string; path?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StartFailure(`磁盘已满，写不进数据目录 ${folder}；请腾出空间后再启动。`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StartFailure(`没有权限读写 ${path}；请检查它属于谁（上次是否用 root 启动过），或用 DATA_DIR 另选目录。`);
  return null;
}

function prepareFolder(folder: string): void {
  try {
    // The database's account walks through; what lies inside has modes of its own.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.W_OK);
    mkdirSync(join(folder, 'blobs'), { recursive: true, mode: 0o700 });
  } catch {
    throw new StartFailure(`数据目录 ${folder} 不能写入，请检查权限，或用 DATA_DIR 另选目录。`);
  }
}

async function openServer(config: CountyConfig, undo: (() => Promise<void> | void)[], watch: Watch): Promise<pg.ClientConfig> {
  if (config.databaseUrl !== null) return { connectionString: config.databaseUrl };
  const server = await startEmbedded(config.dataDir, watch);
  undo.push(() => server.stop());
  return ensureDatabase(server.connection);
}

type Prepared = Pick<RunningCounty, 'recoveryPassphrase' | 'administrator' | 'sampleSignIns'> & { ferry: FerryKey; rating: Key };

async function prepareDatabase(connection: pg.ClientConfig, config: CountyConfig, now: Date): Promise<Prepared> {
  const owner = await connectOwner(connection);
  try {
    await checkDurability(owner);
    await migrate(owner);
    await refuseHalfRestored(owner, config.dataDir);
    const recoveryPassphrase = await ensureInstance(owner, config.sample ? sampleCountyName : { name: '未命名县', divisionCode: '000000' });
    const people = await owner.query('SELECT 1 FROM staff LIMIT 1');
    const isNew = people.rows.length === 0;
    const administrator = isNew && !config.sample ? await addFirstAdministrator(owner) : null;
    if (isNew && config.sample) await loadSampleCounty(owner);
    if (config.sample) await publishSample(owner, sampleCatalogue, now);
    return {
      recoveryPassphrase,
      administrator,
      sampleSignIns: config.sample ? sampleStaff : [],
      ferry: await readFerryKey(owner),
      rating: await readRatingKey(owner)
    };
  } finally {
    await owner.end();
  }
}

async function listen(context: Context): Promise<{ url: string; stop: () => Promise<void> }> {
  const { host, port, tls } = context.config;
  const app = createServer(context);
  // A body that trickles in can't hold a connection for ever: 4 MiB at 128 kbit/s takes 270 s.
  const limits = { requestTimeout: 300_000, headersTimeout: 20_000, keepAliveTimeout: 30_000, requireHostHeader: false };
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    ...(tls === null ? { createServer: createHttpServer, serverOptions: limits } : { createServer: createHttpsServer, serverOptions: { ...tls, ...limits } })
  });
  refuseBroken(server, context.instance.id);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenFailure(error, host, port));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { url: `${tls === null ? 'http' : 'https'}://${shown}:${String(actual)}`, stop: () => stopServer(server) };
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new StartFailure(`端口 ${String(port)} 已被占用，请停止占用它的程序，或用 PORT 换一个端口。`);
  if (error.code === 'EACCES') return new StartFailure(`没有权限使用端口 ${String(port)}，请用 PORT 换一个 1024 以上的端口。`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new StartFailure(`这台机器没有地址 ${host}，请检查 HOST。`);
  return error;
}

/** Requests under way may finish; connections close when they are idle. */
async function stopServer(server: ServerType): Promise<void> {
  const graceMs = 5000;
  const checkMs = 50;
  const idle = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  }, checkMs);
  const grace = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  clearInterval(idle);
  clearTimeout(grace);
}
