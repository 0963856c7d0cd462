/** What an enrolled tablet hears of its surroundings. Loaded apart: a first visit has no use for it. */
import { hearOfTheLine } from './background.ts';
import { watchConditions } from './conditions.ts';
import type { StationApi } from './types.ts';

export { askForTheLine } from './background.ts';

/** Returns the stop. */
export function watchSurroundings(api: StationApi): () => void {
  const stops = [watchConditions((conditions) => void api.setConditions(conditions)), hearOfTheLine(() => void api.setOnline(true))];
  return () => stops.forEach((stop) => stop());
}
