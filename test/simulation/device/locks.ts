/** Web Locks of one browser: shared by its tabs, given back when a tab dies. */
import type { Life } from '../core/life.ts';

type Waiter = { life: Life; go: () => void };

export class Locks {
  #held = new Map<string, Life>();
  #queues = new Map<string, Waiter[]>();

  request<T>(life: Life, name: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const go = () => {
        this.#held.set(name, life);
        void life
          .through(work)
          .finally(() => this.#free(life, name))
          .then(resolve, reject);
      };
      if (this.#held.has(name)) this.#queues.set(name, [...(this.#queues.get(name) ?? []), { life, go }]);
      else go();
    });
  }
  async alone(life: Life, name: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#held.has(name)) return false;
    await this.request(life, name, work);
    return true;
  }
  /** A tab has died. */
  drop(life: Life): void {
    for (const [name, queue] of this.#queues)
      this.#queues.set(
        name,
        queue.filter((waiter) => waiter.life !== life)
      );
    for (const [name, holder] of [...this.#held]) if (holder === life) this.#free(life, name);
  }
  #free(life: Life, name: string): void {
    if (this.#held.get(name) !== life) return;
    this.#held.delete(name);
    this.#queues.get(name)?.shift()?.go();
  }
}
