/** Hands that rest: 5 minutes without touch or key (security page). */
export const idleLimit = 5 * 60_000;

/** The station worker counts idle time too, for when the page is frozen; more often than this it need not hear. */
const tellEvery = 20_000;

/** Calls `stirred` at acts of the person, now and then; and `rest` once after `limit` ms without an act of the person, also when the tablet slept through it. Returns the stop. */
export function watchIdle(rest: () => void, stirred: () => void, limit = idleLimit): () => void {
  let last = Date.now();
  let told = -Infinity;
  let done = false;
  const stir = () => {
    check();
    if (done) return;
    last = Date.now();
    if (last - told < tellEvery) return;
    told = last;
    stirred();
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
