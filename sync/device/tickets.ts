import { addDays } from '#domain/calendar/working-days.ts';
import { localNumber, serialOf } from '#domain/case/local-number.ts';
import { usualTicketDays, type TicketOpened, type TicketState } from '#domain/voice/ticket.ts';
import { ticketNumber } from '#domain/voice/ticket-words.ts';
import { readMeta } from '#store/database.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import { recordWith, recordsOf } from './records.ts';
import { failure } from './sentences.ts';
import type { NewTicket, TicketDeed, TicketView } from './voice-api.ts';

/** 咨询、投诉、办不成 on this device. */
export class Tickets {
  #core: Core;
  #shelf: CatalogueShelf;
  #acts: Acts;

  constructor(core: Core, shelf: CatalogueShelf, acts: Acts) {
    this.#core = core;
    this.#shelf = shelf;
    this.#acts = acts;
  }

  list(): Promise<TicketState[]> {
    return recordsOf(this.#core, 'ticket');
  }
  async one(id: string): Promise<TicketView | null> {
    const found = await recordWith(this.#core, 'ticket', id);
    const me = this.#core.vault.session?.staff.id ?? '';
    return found === null ? null : { ticket: found.state, sync: found.sync, refused: found.refused, me };
  }

  async open(ticket: NewTicket): Promise<Result<{ id: string; no: string }>> {
    const enrolment = await this.#core.vault.enrolment();
    if (enrolment === null) return failure('not_enrolled');
    const id = this.#acts.newId();
    let no = '';
    const done = await this.#acts.perform(id, async () => {
      // Under the journal's lock, so that no serial is given twice; a device restored from a copy learns from the feed what it has given.
      const [today, key] = [this.#acts.today(), `ticketSerial:${this.#acts.today()}`];
      const { station, deviceNo } = enrolment;
      const given = (await this.list()).map(({ opened }) => serialOf(`L${opened.no.slice(1)}`, station.code, deviceNo, today));
      const value = given.reduce((most, one) => Math.max(most, one), await readMeta(this.#core.db, key, 0)) + 1;
      no = ticketNumber(localNumber(station.code, deviceNo, today, value));
      const calendar = (await this.#shelf.current())?.calendar ?? {};
      const { date: due, estimated } = addDays(today, { value: usualTicketDays[ticket.category], unit: 'workingDay' }, calendar);
      const body: TicketOpened = { ...ticket, no, due, estimated };
      return { type: 'ticket.opened', body, blobs: (ticket.dispute?.pages ?? []).map(({ sha256 }) => sha256), serial: { key, value } };
    });
    return done.ok ? { ok: true, value: { id, no } } : done;
  }
  act(id: string, { type, body }: TicketDeed): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type, body, blobs: [] }));
  }
}
