/** Kinds of trouble. Each is counted when it has happened, not when it was planned; a run in which one never did proves nothing of it. */
export const faultKinds = [
  'deviceCrash',
  'countyCrash',
  'crashAtCommit',
  'tornFile',
  'lostRequest',
  'lostReply',
  'doubled',
  'reordered',
  'truncatedRequest',
  'truncatedReply',
  'stalled',
  'deviceClockJump',
  'countyClockJump',
  'quota',
  'countyRestored',
  'deviceRestored',
  'upgrade',
  'twoTabs'
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type FaultCounts = Record<FaultKind, number>;

export function noFaults(): FaultCounts {
  return Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as FaultCounts;
}
