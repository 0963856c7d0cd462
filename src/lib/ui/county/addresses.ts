/** Where a case stands in the console; the address opens it again after a reload. */
export function caseAddress({ stationCode, caseId }: { stationCode: string; caseId: string }): string {
  return `/county?${new URLSearchParams({ station: stationCode, case: caseId })}`;
}
