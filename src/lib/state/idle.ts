/** Hands that rest: 5 minutes without touch or key (security page). */
export const idleLimit = 5 * 60_000;

/** Calls `rest` once after `limit` ms without an act of the person, also when the tablet slept through it. Returns the stop. */
export function watchIdle(rest: () => void, limit = idleLimit): () => void {
  let last = Date.now();
  let done = false;
  const stir = () => {
    check();
    last = Date.now();
  };
  const check = () => {
    if (done || Date.now() - last < limit) return;
    done = true;
    rest();
  };
  const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const kind of kinds) addEventListener(kind, stir, { passive: true, capture: true });
  document.addEventListener('visibilitychange', check);
  const timer = setInterval(check, 5000);
  return () => {
    clearInterval(timer);
    for (const kind of kinds) removeEventListener(kind, stir, { capture: true });
    document.removeEventListener('visibilitychange', check);
  };
}
