/** A process from its start to its crash. Each await of the code under test passes here, and any of them may be the last. */
const never = new Promise<never>(() => undefined);

export class Life {
  readonly name: string;
  dead = false;
  /** It died of its fuse. */ isBurnt = false;
  /** Awaits passed. */ awaits = 0;
  #fuse = Infinity;
  #ends: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The power goes at the n-th await from now. */
  burn(awaits: number): void {
    this.#fuse = awaits;
  }
  onEnd(act: () => void): void {
    if (this.dead) act();
    else this.#ends.push(act);
  }
  crash(): void {
    if (this.dead) return;
    this.dead = true;
    for (const end of this.#ends) end();
  }
  /** Passes one await. `last`: what still happens when it is here that the power goes. */
  isOver(last?: () => void): boolean {
    this.awaits++;
    if (!this.dead && --this.#fuse <= 0) {
      last?.();
      this.isBurnt = true;
      this.crash();
    }
    return this.dead;
  }
  /** An await with a moment before the deed and one after it; a dead one never comes back. */
  async through<T>(act: () => T | Promise<T>): Promise<T> {
    if (this.isOver()) return never;
    const value = await act();
    return this.isOver() ? never : value;
  }
}
