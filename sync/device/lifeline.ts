/** The browser may close the database under us, or let a call on it hang (SPEC P86): each call of a screen ends with an answer. */
import { isConnectionLost, isOverQuota, reopen } from '#store/database.ts';
import type { Result } from './api.ts';
import type { Core } from './core.ts';
import { failure } from './sentences.ts';

/** Longer than any write of a day on the slowest tablet. */
const patience = 20_000;
class Stuck extends Error {}

type Act<A extends unknown[], R> = (...args: A) => Promise<R>;

export function lifeline({ db, packs, world }: Pick<Core, 'db' | 'packs' | 'world'>) {
  let reviving: Promise<unknown> | null = null;
  /** Of many calls that find the handle dead, one opens it. */
  const revive = () => (reviving ??= Promise.all([reopen(db), reopen(packs)]).finally(() => (reviving = null)));
  const within = <R>(work: Promise<R>) =>
    new Promise<R>((resolve, reject) => {
      const cancel = world.after(patience, () => reject(new Stuck('the database does not answer')));
      void work.then(resolve, reject).finally(cancel);
    });
  return {
    /** For what may be asked twice: reads, and writes that say the same again. */
    again:
      <A extends unknown[], R>(act: Act<A, R>): Act<A, R> =>
      async (...args) => {
        try {
          return await within(act(...args));
        } catch (error) {
          if (!isConnectionLost(error)) throw error;
          await revive();
          return within(act(...args));
        }
      },
    /** For acts: whether one was done can't be known here, so the person looks and presses again. A full disk is an answer: nothing was written. */
    once:
      <A extends unknown[], R extends Result<unknown>>(act: Act<A, R>) =>
      async (...args: A): Promise<R | ReturnType<typeof failure>> => {
        try {
          return await within(act(...args));
        } catch (error) {
          if (isOverQuota(error)) return failure('storage_full');
          if (error instanceof Stuck) return failure('storage_stuck');
          if (!isConnectionLost(error)) throw error;
          await revive();
          return failure('storage_lost');
        }
      }
  };
}
