import type { Problem } from '#protocol/errors.ts';

/** Worth another try without a person: the line, not the request, was at fault. */
export function isPassing(error: Problem): boolean {
  return ['offline', 'captive_portal', 'timeout', 'unavailable', 'rate_limited', 'internal', 'storage_lost', 'storage_stuck'].includes(error.code);
}
