/** The yardstick of the push: lines out of raw IndexedDB, gzip, one POST. */

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-lines', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('lines', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

/** Replaces what was there. */
export async function seedRaw(lines: string[]): Promise<void> {
  const db = await database();
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction('lines', 'readwrite');
    transaction.objectStore('lines').clear();
    for (const line of lines) transaction.objectStore('lines').add(line);
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('no write'));
  });
  db.close();
}

/** Milliseconds until the server has answered, which it does after its commit. */
export async function postRaw(address: string): Promise<number> {
  const started = performance.now();
  const db = await database();
  const lines = await new Promise<string[]>((resolve, reject) => {
    const request = db.transaction('lines').objectStore('lines').getAll() as IDBRequest<string[]>;
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no read'));
  });
  const zipped = new Response(new Blob([lines.join('\n')]).stream().pipeThrough(new CompressionStream('gzip')));
  // `text/plain` needs no preflight at the other port.
  const reply = await fetch(address, { method: 'POST', body: await zipped.arrayBuffer(), headers: { 'content-type': 'text/plain' } });
  const stored = Number(await reply.text());
  const took = performance.now() - started;
  db.close();
  if (stored !== lines.length) throw new Error(`${stored} of ${lines.length} lines stored`);
  return took;
}
