/** A complete application for the old-age allowance; another serial is another person. */
import type { Received } from '#domain/case/operations.ts';
import { makeDay } from '../bench/day.ts';

export function receivedBody(serial: number): Received {
  const now = Date.now();
  const [operation] = makeDay(serial, 1, {
    stationShort: 'LT03',
    deviceNo: '01',
    divisionCode: '430199101201',
    author: { id: 's001', name: '陈敏' },
    item: { id: 'elderly-allowance', name: '高龄津贴(补贴)申领', version: 1, handlingItemCode: '', department: '' },
    catalogueRevision: 1,
    today: new Date(now + 8 * 3_600_000).toISOString().slice(0, 10),
    startsAt: new Date(now).toISOString()
  });
  if (operation === undefined) throw new Error('an empty day');
  // What `makeDay` makes is what a station writes.
  return operation.body as Received;
}
