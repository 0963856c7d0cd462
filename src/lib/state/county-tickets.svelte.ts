import type { TicketAct, TicketRow, TicketsReply } from '#protocol/tickets.ts';
import type { CountyApi } from './county-api.ts';

export type { TicketRow };
/** What a clerk does, without the revision that they saw. */
export type TicketStep = { [A in TicketAct as A['type']]: Omit<A, 'base'> }[TicketAct['type']];
// Each member of the union stays itself with a base.
const stepOn = (row: TicketRow, step: TicketStep): TicketAct => ({ ...step, base: row.revision }) as TicketAct;

/** 工单: asked for when the page is opened, and after each act. */
export class CountyTickets {
  found = $state.raw<TicketsReply | null>(null);
  closed = $state(false);
  category = $state('');
  problem = $state('');
  refused = $state.raw<{ id: string; message: string } | null>(null);
  busy = $state(false);
  readonly rows = $derived((this.found?.rows ?? []).filter(({ opened }) => this.category === '' || opened.category === this.category));
  #api: CountyApi;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  async load(closed: boolean = this.closed): Promise<void> {
    this.closed = closed;
    const reply = await this.#api.tickets(closed);
    if (closed !== this.closed) return;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (reply.ok) this.found = reply.value;
  }

  /** True when it stands; the ticket stays in sight as it is now. */
  async act(row: TicketRow, act: TicketStep): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refused = null;
    const reply = await this.#api.actOnTicket(row.stationCode, row.id, stepOn(row, act));
    this.busy = false;
    if (!reply.ok) {
      this.refused = { id: row.id, message: reply.problem.message };
      return false;
    }
    const { found } = this;
    if (found !== null) this.found = { ...found, rows: found.rows.map((each) => (each.id === row.id ? reply.value : each)) };
    return true;
  }
}
