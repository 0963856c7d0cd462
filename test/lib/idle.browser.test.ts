import { afterEach, expect, it, vi } from 'vitest';
import { watchIdle } from '#lib/state/idle.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('tells of a person at work at once and then every 20 seconds at most, and rests after five minutes without one', () => {
  vi.useFakeTimers();
  const [rest, stirred] = [vi.fn(), vi.fn()];
  const stop = watchIdle(rest, stirred);
  const press = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
  for (let second = 0; second < 45; second++) {
    press();
    pass(1);
  }
  expect(stirred).toHaveBeenCalledTimes(3);
  window.dispatchEvent(new PointerEvent('pointerdown'));
  expect(stirred).toHaveBeenCalledTimes(3);
  pass(299);
  expect(rest).not.toHaveBeenCalled();
  pass(10);
  expect(rest).toHaveBeenCalledTimes(1);
  // Who comes back after the lock has to unlock: the old watch says nothing more.
  press();
  expect(stirred).toHaveBeenCalledTimes(3);
  stop();
});
