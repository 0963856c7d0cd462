/** Counts per caller within a sliding window, in memory: a brake, not a promise. */
export type Limit = { isReached(key: string, now: number): boolean; count(key: string, now: number): void };

const longest = 10_000;

export function createLimit(most: number, windowMs: number): Limit {
  const times = new Map<string, number[]>();
  const recent = (key: string, now: number): number[] => (times.get(key) ?? []).filter((time) => now - time < windowMs);
  return {
    isReached: (key, now) => recent(key, now).length >= most,
    count: (key, now) => {
      if (times.size >= longest) times.clear();
      times.set(key, [...recent(key, now), now]);
    }
  };
}
