const shortest = 6;
/** Every digit as far from the one before as the second from the first: 0 (666666), 1 (456789, 890123) or 9 (654321), modulo 10. */
const guessedSteps = [0, 1, 9];

/** Null when the PIN may stand. A passphrase may too: only what anybody would try first is refused. */
export function pinRefusal(pin: string): 'short_pin' | 'weak_pin' | null {
  if (pin.length < shortest) return 'short_pin';
  const characters = [...pin.normalize('NFKC')];
  if (characters.every((character) => character === characters[0])) return 'weak_pin';
  if (!characters.every((character) => character >= '0' && character <= '9')) return null;
  const steps = new Set(characters.slice(1).map((digit, index) => (Number(digit) - Number(characters[index]) + 10) % 10));
  return steps.size === 1 && guessedSteps.some((step) => steps.has(step)) ? 'weak_pin' : null;
}
