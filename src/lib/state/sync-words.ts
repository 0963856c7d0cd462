/** What the sync page says of its numbers. Pure: the same rows, status and moment make the same words. */
import { sync as words } from '#lib/messages/zh-intake.ts';
import { zhSync } from '#lib/messages/zh-sync.ts';
import { zhToday } from '#lib/messages/zh-today.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { dayAndTime, shortTime } from './dates.ts';
import { syncLight, type SyncLight } from './case-words.ts';
import type { CaseRow, DeviceStatus, Storage, SyncBoard, SyncStatus } from './types.ts';

const units = ['B', 'KB', 'MB', 'GB'];
/** 7.9 MB; whole numbers below a megabyte. */
export function bytesWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit < 2 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
/** 刚刚, 12 分钟前, 3 小时前, 2 天前. */
export function agoWords(iso: string, now: number): string {
  const minutes = Math.floor(Math.max(0, now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return zhSync.ago.now;
  if (minutes < 60) return zhSync.ago.minutes(minutes);
  return minutes < 24 * 60 ? zhSync.ago.hours(Math.floor(minutes / 60)) : zhSync.ago.days(Math.floor(minutes / (24 * 60)));
}

export type DayWords = { light: 'green' | 'wait' | 'red' | 'amber' | 'hold'; title: string; help: string };
/** The sentence that a worker goes home on: green only when the county has every record and every photo. */
export function dayWords({ today, waiting, totals: { rejected, conflicts } }: SyncBoard): DayWords {
  const say = zhSync.day;
  const open = waiting.cases > 0 || waiting.visits > 0 || waiting.photos > 0;
  const help = [
    open && (waiting.cases > 0 || waiting.photos > 0) && say.left(waiting.cases, waiting.photos),
    waiting.older > 0 && waiting.cases > 0 && say.older(waiting.older),
    waiting.visits > 0 && say.visits(waiting.visits),
    rejected > 0 && say.rejected(rejected),
    conflicts > 0 && say.conflicts(conflicts),
    !open && today.received > 0 && today.delivered === today.received && today.photos > 0 && say.photosToo(today.photos)
  ].filter((part) => part !== false);
  const title =
    today.received === 0
      ? open || rejected > 0
        ? say.none
        : say.nothing
      : today.delivered === today.received
        ? say.all(today.received)
        : say.some(today.received, today.delivered);
  const light = rejected > 0 ? 'red' : open || today.delivered < today.received ? 'wait' : conflicts > 0 ? 'amber' : 'green';
  return { light, title, help: help.join('；') };
}

/** Beside the heading: what goes on, or why nothing does. */
export function situation(now: SyncStatus): string {
  if (now.running)
    return [now.startedAt && words.started(shortTime(now.startedAt)), now.cuts > 0 && words.cuts(now.cuts), words.phases[now.phase]].filter(Boolean).join('，');
  if (now.paused) return words.paused;
  if (!now.online) return words.offline;
  if (now.phase === 'waiting') return words.phases.waiting;
  return now.finishedAt && now.error === null ? words.finished(dayAndTime(now.finishedAt)) : now.finishedAt ? '' : words.never;
}

/** Counts of cases and photos: 5 of 7 cases are with the county, 6 were sent. */
export function progressOf({ totals, waiting }: SyncBoard) {
  const { batch: total, confirmed, awaiting, rejected, pending: toSend } = totals;
  return {
    records: { total, confirmed, sent: confirmed + awaiting, awaiting, rejected, toSend },
    photos: { total: totals.photos, confirmed: totals.photosConfirmed, left: waiting.photos, leftBytes: waiting.photoBytes }
  };
}
export function recordsNote(board: SyncBoard): string {
  const { records } = progressOf(board);
  const parts = [
    records.toSend > 0 && zhSync.recordsLeft(records.toSend, bytesWords(board.waiting.recordBytes)),
    records.awaiting > 0 && words.awaiting(records.awaiting),
    records.rejected > 0 && words.rejectedN(records.rejected)
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join('，') : records.total === 0 ? words.nothing : words.allConfirmed;
}
export function photosNote(board: SyncBoard, now: SyncStatus): string {
  const { photos } = progressOf(board);
  if (photos.left === 0) return photos.total === 0 ? words.nothing : words.allConfirmed;
  const seconds = now.secondsLeft;
  if (!now.running || now.phase !== 'photos') return zhSync.photosWait(photos.left, bytesWords(photos.leftBytes));
  return [
    zhSync.photosSent(bytesWords(now.photos.sentBytes), bytesWords(now.photos.totalBytes)),
    now.bytesPerSecond > 0 && words.speed(bytesWords(now.bytesPerSecond)),
    seconds !== null && words.left(seconds < 60 ? words.seconds(Math.max(1, Math.ceil(seconds))) : words.minutes(Math.ceil(seconds / 60)))
  ]
    .filter(Boolean)
    .join('，');
}

/** In photos, for the pale part of the bar: what went over the line and has no answer yet counts by its bytes. */
export function photosSent({ photos }: ReturnType<typeof progressOf>, { running, photos: run }: SyncStatus): number {
  const share = run.totalBytes > 0 ? run.sentBytes / run.totalBytes : 0;
  return photos.confirmed + (running ? Math.max(0, share * run.total - run.confirmed) : 0);
}
/** A case of the batch: a record without its photos has not arrived. */
export function rowLight(row: CaseRow): SyncLight {
  return row.sync === 'confirmed' && row.photosConfirmed < row.photos ? { light: 'wait', words: zhSync.photosMissing } : syncLight(row.sync);
}

/** 38 秒后; null when no time is set or it has come. */
export function nextTryWords(now: SyncStatus, moment: number): string | null {
  if (now.running || now.phase !== 'waiting' || now.nextAttemptAt === null) return null;
  const seconds = Math.ceil((Date.parse(now.nextAttemptAt) - moment) / 1000);
  if (seconds <= 0) return null;
  return seconds < 90 ? zhSync.facts.inSeconds(seconds) : zhSync.facts.inMinutes(Math.ceil(seconds / 60));
}

/** Of its quota; a photo more may then be refused. */
const nearlyFull = 0.9;
export type SyncNote = { id: string; light: 'red' | 'amber' | 'hold'; title: string; text: string };
/** What stands in the way, the gravest first; each says what to do. */
export function syncNotes(status: DeviceStatus | null, now: SyncStatus, storage: Storage | null, moment: number): SyncNote[] {
  const notes: SyncNote[] = [];
  const { notes: say } = zhSync;
  if (now.error && !now.running) {
    const isLine = ['offline', 'timeout', 'captive_portal'].includes(now.error.code);
    // Without a network there is nothing to mend: the line beside the heading says it.
    if (now.online || !isLine) notes.push({ id: now.error.code, light: isLine ? 'amber' : 'red', title: say.lost, text: problemWords(now.error) });
  }
  const hours = status?.grantUntil ? Math.floor((Date.parse(status.grantUntil) - moment) / 3_600_000) : null;
  if (hours !== null && hours < 24)
    notes.push({ id: 'grant', light: hours < 0 ? 'red' : 'amber', title: zhToday.toSync, text: hours < 0 ? zhToday.grantOver : zhToday.grantSoon(hours) });
  if (status && !status.catalogue) notes.push({ id: 'catalogue', light: 'amber', ...say.catalogue });
  if (now.photosHeld) notes.push({ id: 'power', light: 'amber', ...say.photosHeld });
  if (storage !== null && storage.used !== null && storage.quota !== null && storage.quota > 0 && storage.used / storage.quota > nearlyFull)
    notes.push({ id: 'room', light: 'amber', title: say.room.title, text: say.room.text(bytesWords(Math.max(0, storage.quota - storage.used))) });
  return notes.sort((a, b) => Number(b.light === 'red') - Number(a.light === 'red'));
}
