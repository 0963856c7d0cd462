/** Enter goes on to the next field, as the key of the keyboard on the screen says; a finger need not look for it. */

const fields = '[data-path] input, [data-path] select, [data-path] textarea, [data-path] canvas';

export function goesOn(event: KeyboardEvent, form: HTMLElement): void {
  const { target } = event;
  // Enter also ends a word in a Chinese keyboard.
  if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || !(target instanceof HTMLInputElement) || target.type === 'file') return;
  event.preventDefault();
  const all = [...form.querySelectorAll<HTMLElement>(fields)].filter((each) => each === target || takesInput(each));
  const next = all.slice(all.indexOf(target) + 1).find((each) => !(each instanceof HTMLInputElement && each.type === 'radio' && each.name === target.name));
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'center' });
}

function takesInput(element: HTMLElement): boolean {
  if (!element.checkVisibility() || element.matches(':disabled, [type=file], [aria-hidden=true]')) return false;
  return !(element instanceof HTMLInputElement) || element.type !== 'radio' || element.checked || isFirstOpen(element);
}

/** Of radios of which none is chosen the keyboard enters the first. */
function isFirstOpen(radio: HTMLInputElement): boolean {
  const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(radio.name)}"]`)];
  return group[0] === radio && group.every(({ checked }) => !checked);
}
