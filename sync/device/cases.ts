/** The lists that screens show, out of the heads in memory. */
import { light } from '#domain/calendar/light.ts';
import { noticeDue } from '#domain/calendar/working-days.ts';
import { isOpen } from '#domain/case/open.ts';
import type { VisitState } from '#domain/case/state.ts';
import { chinaDate } from '#store/platform.ts';
import type { CaseHead } from '#store/streams.ts';
import { unreadStreams } from '#store/database.ts';
import type { CaseFilter, CaseRow, CaseView, SyncState, Today } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import type { Drafting } from './drafting.ts';

const pageSize = 50;
/** Deferred material within so many days is due today's attention. */
const soonDays = 3;
const day = 86_400_000;

export class Cases {
  #core: Core;
  #shelf: CatalogueShelf;
  /** Streams whose operations are on the way: sent, not yet answered. */
  underWay: ReadonlySet<string> = new Set();

  constructor(core: Core, shelf: CatalogueShelf) {
    this.#core = core;
    this.#shelf = shelf;
  }

  async list(filter: CaseFilter): Promise<{ rows: CaseRow[]; total: number }> {
    const text = filter.text?.trim().toLowerCase() ?? '';
    const found = (await this.#rows()).filter(
      (row) =>
        (filter.status === undefined || filter.status.includes(row.status)) &&
        (filter.sync === undefined || filter.sync.includes(row.sync)) &&
        (filter.conflicts === undefined || row.conflicts > 0) &&
        (text === '' ||
          [row.applicantName, row.itemName, row.bundleName ?? '', row.localNo, row.caseNo ?? ''].some((part) => part.toLowerCase().includes(text)))
    );
    const from = filter.offset ?? 0;
    return { rows: found.slice(from, from + (filter.limit ?? pageSize)), total: found.length };
  }

  async view(id: string): Promise<CaseView | null> {
    const session = this.#core.vault.session;
    if (session === null) return null;
    const { streams, blobs, db } = this.#core;
    const [head, folded] = [(await streams.heads(session.keys)).get(id), await streams.folded(session.keys, id)];
    if (head?.kind !== 'case' || folded?.current?.kind !== 'case') return null;
    const pending = await db.journal
      .where('streamId')
      .equals(id)
      .and((row) => row.state === 'pending' || row.state === 'parked')
      .count();
    return { row: this.#row(head, await blobs.queuedIds(), await unreadStreams(db)), state: folded.current, pending, atCounty: folded.confirmed !== null };
  }

  async today(drafting: Drafting): Promise<Today> {
    const now = this.#core.world.now();
    const [date, soon] = [chinaDate(now), chinaDate(now + soonDays * day)];
    const [rows, catalogue] = [await this.#rows(), await this.#shelf.current()];
    const calendar = catalogue?.calendar ?? {};
    // Until the county answers, its five days are the clock.
    const clocked = rows.map((row) =>
      row.status === 'received' || row.status === 'preReturned' ? { ...row, due: noticeDue(row.noticeFrom ?? row.receivedOn, calendar).date } : row
    );
    const inSight = (row: CaseRow) => {
      if (row.deferredDue !== null && row.deferredDue <= soon && isOpen(row.status)) return true;
      const shown = light(row.status, row.due, date, calendar).light;
      return shown === 'amber' || shown === 'red';
    };
    const open = rows.filter((row) => isOpen(row.status));
    return {
      date,
      visits: await this.#visitsOn(date),
      corrections: rows.filter((row) => (row.status === 'correction' || row.status === 'preReturned') && row.sync !== 'rejected'),
      rejected: rows.filter((row) => row.sync === 'rejected'),
      conflicts: rows.filter((row) => row.conflicts > 0),
      due: clocked.filter(inSight).sort((a, b) => (a.due ?? a.deferredDue ?? '').localeCompare(b.due ?? b.deferredDue ?? '')),
      drafts: await drafting.list(),
      numbers: {
        received: rows.filter((row) => row.receivedOn === date).length,
        receivedThisMonth: rows.filter((row) => row.receivedOn.startsWith(date.slice(0, 7))).length,
        completedThisMonth: rows.filter((row) => row.status === 'completed' && row.updatedAt.startsWith(date.slice(0, 7))).length,
        open: open.length
      }
    };
  }

  /** Of one day, in order, and those of days before that nobody has closed. */
  async #visitsOn(date: string): Promise<VisitState[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const visits = [...(await this.#core.streams.heads(session.keys)).values()].flatMap((head) =>
      head.kind !== 'case' && head.state.kind === 'visit' ? [head.state] : []
    );
    return visits
      .filter(({ plan, status }) => plan.date === date || (plan.date < date && status === 'planned'))
      .sort((a, b) => `${a.plan.date} ${a.plan.time}`.localeCompare(`${b.plan.date} ${b.plan.time}`));
  }

  /** Newest act first. */
  async #rows(): Promise<CaseRow[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const [queued, unread] = [await this.#core.blobs.queuedIds(), await unreadStreams(this.#core.db)];
    const heads = [...(await this.#core.streams.heads(session.keys)).values()].filter((head) => head.kind === 'case');
    return heads.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1)).map((head) => this.#row(head, queued, unread));
  }
  #row(head: CaseHead, queued: Set<string>, unread: Set<string>): CaseRow {
    const { kind: _kind, links: _links, photoIds, sync, ...row } = head;
    const shown: SyncState = sync === 'parked' || (sync === 'pending' && this.underWay.has(head.id)) ? 'sent' : sync;
    // What is decided is past disputing; both values stay in the case.
    const conflicts = isOpen(row.status) ? (row.conflicts ?? 0) : 0;
    return {
      ...row,
      conflicts,
      sync: shown,
      photos: photoIds.length,
      photosConfirmed: photoIds.filter((id) => !queued.has(id)).length,
      needsUpgrade: unread.has(head.id)
    };
  }
}
