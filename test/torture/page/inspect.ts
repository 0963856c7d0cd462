/** Reads the device's durable database with the store's own code, past the station worker: what is on the disk, not what is in memory. */
import type { StreamState } from '#domain/case/state.ts';
import { toHex } from '#protocol/chain.ts';
import { Blobs } from '#store/blobs.ts';
import { openDatabase, type BlobState, type GroupState } from '#store/database.ts';
import { Journal } from '#store/journal.ts';
import { openJson } from '#store/seal.ts';
import { Streams } from '#store/streams.ts';
import { Vault } from '#store/vault.ts';
import { platform } from '../../bench/pages/platform.ts';

export interface DeviceReading {
  deviceId: string;
  station: string;
  epoch: string;
  lastSeq: number;
  headHash: string;
  groups: { seq: number; epoch: string; state: GroupState; lines: string[]; prev: string; head: string }[];
  /** `actual`: the hash of the bytes that are there. */
  blobs: { sha256: string; state: BlobState; bytes: number; actual: string | null }[];
  states: { id: string; confirmed: StreamState | null; current: StreamState | null }[];
}

export async function inspect(pin: string): Promise<DeviceReading> {
  const db = await openDatabase();
  try {
    const vault = new Vault(db, platform);
    const [device, enrolment, [way]] = [await vault.device(), await vault.enrolment(), await vault.ways()];
    const opened = await vault.unlock(way?.staff.id ?? '', pin);
    if (device === null || enrolment === null || !opened.ok) throw new Error('the vault does not open');
    const { keys } = opened.session;
    const [journal, streams, blobs] = [new Journal(db, platform), new Streams(db, platform), new Blobs(db, platform)];
    const head = await journal.head(keys, device.epoch);
    const reading: DeviceReading = {
      deviceId: enrolment.deviceId,
      station: enrolment.station.code,
      epoch: device.epoch,
      lastSeq: head.lastSeq,
      headHash: head.hash,
      groups: [],
      blobs: [],
      states: []
    };
    for (const row of await db.journal.orderBy('seq').toArray()) {
      const { content } = await journal.openRow(keys, row);
      reading.groups.push({ seq: row.seq, epoch: row.epoch, state: row.state, ...content });
    }
    for (const record of await db.blobs.toArray()) {
      const { sha256 } = await openJson<{ sha256: string }>(keys, `blobs/${record.id}`, record.sealed, platform);
      const held = await blobs.read(keys, sha256);
      const actual = held === null ? null : toHex(new Uint8Array(await platform.crypto.subtle.digest('SHA-256', held.bytes)));
      reading.blobs.push({ sha256, state: record.state, bytes: held?.bytes.length ?? 0, actual });
    }
    for (const id of await db.states.toCollection().primaryKeys()) {
      const folded = await streams.folded(keys, id);
      reading.states.push({ id, confirmed: folded?.confirmed ?? null, current: folded?.current ?? null });
    }
    return reading;
  } finally {
    db.close();
  }
}
