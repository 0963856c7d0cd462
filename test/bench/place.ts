import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { Place } from './day.ts';

const today = '2026-11-20';

/** A place that no county knows, for what is measured on the device alone. */
export function anyPlace(): Place {
  const item = sampleCatalogue(1, `${today}T00:00:00Z`).items.find(({ id }) => id === 'elderly-allowance');
  if (item === undefined) throw new Error('the sample catalogue lacks the old-age allowance');
  const { id, name, version, handlingItemCode, department } = item;
  return {
    stationShort: 'QS',
    deviceNo: '01',
    divisionCode: '430103001001',
    author: { id: '0198f3c0-0000-7000-8000-000000000001', name: '李小梅' },
    item: { id, name, version, handlingItemCode, department },
    catalogueRevision: 1,
    today,
    startsAt: `${today}T00:30:00.000Z`
  };
}
