/** How this device shows things: elder mode, its size, light or dark. Kept in localStorage; names no person. */
export type Theme = 'system' | 'light' | 'dark';
const key = 'bangban.display';
export const elderSizes = { min: 18, max: 30, step: 2, default: 22 } as const;

type Stored = { elder: boolean; size: number; theme: Theme };

function read(): Stored {
  const fallback: Stored = { elder: false, size: elderSizes.default, theme: 'system' };
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return fallback;
    const { elder, size, theme } = value as Partial<Stored>;
    return {
      elder: elder === true,
      size: typeof size === 'number' && size >= elderSizes.min && size <= elderSizes.max ? size : fallback.size,
      theme: theme === 'light' || theme === 'dark' ? theme : 'system'
    };
  } catch {
    return fallback;
  }
}

class Display {
  #stored: Stored = $state(read());

  constructor() {
    this.#show();
  }
  get elder(): boolean {
    return this.#stored.elder;
  }
  get size(): number {
    return this.#stored.size;
  }
  get theme(): Theme {
    return this.#stored.theme;
  }

  set(change: Partial<Stored>): void {
    Object.assign(this.#stored, change);
    try {
      localStorage.setItem(key, JSON.stringify(this.#stored));
    } catch {
      // A full or forbidden localStorage costs the preference at the next start, nothing else.
    }
    this.#show();
  }

  #show(): void {
    const root = document.documentElement;
    const { elder, size, theme } = this.#stored;
    if (elder) root.dataset.mode = 'elder';
    else delete root.dataset.mode;
    if (elder) root.style.setProperty('--elder', `${size}px`);
    else root.style.removeProperty('--elder');
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
  }
}

export const display = new Display();
