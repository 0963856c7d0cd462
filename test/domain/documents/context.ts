import type { PaperContext } from '#domain/documents/parts.ts';
import { allowance, calendar } from '../sample.ts';

export const station = { name: '松溪镇柳塘村便民服务站', phone: '0700-5550136', supervisionPhone: '12345', address: '柳塘村委会一楼' };

/** Days and times as the acts' own clock says, eight hours on. */
const onTheWall = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
export const context: PaperContext = {
  station,
  county: '示例县',
  items: [
    {
      ...allowance,
      legalBasis: [{ name: '中华人民共和国老年人权益保障法', docNo: '第三十三条', mark: null }],
      statutoryDays: { value: 20, unit: 'workingDay', note: null },
      specialProcedures: [{ name: '入户核查', workdays: 5, countsTowardLimit: false }],
      publicNotice: { days: 7, unit: 'naturalDay', place: '村务公开栏', note: null }
    }
  ],
  calendar,
  day: (at) => onTheWall(at).slice(0, 10),
  time: (at) => onTheWall(at).slice(11, 16)
};
