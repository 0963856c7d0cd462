import { expect, test } from 'vitest';
import { Progress } from '#device/line/progress.ts';

const gone = { code: 'offline', message: '连不上县平台，请检查网络后再试。', path: '' };
const make = () => new Progress({ now: () => 1_000, elapsed: () => 1_000 }, () => undefined);

test('a case is taken in offline until the county has answered, whatever the browser says of the network', () => {
  const progress = make();
  progress.remember(500);
  expect(progress.reachable).toBe(false);
  progress.begin();
  progress.contact(900);
  expect(progress.reachable).toBe(true);
  progress.end(null);
  expect(progress.reachable).toBe(true);
  progress.begin();
  progress.end(gone);
  expect(progress.reachable).toBe(false);
});

test('a line that breaks after an answer is a cut; one that was never there is none', () => {
  const progress = make();
  progress.begin();
  progress.end(gone);
  expect(progress.status().cuts).toBe(0);
  progress.begin();
  progress.contact(900);
  progress.end(gone);
  expect(progress.status().cuts).toBe(1);
  progress.begin();
  progress.contact(950);
  progress.end({ code: 'fork', message: '', path: '' });
  expect(progress.status().cuts).toBe(1);
});
