/** What the screens may know of the worker's face: types only, so that routes import state and never the device. */
export type {
  CaseFilter,
  CaseRow,
  CaseView,
  Change,
  Conditions,
  Counts,
  DevicePhase,
  DeviceStatus,
  Draft,
  DraftRow,
  Result,
  SearchHit,
  StationApi,
  Storage,
  SyncBoard,
  SyncState,
  SyncStatus,
  Today
} from '#device/api.ts';
export type { Problem } from '#protocol/errors.ts';
export type { Staff } from '#protocol/messages.ts';
export type { StationRatings } from '#protocol/voices.ts';
export type { HandoverCandidate, HandoverView, HeldRow, OwedRow, ReportFacts } from '#device/handing-api.ts';
