/** What a station gathers in years, on one device. */
import { expect, it } from 'vitest';
import { after } from '#device/after.ts';
import { CatalogueShelf } from '#device/catalogue.ts';
import { Cases } from '#device/cases.ts';
import { openCore } from '#device/core.ts';
import type { World } from '#device/world.ts';
import { Ledger } from '#store/ledger.ts';
import { day, enrolledRig, pin, staff } from './rig.ts';

const many = 5000;
const page = 50;

it('lists a page of 5,000 cases, with the right rows and totals', async () => {
  const rig = await enrolledRig();
  const world: World = {
    ...rig.platform,
    fetch: () => Promise.reject(new TypeError('no line')),
    county: '',
    appVersion: 'test',
    random: () => 0.5,
    after,
    alone: () => Promise.resolve(false),
    darkroom: () => Promise.resolve(null),
    estimate: () => Promise.resolve({ usage: null, quota: null, persisted: false }),
    channel: null
  };
  const core = await openCore(world, rig.db.name);
  const opened = await core.vault.addWay(staff, pin);
  if (!opened.ok) throw new Error(opened.code);

  // A minute apart, so that the order is certain.
  const start = Date.parse('2026-01-05T01:00:00Z');
  const operations = day(8, many).map((operation, index) => ({ ...operation, at: new Date(start + index * 60_000).toISOString() }));
  const rows = operations.map((operation, index) => ({
    seq: index + 1,
    opId: operation.opId,
    streamId: operation.caseId,
    line: JSON.stringify(operation),
    operation
  }));
  await new Ledger(core.db, world, core.journal, core.streams).confirm(opened.session.keys, rows, null);
  // As after a start: everything comes from the disk.
  core.streams.forget();

  const cases = new Cases(core, new CatalogueShelf(core));
  const newest = operations.map(({ caseId }) => caseId).reverse();
  const first = await cases.list({});
  expect(first.total).toBe(many);
  expect(first.rows.map(({ id }) => id)).toEqual(newest.slice(0, page));
  expect(new Set(first.rows.map(({ sync }) => sync))).toEqual(new Set(['confirmed']));
  const last = await cases.list({ offset: many - 7, limit: page });
  expect(last.rows.map(({ id }) => id)).toEqual(newest.slice(-7));
  expect((await cases.list({ offset: many })).rows).toEqual([]);

  const wanted = first.rows[31];
  if (wanted === undefined) throw new Error('no row');
  expect((await cases.list({ text: wanted.localNo })).rows.map(({ id }) => id)).toEqual([wanted.id]);
  const name = operations.map((operation) => (operation.body as { answers: { applicantName: string } }).answers.applicantName);
  const namesakes = name.filter((one) => one.includes(wanted.applicantName)).length;
  const found = await cases.list({ text: wanted.applicantName, limit: many });
  expect([found.total, found.rows.length]).toEqual([namesakes, namesakes]);
  expect(await cases.list({ status: ['completed'] })).toEqual({ rows: [], total: 0 });
  expect((await cases.list({ sync: ['confirmed'], status: ['received'] })).total).toBe(many);
});
