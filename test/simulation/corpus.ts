/** Seeds that once showed a fault of the code, each with a note of what it was. */
import { readdirSync, readFileSync } from 'node:fs';

export function corpusSeeds(): number[] {
  const folder = new URL('./corpus/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { seed: number }).seed);
}
