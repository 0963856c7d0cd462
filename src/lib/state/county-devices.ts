/** How a station's devices stand: who has synced today, what they still hold, how old their catalogue is. */
import { agoWords, localDay, momentWords } from '#lib/messages/zh-county-dates.ts';
import { say } from '#lib/messages/zh-county.ts';
import type { StationRow } from './county-replies.ts';

type Device = StationRow['devices'][number];
export type DeviceLine = {
  id: string;
  name: string; /** `note`: the word beside the light, where the time alone doesn't say it. */
  synced: { light: 'green' | 'amber' | 'hold'; words: string; note: string };
  holds: { words: string; some: boolean; oldest: string };
  catalogue: { words: string; behind: boolean };
  version: string;
  /** Of what has come, how much is in the county's backup. */ records: { words: string; behind: boolean };
};
export type StationLines = { code: string; name: string; devices: DeviceLine[]; late: number };
export type Township = { name: string; stations: StationLines[] };

export function tally(rows: readonly StationRow[], now: Date): { all: number; late: number } {
  const devices = rows.flatMap((row) => row.devices).filter(({ revoked }) => !revoked);
  return { all: devices.length, late: devices.filter((device) => isLate(device, now)).length };
}

export function listTownships(rows: readonly StationRow[], now: Date, revision: number | null, onlyLate: boolean): Township[] {
  const townships = new Map<string, StationLines[]>();
  for (const { station, devices } of rows) {
    const late = devices.filter((device) => isLate(device, now)).length;
    if (onlyLate && late === 0) continue;
    const shown = onlyLate ? devices.filter((device) => isLate(device, now)) : devices;
    const line = { code: station.code, name: station.name, late, devices: shown.map((device) => deviceLine(device, now, revision)) };
    townships.set(station.township, [...(townships.get(station.township) ?? []), line]);
  }
  return [...townships].map(([name, stations]) => ({ name, stations }));
}

/** A device that is not revoked and has not synced on this calendar day. */
function isLate(device: Device, now: Date): boolean {
  return !device.revoked && (device.lastSyncAt === null || localDay(new Date(device.lastSyncAt)) !== localDay(now));
}

function deviceLine(device: Device, now: Date, revision: number | null): DeviceLine {
  const words = say.stations;
  const late = isLate(device, now);
  const ago = agoWords(device.lastSyncAt, now);
  const { report } = device;
  const some = report !== null && report.unsyncedCases + report.unsyncedPhotos > 0;
  return {
    id: device.deviceId,
    name: words.deviceName(device.deviceNo, device.name),
    version: report ? words.appVersion(report.appVersion) : '',
    synced: device.revoked
      ? { light: 'hold', words: words.revoked, note: '' }
      : { light: late ? 'amber' : 'green', words: ago, note: late && device.lastSyncAt !== null ? words.notToday : '' },
    holds: {
      some,
      words: report === null ? words.noReport : some ? words.holdsWords(report.unsyncedCases, report.unsyncedPhotos) : words.nothingLeft,
      oldest: some && report.oldestUnsyncedAt !== null ? words.oldest(momentWords(report.oldestUnsyncedAt, localDay(now))) : ''
    },
    records: recordsLine(device),
    catalogue: catalogueLine(report?.catalogueRevision ?? null, revision)
  };
}

function catalogueLine(has: number | null, current: number | null): DeviceLine['catalogue'] {
  if (has === null || has === 0 || current === null) return { words: say.stations.catalogueUnknown, behind: false };
  const behind = current - has;
  return behind > 0 ? { words: say.stations.catalogueBehind(has, behind), behind: true } : { words: say.stations.catalogueNow(has), behind: false };
}

function recordsLine({ lastSeq, backedUpThrough }: Device): DeviceLine['records'] {
  if (lastSeq === 0) return { words: say.stations.recordsNone, behind: false };
  const behind = backedUpThrough < lastSeq;
  return { words: behind ? say.stations.recordsSome(lastSeq, backedUpThrough) : say.stations.recordsAll(lastSeq), behind };
}
