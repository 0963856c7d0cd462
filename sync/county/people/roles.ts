/** Who may do what. Administrator, reviewer and auditor are kept apart: none can do another's part. */
import type { Scope } from '../database/database.ts';

export const roles = ['stationWorker', 'stationLead', 'townshipReviewer', 'countyReviewer', 'countyLead', 'publisher', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];
export type Act =
  | 'workOnTablet'
  | 'readCases'
  | 'preCheck'
  | 'decide'
  | 'lead'
  | 'readStations'
  | 'makeEnrolmentCodes'
  | 'reviewHistories'
  | 'importFerry'
  | 'readBackups'
  | 'assist'
  | 'readRatings'
  | 'rectify'
  | 'readTickets'
  | 'answerTickets'
  | 'readReveals';

const reviewer = [
  'readCases',
  'assist',
  'preCheck',
  'decide',
  'readStations',
  'reviewHistories',
  'importFerry',
  'readBackups',
  'readRatings',
  'rectify',
  'readTickets',
  'answerTickets'
] as const satisfies readonly Act[];
const allowed: Readonly<Record<Role, readonly Act[]>> = {
  stationWorker: ['workOnTablet'],
  stationLead: ['workOnTablet'],
  townshipReviewer: ['readCases', 'readTickets', 'answerTickets', 'preCheck', 'assist', 'readStations', 'reviewHistories', 'importFerry'],
  countyReviewer: reviewer,
  // 县级负责人: what a reviewer may, and what takes somebody who answers for them.
  countyLead: [...reviewer, 'lead'],
  publisher: [],
  administrator: ['readStations', 'makeEnrolmentCodes', 'importFerry', 'readBackups'],
  auditor: ['readStations', 'readReveals']
};

export function may(role: Role, act: Act): boolean {
  return allowed[role].includes(act);
}

/** The console is for the county's and the townships' staff. */
export function mayUseConsole(role: Role): boolean {
  return role !== 'stationWorker' && role !== 'stationLead';
}

export function scopeOf(role: Role, townshipStations: readonly string[]): Scope {
  return role === 'townshipReviewer' ? { county: false, stations: townshipStations } : { county: true };
}
