/** `test/LESSONS.md` says which test keeps others' faults from us: a test that it names must be there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../', import.meta.url);
const rows = readFileSync(new URL('LESSONS.md', folder), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ['));

test('every lesson names a test that exists', () => {
  expect(rows.length).toBeGreaterThan(40);
  const gone = rows.filter((row) => {
    const [, file = '', title = ''] = /\| `([^`]+)`: (.+) \|$/.exec(row) ?? [];
    const path = new URL(file, folder);
    return file === '' || !existsSync(path) || (title.trim() !== '*' && !readFileSync(path, 'utf8').includes(title.trim()));
  });
  expect(gone).toEqual([]);
});
