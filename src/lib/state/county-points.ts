/** Ticks on 审查要点: the clerk's own, kept on this computer by case id; they name no person and never leave. */
const key = 'bangban.console.points';
/** Older cases' ticks go first; nobody looks at them again. */
const keptCases = 500;

export type PointStorage = Pick<Storage, 'getItem' | 'setItem'>;
type Kept = [caseId: string, points: string[]][];

export function readPoints(storage: PointStorage, caseId: string): ReadonlySet<string> {
  return new Set(readAll(storage).find(([id]) => id === caseId)?.[1]);
}

export function writePoints(storage: PointStorage, caseId: string, points: ReadonlySet<string>): void {
  const others = readAll(storage).filter(([id]) => id !== caseId);
  try {
    storage.setItem(key, JSON.stringify([...others, [caseId, [...points]]].slice(-keptCases)));
  } catch {
    // A full localStorage costs a tick after a reload, nothing else.
  }
}

function readAll(storage: PointStorage): Kept {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Kept[number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Array.isArray(value[1]) && value[1].every((one) => typeof one === 'string');
}
