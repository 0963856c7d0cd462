/** The numbers as an Excel file; its writer is loaded when somebody asks. */
import type { Cell, Sheet } from 'write-excel-file/browser';
import type { ItemNumbers, StationNumbers } from '#domain/report/numbers.ts';
import { withoutFew } from '#domain/report/numbers.ts';
import { ledger as words } from '#lib/messages/zh-ledger.ts';

export type LedgerContent = {
  station: string;
  range: string;
  numbers: StationNumbers;
  days: readonly { day: string; received: number; completed: number }[];
  items: readonly ItemNumbers[];
};
const text = (value: string): Cell => ({ value, type: String });
const head = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' });
const number = (value: number): Cell => ({ value, type: Number });

/** 差评整改, when the county has told it for the period. */
function ratingsRow({ ratings }: StationNumbers): Cell[] {
  if (ratings === null) return [text(words.ratings), text(words.ratingsUnknown)];
  const { bad, rectified } = ratings;
  const shown: Cell = bad === 0 ? text(words.nothing) : { value: rectified / bad, type: Number, format: '0.0%' };
  return [text(words.ratings), shown, number(rectified), number(bad)];
}

/** Three sheets of rows of cells. Of items that came once or twice only the sum leaves the station. */
export function ledgerSheets({ station, range, numbers, days, items }: LedgerContent): Sheet<Blob>[] {
  const { columns } = words;
  // The keys of a literal.
  const counts = Object.keys(words.counts) as (keyof typeof words.counts)[];
  const rates = Object.keys(words.rates) as (keyof typeof words.rates)[];
  return [
    {
      sheet: words.sheets.numbers,
      columns: [{ width: 16 }, { width: 28 }, { width: 10 }, { width: 10 }],
      data: [
        [head(words.place), text(station)],
        [head(words.range), text(range)],
        [head(columns.what), head(columns.value)],
        ...counts.map((key) => [text(words.counts[key]), number(numbers[key])]),
        [head(columns.what), head(columns.rate), head(columns.part), head(columns.whole)],
        ...rates.map((key) => {
          const { rate, part, whole } = numbers[key];
          const shown: Cell = rate === null ? text(words.nothing) : { value: rate, type: Number, format: '0.0%' };
          return [text(words.rates[key]), shown, number(part), number(whole)];
        }),
        ratingsRow(numbers)
      ]
    },
    {
      sheet: words.sheets.days,
      columns: [{ width: 14 }, { width: 10 }, { width: 10 }],
      data: [
        [head(columns.day), head(columns.received), head(columns.completed)],
        ...days.map(({ day, received, completed }) => [text(day), number(received), number(completed)])
      ]
    },
    {
      sheet: words.sheets.items,
      columns: [{ width: 40 }, { width: 10 }, { width: 10 }],
      data: [
        [head(columns.item), head(columns.received), head(columns.completed)],
        ...withoutFew(items, words.few).map(({ name, received, completed }) => [text(name), number(received), number(completed)])
      ]
    }
  ];
}

export async function ledgerFile(content: LedgerContent): Promise<Blob> {
  const { default: write } = await import('write-excel-file/browser');
  return write(ledgerSheets(content)).toBlob();
}
