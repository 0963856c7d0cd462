/** Enter goes on to the next field, as the key of the keyboard on the screen says; a finger need not look for it. */

const fields = '[data-path] input, [data-path] select, [data-path] textarea, [data-path] canvas';

/** For the form as a whole. */
export function goesOn(event: KeyboardEvent): void {
  const { target } = event;
  // Enter also ends a word in a Chinese keyboard.
  if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || !(target instanceof HTMLInputElement) || target.type === 'file') return;
  event.preventDefault();
  toNext(target);
}

/** The first field after `from` that is to be filled by hand. */
export function toNext(from: HTMLElement): void {
  const form = from.closest('.col-form');
  const isAfter = (each: HTMLElement): boolean => (from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !from.contains(each);
  const sameGroup = (each: HTMLElement): boolean =>
    each instanceof HTMLInputElement && from instanceof HTMLInputElement && each.name !== '' && each.name === from.name;
  const next = [...(form?.querySelectorAll<HTMLElement>(fields) ?? [])].find((each) => isAfter(each) && !sameGroup(each) && takesInput(each));
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'center' });
}

/** What follows from other answers stands there already: Tab leads to it, Enter passes it by. */
function takesInput(element: HTMLElement): boolean {
  if (!element.checkVisibility() || element.matches(':disabled, [type=file], [aria-hidden=true], [data-derived] *')) return false;
  return !(element instanceof HTMLInputElement) || element.type !== 'radio' || element.checked || isFirstOpen(element);
}

/** Of radios of which none is chosen the keyboard enters the first. */
function isFirstOpen(radio: HTMLInputElement): boolean {
  const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(radio.name)}"]`)];
  return group[0] === radio && group.every(({ checked }) => !checked);
}
