import { expect, test } from 'vitest';
import type { Result } from '#device/api.ts';
import { DraftSaver } from '#lib/state/draft-saver.svelte.ts';

function held(): { saver: DraftSaver; saves: PromiseWithResolvers<Result<string>>[] } {
  const saves: PromiseWithResolvers<Result<string>>[] = [];
  const saver = new DraftSaver(
    () => {
      const save = Promise.withResolvers<Result<string>>();
      saves.push(save);
      return save.promise;
    },
    () => '2026-11-22T02:00:00.000Z'
  );
  return { saver, saves };
}

test('nothing is called saved before the device has said so', async () => {
  const { saver, saves } = held();
  saver.touch();
  const flushed = saver.flush();
  await expect.poll(() => saves.length).toBe(1);
  expect(saver.settled).toBe(false);
  expect(saver.savedAt).toBeNull();
  saves[0]?.resolve({ ok: true, value: '' });
  await flushed;
  expect(saver.settled).toBe(true);
  expect(saver.savedAt).toBe('2026-11-22T02:00:00.000Z');
});

test('what is entered while a save is under way is saved after it', async () => {
  const { saver, saves } = held();
  saver.touch();
  const first = saver.flush();
  await expect.poll(() => saves.length).toBe(1);
  saver.touch();
  saves[0]?.resolve({ ok: true, value: '' });
  await first;
  expect(saver.settled).toBe(false);
  await expect.poll(() => saves.length).toBe(2);
  saves[1]?.resolve({ ok: true, value: '' });
  await expect.poll(() => saver.settled).toBe(true);
});

test('a save that fails, or a device that broke, leaves it unsaved and says so', async () => {
  const { saver, saves } = held();
  saver.touch();
  const flushed = saver.flush();
  await expect.poll(() => saves.length).toBe(1);
  saves[0]?.reject(new Error('the worker is gone'));
  await flushed;
  expect(saver.settled).toBe(false);
  expect(saver.problem?.code).toBe('internal');
  expect(saver.savedAt).toBeNull();
});
