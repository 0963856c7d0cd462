/** One measured thing. `limit` is the yardstick measured in the same run, in the same unit; null where there is none. */
export interface Row {
  name: string;
  unit: 'ms' | 'B' | 'days/s';
  value: number;
  limit: number | null;
  /** value / limit; below 1 is better than the yardstick, of a rate above 1. */
  ratio: number | null;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('a median needs at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

export function rowOf(name: string, unit: Row['unit'], value: number, limit: number | null): Row {
  const digits = unit === 'B' ? 0 : 3;
  const round = (number: number) => Number(number.toFixed(digits));
  return { name, unit, value: round(value), limit: limit === null ? null : round(limit), ratio: limit === null ? null : Number((value / limit).toFixed(3)) };
}

/** Runs ours and the yardstick in turn, changing which goes first, so that what slows the machine slows both. */
export async function interleave(rounds: number, ours: () => Promise<number>, yardstick: () => Promise<number>): Promise<{ value: number; limit: number }> {
  const [values, limits]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) values.push(await ours());
    limits.push(await yardstick());
    if (round % 2 === 1) values.push(await ours());
  }
  return { value: median(values), limit: median(limits) };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['name', 'unit', 'value', 'limit', 'ratio'],
    ...rows.map((row) => [row.name, row.unit, row.value, row.limit ?? '-', row.ratio ?? '-'].map(String))
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) => line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .join('\n');
}
