/** The system's own calendar, opened beside a text field in which the day can be typed as well. */

/** Calls back with the ISO day or month that was picked; not at all when nothing was. Wants a user's act (`showPicker`). */
export function pickDay(kind: 'date' | 'month', value: string, beside: HTMLElement, onpick: (iso: string) => void): void {
  const input = document.createElement('input');
  input.type = kind;
  input.max = kind === 'month' ? '9999-12' : '9999-12-31';
  input.value = value;
  input.tabIndex = -1;
  input.setAttribute('aria-hidden', 'true');
  // It stands where its calendar is to open, and is never seen.
  input.style.cssText = 'position:absolute;right:0;bottom:0;width:1px;height:1px;opacity:0;border:0;padding:0';
  input.addEventListener('change', () => {
    if (input.value !== '') onpick(input.value);
    input.remove();
    beside.focus();
  });
  input.addEventListener('blur', () => {
    input.remove();
  });
  beside.parentElement?.append(input);
  input.focus({ preventScroll: true });
  try {
    input.showPicker();
  } catch {
    // A browser without one: the day is typed.
    input.remove();
    beside.focus();
  }
}
