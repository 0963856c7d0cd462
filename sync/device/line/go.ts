/** One go at the line: hello, records, news, photos, report. */
import type { Problem } from '#protocol/errors.ts';
import { deviceSelfSchema } from '#protocol/messages.ts';
import type { DeviceReport } from '#protocol/messages.ts';
import { writeMeta } from '#store/database.ts';
import { Ledger } from '#store/ledger.ts';
import { backupMeta } from '#store/told.ts';
import type { Told } from '#store/told.ts';
import type { Session } from '#store/vault.ts';
import type { Counts, Result } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import { expireDrafts } from '../draft-life.ts';
import { contactMade } from '../grant.ts';
import { nothing } from '../http.ts';
import { keep } from '../keeping.ts';
import { failure } from '../sentences.ts';
import { isPassing } from './passing.ts';
import { packEarly } from './parcel.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import type { Run } from './run.ts';
import { upload } from './uploads.ts';

type Trip = Omit<Run, 'ledger' | 'keys' | 'epoch' | 'self'> & {
  session: Session & { epoch: string };
  shelf: CatalogueShelf;
  counts: () => Promise<Counts>;
  /** Little power: records and news go, photos wait. */ holdsPhotos: boolean;
};

export async function go({ session, shelf, counts, holdsPhotos, ...given }: Trip): Promise<Result<null>> {
  const { core, signer, progress, signal } = given;
  const early = progress.online ? packEarly({ ...given, keys: session.keys, epoch: session.epoch }) : undefined;
  const hello = await core.line.call({ method: 'GET', path: '/api/v1/devices/self', reply: deviceSelfSchema, signer, signal });
  if (!hello.ok) return hello;
  const self = hello.value;
  await contactMade(core, self.offlineGrantHours);
  await writeMeta(core.db, 'limits', self.limits);
  await writeMeta(core.db, backupMeta, { epoch: self.epoch, backedUpThrough: self.backedUpThrough } satisfies Told);
  progress.contact(core.world.now());
  const ledger = new Ledger(core.db, core.world, core.journal, core.streams);
  const run: Run = { ...given, ledger, keys: session.keys, epoch: session.epoch, self, ...(early && { early }) };
  await deliverRecovery(run);

  progress.enter('records');
  const pushed = await push(run);
  // A chain that the county does not know must not keep its news from us.
  if (!pushed.ok && (isPassing(pushed.error) || signal.aborted)) return pushed;

  progress.enter('pull');
  const pulled = await pull(run);
  if (!pulled.ok && (isPassing(pulled.error) || signal.aborted)) return pulled;
  const fetched = self.catalogueRevision === (await shelf.about())?.revision ? null : await shelf.fetch(signal);
  if (fetched?.ok === false && (isPassing(fetched.error) || signal.aborted)) return fetched;
  if (fetched?.ok === true) progress.pulled.catalogueItems = fetched.value;

  // What can't be digested, or is too large to go, keeps no photo on the tablet; a chain that the county doesn't know does.
  progress.enter('photos');
  progress.photosHeld = holdsPhotos && (await core.blobs.sizes('queued')).count > 0;
  const uploaded = progress.photosHeld ? pushed : pushed.ok || pushed.error.code === 'record_too_large' ? await upload(run) : pushed;
  await report(run, await counts(), (await shelf.about())?.revision ?? 0);
  // Room that can't be made now is made after the next run.
  await keep(core, session.keys).catch(() => undefined);
  await expireDrafts(core, session.keys, self.serverTime).catch(() => undefined);
  core.changed('status', 'counts');
  if (signal.aborted) return failure('offline');
  return [uploaded, pushed, pulled].find((outcome) => !outcome.ok) ?? (fetched?.ok === false ? fetched : uploaded);
}

async function deliverRecovery({ core, signer, signal }: Run): Promise<void> {
  const recovery = await core.vault.recovery();
  if (recovery === null || recovery.delivered) return;
  const sent = await core.line.call({ method: 'PUT', path: '/api/v1/devices/self/recovery', reply: nothing, body: recovery.envelope, signer, signal });
  if (sent.ok) await core.vault.recoveryDelivered();
}

/** By this device's own count; when it fails, the next run says it. */
async function report({ core, signer, signal }: Run, counts: Counts, catalogueRevision: number): Promise<Problem | null> {
  const [open, space] = [await core.journal.open(), await core.world.estimate()];
  const body: DeviceReport = {
    unsyncedCases: counts.unsyncedCases,
    unsyncedPhotos: counts.unsyncedPhotos,
    unsyncedOperations: open.reduce((sum, row) => sum + row.count, 0),
    oldestUnsyncedAt: counts.oldestUnsyncedAt,
    appVersion: core.world.appVersion,
    catalogueRevision,
    storageUsed: space.usage,
    storageQuota: space.quota
  };
  const sent = await core.line.call({ method: 'PUT', path: '/api/v1/devices/self', reply: nothing, body, signer, signal });
  return sent.ok ? null : sent.error;
}
