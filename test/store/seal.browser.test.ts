import { describe, expect, it } from 'vitest';
import type { Received } from '#domain/case/operations.ts';
import { openJson, sealJson } from '#store/seal.ts';
import { day, openRig, save } from './rig.ts';

/** Everything in every table as text: strings as they are, bytes as Latin-1 and as UTF-8, so that clear text shows wherever it hides. */
async function rawRows(name: string): Promise<{ text: string; rows: number }> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
  const found: string[] = [];
  let rows = 0;
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      found.push(new TextDecoder('latin1').decode(bytes), new TextDecoder().decode(bytes));
    } else if (typeof value === 'object' && value !== null && !(value instanceof CryptoKey))
      for (const [key, inner] of Object.entries(value)) {
        found.push(key);
        collect(inner);
      }
  };
  for (const table of Array.from(db.objectStoreNames)) {
    const all = await new Promise<unknown[]>((resolve, reject) => {
      const request = db.transaction(table).objectStore(table).getAll();
      request.onsuccess = () => resolve(request.result as unknown[]);
      request.onerror = () => reject(request.error ?? new Error('no rows'));
    });
    rows += all.length;
    all.forEach(collect);
  }
  db.close();
  return { text: found.join('\n'), rows };
}

describe('sealing', () => {
  it('[P8] gives back what went in, and opens nowhere but in its own row', async () => {
    const {
      session: { keys },
      platform
    } = await openRig();
    const sealed = await sealJson(keys, 'drafts/a', { name: '向秀英' }, platform);
    expect(await openJson(keys, 'drafts/a', sealed, platform)).toEqual({ name: '向秀英' });
    await expect(openJson(keys, 'drafts/b', sealed, platform)).rejects.toThrow();
    const bent = sealed.slice();
    bent[20] = (bent[20] ?? 0) ^ 1;
    await expect(openJson(keys, 'drafts/a', bent, platform)).rejects.toThrow();
    expect(await sealJson(keys, 'drafts/a', { name: '向秀英' }, platform)).not.toEqual(sealed);
  });

  it('[P8] leaves no name, number, address, photo or hash of a resident in the raw rows', async () => {
    const rig = await openRig();
    const { session, epoch, blobs, drafts, db } = rig;
    const [operation] = day(11, 1);
    if (operation === undefined) throw new Error('no case');
    const body = operation.body as Received;
    const photo = new TextEncoder().encode('JPEG of 身份证 '.repeat(50));
    const sha256 = 'ab'.repeat(32);
    await blobs.add(session.keys, { sha256, mime: 'image/jpeg', bytes: photo.length }, photo);
    operation.blobs = [sha256];
    await save(rig, session, epoch, operation);
    await rig.ledger.settle(
      session.keys,
      epoch,
      new Map([[1, { state: 'rejected' as const, problem: { code: 'invalid_case', message: `${body.answers.applicantName as string}的电话不对`, path: '' } }]])
    );
    await drafts.save(session.keys, { id: 'd1', caseId: null, updatedAt: '2026-11-22', answers: { applicantName: '覃草稿' } }, true);
    const { text, rows } = await rawRows(db.name);
    expect(rows).toBeGreaterThanOrEqual(9);
    // What must be findable in the clear proves that the search sees the rows.
    for (const clear of [operation.caseId, operation.opId, 'rejected']) expect(text).toContain(clear);
    const head = (await rig.journal.head(session.keys, epoch)).hash;
    const bytesOf = (hex: string) => String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
    const secrets = [
      body.answers.applicantName,
      body.answers.applicantIdNo,
      body.answers.applicantPhone,
      body.answers.bankAccountNo,
      (body.answers.householdAddress as { detail: string }).detail,
      body.queryToken,
      body.localNo,
      '覃草稿',
      '身份证',
      '的电话不对',
      sha256,
      bytesOf(sha256),
      head,
      bytesOf(head)
    ] as string[];
    expect(secrets.filter((secret) => secret === undefined || secret.length < 2)).toEqual([]);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
