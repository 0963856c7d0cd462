/** Background Sync (Chromium): the browser tells when there is a line again, also to a page whose timers sleep. It only nudges (SPEC P89). */
type WithSync = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } };

/** Calls `back` when the service worker hears of a line. Returns the stop. */
export function hearOfTheLine(back: () => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const listen = (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'object' && event.data !== null && 'type' in event.data && event.data.type === 'LINE_IS_BACK') back();
  };
  navigator.serviceWorker.addEventListener('message', listen);
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}

/** Asks to be told; where that is unknown or not allowed, the page's own timers do. */
export async function askForTheLine(): Promise<void> {
  try {
    const registration = (await navigator.serviceWorker.getRegistration()) as WithSync | undefined;
    await registration?.sync?.register('bangban');
  } catch {
    // Switched off by the person or the browser.
  }
}
