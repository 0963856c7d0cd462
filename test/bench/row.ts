/** One measured thing. `limit` is the yardstick measured in the same run, in the same unit; null where there is none. */
export interface Row {
  name: string;
  unit: 'ms' | 'B' | 'days/s';
  value: number;
  limit: number | null;
  /** value / limit; below 1 is better than the yardstick, of a rate above 1. */
  ratio: number | null;
  /** What the ratio must keep to (of `resume`, whose yardstick is nothing, the value); null where nothing is asked. */
  must: string | null;
  ok: boolean | null;
  /** Rounds behind the medians. */
  rounds?: number;
}

/** What was asked of each: at most so many times the yardstick, or of a rate at least. */
const asked: Readonly<Record<string, { atMost: number } | { atLeast: number }>> = {
  'first-load': { atMost: 1 },
  'push-200': { atMost: 2.5 },
  'push-200-poor': { atMost: 1.2 },
  'push-5000': { atMost: 2 },
  'push-photos': { atMost: 1.5 },
  'wire-200': { atMost: 1.2 },
  'ingest-32': { atLeast: 0.3 },
  validate: { atMost: 1 },
  resume: { atMost: 0 }
};

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('a median needs at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

export function rowOf(name: string, unit: Row['unit'], value: number, limit: number | null, rounds?: number): Row {
  const digits = unit === 'B' ? 0 : 3;
  const round = (number: number) => Number(number.toFixed(digits));
  const ratio = limit === null || limit === 0 ? null : Number((value / limit).toFixed(3));
  const told = ratio ?? value;
  const rule = asked[name];
  return {
    name,
    unit,
    value: round(value),
    limit: limit === null ? null : round(limit),
    ratio,
    must: rule === undefined ? null : 'atMost' in rule ? `<= ${rule.atMost}` : `>= ${rule.atLeast}`,
    ok: rule === undefined ? null : 'atMost' in rule ? told <= rule.atMost : told >= rule.atLeast,
    ...(rounds !== undefined && { rounds })
  };
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
    ['name', 'unit', 'value', 'limit', 'ratio', 'must', 'ok', 'rounds'],
    ...rows.map((row) =>
      [
        row.name,
        row.unit,
        row.value,
        row.limit ?? '-',
        row.ratio ?? '-',
        row.must ?? '-',
        row.ok === null ? '-' : row.ok ? 'yes' : 'NO',
        row.rounds ?? '-'
      ].map(String)
    )
  ];
  const widths = [0, 1, 2, 3, 4, 5, 6, 7].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) => line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .join('\n');
}
