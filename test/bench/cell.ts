import type { Row } from './row.ts';

/** What a cell gets: how often to repeat, and where the bench's built pages are. */
export interface Bench {
  rounds: number;
  pages: string;
  /** What the cell opens goes here, and is closed when it ends, fails, takes too long or is interrupted. */
  opened: AsyncDisposableStack;
}

/** One measurement; `names` are the rows that it gives. */
export interface Cell {
  names: readonly string[];
  /** Reads the finished build of the app. */
  needsBuild: boolean;
  /** Seconds after which it is given up; left out: 300. */
  patience?: number;
  measure(bench: Bench): Promise<Row[]>;
}
