import { expect, test } from 'vitest';
import type { CaseFacts } from '#domain/report/facts.ts';
import { byItem, numbersOf } from '#domain/report/numbers.ts';
import { ledgerFile, ledgerSheets } from '#lib/state/handing/ledger-excel.ts';

const facts = (itemId: string, itemName: string): CaseFacts => ({
  itemId,
  itemName,
  department: '民政',
  status: 'completed',
  receivedOn: '2026-11-19',
  place: 'home',
  offline: true,
  acceptedOn: '2026-11-19',
  completedOn: '2026-11-19',
  due: '2026-11-20',
  corrections: 0,
  deferred: false,
  deferredOpen: false,
  deliveredOn: null
});
const cases = [facts('a', '高龄津贴'), facts('a', '高龄津贴'), facts('a', '高龄津贴'), facts('b', '严重精神障碍患者监护补助')];
const day = { from: '2026-11-19', through: '2026-11-19' };
const content = {
  station: '柳塘村便民服务站',
  range: '2026年11月19日',
  numbers: numbersOf(cases, [], day, null),
  days: [{ day: '2026-11-19', received: 4, completed: 4 }],
  items: byItem(cases, day)
};
const cells = () =>
  ledgerSheets(content).map(({ data }) =>
    data.map((row) => row.map((cell) => (cell !== null && typeof cell === 'object' && 'value' in cell ? cell.value : cell)))
  );

test('[M34] the Excel has the numbers, rates as numbers, and names no item that leads to one person', () => {
  const [numbers = [], days, items] = cells();
  expect(numbers).toContainEqual(['收件量', 4]);
  expect(numbers).toContainEqual(['按时率', 1, 4, 4]);
  expect(numbers).toContainEqual(['一次办结率', 1, 4, 4]);
  expect(days).toContainEqual(['2026-11-19', 4, 4]);
  expect(items).toEqual([
    ['事项', '收件', '办结'],
    ['高龄津贴', 3, 3],
    ['不足 3 件的事项合计', 1, 1]
  ]);
});

test('[M34] the file is a workbook of three sheets', async () => {
  const bytes = Buffer.from(await (await ledgerFile(content)).arrayBuffer());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const names = bytes.toString('latin1');
  for (const sheet of ['sheet1', 'sheet2', 'sheet3']) expect(names).toContain(`xl/worksheets/${sheet}.xml`);
});

test('[M34] 差评整改 is a rate when the county told it, and says why not when it did not', () => {
  const row = (ratings: typeof content.numbers.ratings) =>
    ledgerSheets({ ...content, numbers: { ...content.numbers, ratings } })[0]
      ?.data.at(-1)
      ?.map((cell) => (cell !== null && typeof cell === 'object' && 'value' in cell ? cell.value : cell));
  expect(row({ bad: 4, rectified: 3 })).toEqual(['差评整改', 0.75, 3, 4]);
  expect(row({ bad: 0, rectified: 0 })).toEqual(['差评整改', '没有件，不算率', 0, 0]);
  expect(row(null)?.[1]).toContain('只告诉上个月');
});
