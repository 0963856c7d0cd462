import type { CaseStatus } from './state.ts';

/** Nothing is decided yet: the station may still add, the resident may still withdraw. */
export const openStatuses = ['received', 'preReturned', 'correction', 'accepted', 'suspended'] as const satisfies readonly CaseStatus[];
export function isOpen(status: string): boolean {
  return openStatuses.some((open) => open === status);
}
