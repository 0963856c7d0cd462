/** One case made durable and sealed by the real store, and the same bytes put raw in one strict transaction. */
import * as z from 'zod/mini';
import { openDatabase } from '#store/database.ts';
import { Journal } from '#store/journal.ts';
import { Ledger } from '#store/ledger.ts';
import { keysOf } from '#store/seal.ts';
import { Streams } from '#store/streams.ts';
import { makeDay } from '../day.ts';
import type { Place } from '../day.ts';
import { platform } from './platform.ts';

z.config({ jitless: true });

function openRaw(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-raw', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('cases', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

function putRaw(db: IDBDatabase, id: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction('cases', 'readwrite', { durability: 'strict' });
    transaction.objectStore('cases').put({ id, bytes });
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('no write'));
    transaction.commit();
  });
}

/** Milliseconds of each save, ours and raw, alternating. */
async function saves(seed: number, cases: number, place: Place): Promise<{ ours: number[]; raw: number[] }> {
  const db = await openDatabase('bench-save');
  const journal = new Journal(db, platform);
  const ledger = new Ledger(db, platform, journal, new Streams(db, platform));
  const keys = await keysOf(platform.crypto.getRandomValues(new Uint8Array(32)), platform);
  const rawDb = await openRaw();
  const encoder = new TextEncoder();
  const [ours, raw]: [number[], number[]] = [[], []];
  for (const operation of makeDay(seed, cases, place)) {
    const started = performance.now();
    const saved = await ledger.append(keys, 'bench', operation.caseId, 4 * 1024 * 1024, () => Promise.resolve({ act: { operations: [operation] } }));
    ours.push(performance.now() - started);
    if (!saved.ok) throw new Error(`not saved: ${saved.code}`);
    const bytes = encoder.encode(JSON.stringify(operation));
    const rawStarted = performance.now();
    await putRaw(rawDb, operation.caseId, bytes);
    raw.push(performance.now() - rawStarted);
  }
  if ((await db.journal.count()) < cases) throw new Error('the journal holds fewer rows than were saved');
  db.close();
  rawDb.close();
  await db.delete();
  indexedDB.deleteDatabase('bench-raw');
  return { ours, raw };
}

Object.assign(window, { bench: { saves } });
