/** Days and months as people write them, on old papers too: 19390308, 1939-3-8, 1939.3.8, 1939年3月8日. */
import { isIsoDate, isIsoMonth } from './iso-date.ts';

const dayShapes = [/^(\d{4})(\d{2})(\d{2})$/, /^(\d{4})\s*[-/.,、年]\s*(\d{1,2})\s*[-/.,、月]\s*(\d{1,2})\s*[日号]?$/];
const monthShapes = [/^(\d{4})(\d{2})$/, /^(\d{4})\s*[-/.,、年]\s*(\d{1,2})\s*月?$/];

/** The ISO day; null for what is no day that exists. */
export function readDate(text: string): string | null {
  const iso = matched(text, dayShapes);
  return iso !== null && isIsoDate(iso) ? iso : null;
}

/** The ISO month; null for what is none. */
export function readMonth(text: string): string | null {
  const iso = matched(text, monthShapes);
  return iso !== null && isIsoMonth(iso) ? iso : null;
}

function matched(text: string, shapes: readonly RegExp[]): string | null {
  const plain = text.normalize('NFKC').trim();
  for (const shape of shapes) {
    const found = shape.exec(plain);
    if (found)
      return found
        .slice(1)
        .map((part, index) => part.padStart(index === 0 ? 4 : 2, '0'))
        .join('-');
  }
  return null;
}
