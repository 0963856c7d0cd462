/** What a page that only opens Dexie needs to start offline: the yardstick of the cold start. */
import { Dexie } from 'dexie';

const db = new Dexie('bench-bare');
db.version(1).stores({ cases: 'id' });

function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Fills the database and lets the service worker keep this page. */
async function prepare(rows: number): Promise<void> {
  await db.table('cases').bulkPut(Array.from({ length: rows }, (_, id) => ({ id, name: `case ${id}`, body: 'x'.repeat(5000) })));
  await navigator.serviceWorker.register('/bare-worker.js');
  await navigator.serviceWorker.ready;
}

/** Shows twenty rows, as the first screen does, and leaves the time since navigation in `window.shownAt`. */
async function show(): Promise<void> {
  const rows = (await db.table('cases').limit(20).toArray()) as { name: string }[];
  const list = document.createElement('ul');
  list.append(...rows.map((row) => Object.assign(document.createElement('li'), { textContent: row.name })));
  document.body.append(list);
  await painted();
  Object.assign(window, { shownAt: performance.now() });
}

Object.assign(window, { bench: { prepare } });
void show();
