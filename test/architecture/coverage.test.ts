/** `src/domain/COVERAGE.md` says where each mechanism of the policy plans stands: each row must be there, and what it names must exist. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '#test/process.ts';

const rows = readFileSync(`${root}src/domain/COVERAGE.md`, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, no, , ...cells] = /^\| M(\d+) \|/.test(line) ? (/^\| M(\d+) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$/.exec(line) ?? []) : [];
    return no === undefined ? [] : [{ no: Number(no), cells }];
  });
/** In backticks. */
const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** A file, or the address of a page. */
function isThere(name: string): boolean {
  const places = name.startsWith('/') ? [`src/routes${name}/+page.svelte`, `src/routes/(station)${name}/+page.svelte`] : [name];
  return places.some((place) => existsSync(`${root}${place}`));
}

test('each of the forty mechanisms has its row, in order', () => {
  expect(rows.map(({ no }) => no)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test('what a row names exists', () => {
  const gone = rows.flatMap(({ no, cells }) =>
    namesIn(cells.join('|'))
      .filter((name) => !isThere(name))
      .map((name) => `M${String(no)} ${name}`)
  );
  expect(gone).toEqual([]);
});

test('a mechanism of the station names its rule and its test; another says whose it is', () => {
  const open = rows.filter(({ cells: [rule = '', screen = '', shown = ''] }) => {
    const isStations = namesIn(rule).length > 0;
    return isStations ? namesIn(shown).filter((name) => name.includes('test/')).length === 0 : !/county|later/.test(`${rule}${screen}`);
  });
  expect(open.map(({ no }) => no)).toEqual([]);
});
