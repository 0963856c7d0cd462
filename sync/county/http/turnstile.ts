/** Lets a few in at a time, the others wait in the order in which they came. */
export function turnstile(places: number): <T>(act: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (act) => {
    if (free > 0) free--;
    else
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      // The place goes on to the next one, and is free only when nobody waits.
      if (next === undefined) free++;
      else next();
    }
  };
}
