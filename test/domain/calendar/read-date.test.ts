import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoDate } from '#domain/calendar/iso-date.ts';
import { readDate, readMonth } from '#domain/calendar/read-date.ts';

describe('[M3] a day as it stands on a paper', () => {
  it.each(['19390308', '1939-03-08', '1939-3-8', '1939/3/8', '1939.3.8', '1939年3月8日', '1939年03月08', '１９３９年３月８号', ' 1939、3、8 '])(
    '%s',
    (text) => {
      expect(readDate(text)).toBe('1939-03-08');
    }
  );
  it.each(['1939-02-31', '19390230', '1939-13-01', '1939-3', '39-3-8', '1939', '', '三月八日', '1939-03-08-1', '8'.repeat(10_000)])('%s is none', (text) => {
    expect(readDate(text)).toBeNull();
  });
  it.each([
    ['202603', '2026-03'],
    ['2026-3', '2026-03'],
    ['2026年3月', '2026-03'],
    ['2026-13', null],
    ['2026', null]
  ])('month %s', (text, month) => {
    expect(readMonth(text)).toBe(month);
  });
  it('reads every real day in each writing, and never another', () => {
    const day = fc.date({ min: new Date('1850-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, (iso) => {
        const [year = '', month = '', date = ''] = iso.split('-');
        for (const text of [iso, year + month + date, `${year}年${Number(month)}月${Number(date)}日`, `${year}.${Number(month)}.${Number(date)}`]) {
          expect(readDate(text)).toBe(iso);
        }
      })
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readDate(text);
        expect(read === null || isIsoDate(read)).toBe(true);
      })
    );
  });
});
