import { expect, it } from 'vitest';
import { pinRefusal } from '#store/pin.ts';

it('refuses a PIN that is short, all the same, or a run in either direction', () => {
  for (const pin of ['', '24681', '二四六八']) expect(pinRefusal(pin), pin).toBe('short_pin');
  for (const pin of ['000000', '66666666', 'aaaaaa', '１１１１１１', '123456', '654321', '456789', '890123', '210987', '0123456789'])
    expect(pinRefusal(pin), pin).toBe('weak_pin');
  for (const pin of ['246810', '135790', '112358', '123457', '198707', '121212', 'abcdef', '白日依山尽黄']) expect(pinRefusal(pin), pin).toBeNull();
});
