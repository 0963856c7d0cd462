/**
 * Local numbers `L-{station}-{device}-{yyyymmdd}-{serial}{check}` (rules 2.7): made offline, printed on the receipt, searchable for
 * ever. The check character is ISO 7064 MOD 37-36: it finds every wrong character and every swap of neighbours.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const shape = /^L-[^-\s]{1,16}-\d{2}-\d{8}-\d{4,6}[0-9A-Z]$/u;

/** `date`: ISO; `serial` from 1, per device and day. */
export function localNumber(stationShort: string, deviceNo: string, date: string, serial: number): string {
  const body = `L-${stationShort.toUpperCase()}-${deviceNo}-${date.replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
  return body + checkCharacter(body);
}

/** The serial of a number of this device and day; 0 for any other. */
export function serialOf(number: string, stationShort: string, deviceNo: string, date: string): number {
  const start = `L-${stationShort.toUpperCase()}-${deviceNo}-${date.replaceAll('-', '')}-`;
  return number.startsWith(start) ? Number.parseInt(number.slice(start.length, -1), 10) || 0 : 0;
}

export function isLocalNumber(text: string): boolean {
  const number = text.trim().toUpperCase();
  return shape.test(number) && checkCharacter(number.slice(0, -1)) === number.at(-1);
}

function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body.replaceAll('-', '')) {
    const index = alphabet.indexOf(character);
    // A station named in Chinese still gets a check, if a weaker one.
    const value = index >= 0 ? index : (character.codePointAt(0) ?? 0) % 36;
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}
