/** Where acts are made. Loaded when somebody acts, or a moment after the unlock: the first screen only reads. */
import './jitless.ts';
import { Acts } from './acts.ts';
import { AgendaBook } from './agenda.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import type { DeskDeeds, DeskReads } from './desk-api.ts';
import { endingDrafts } from './draft-life.ts';
import { Handing } from './handing.ts';
import { Handovers } from './handovers.ts';
import { Intake } from './intake.ts';
import { Joint } from './joint.ts';
import { Mandates } from './mandates.ts';
import { Orders } from './orders.ts';
import { Papers } from './papers.ts';
import { People } from './people.ts';
import { Tickets } from './tickets.ts';
import { Visits } from './visits.ts';
import { Voice } from './voice.ts';
import { askVoid } from './voiding.ts';

export type Desk = { intake: Intake; visits: Visits; reads: DeskReads; deeds: DeskDeeds };

/** `onSaved`: the journal has something to send. */
export function openDesk(core: Core, shelf: CatalogueShelf, onSaved: () => void, isReachable: () => boolean): Desk {
  const acts = new Acts(core, shelf, onSaved);
  const orders = new Orders(core, acts);
  const mandates = new Mandates(core, shelf, acts);
  const agenda = new AgendaBook(core, acts);
  const voice = new Voice(core, acts);
  const tickets = new Tickets(core, shelf, acts);
  const people = new People(core, shelf, acts);
  const handing = new Handing(core, shelf, acts);
  const handovers = new Handovers(core, acts);
  const joint = new Joint(acts);
  const papers = new Papers(acts);
  return {
    intake: new Intake(core, shelf, acts, isReachable),
    visits: new Visits(acts),
    reads: {
      owedDeliveries: () => handing.owed(),
      heldOriginals: () => handing.held(),
      reportFacts: () => handing.facts(),
      handovers: async () => {
        await handovers.settleOriginals();
        return handovers.list();
      },
      handover: (id) => handovers.one(id),
      handoverCandidates: () => handovers.candidates(),
      orders: () => orders.list(),
      order: (id) => orders.one(id),
      mandates: () => mandates.list(),
      mandate: (id) => mandates.one(id),
      visit: (id) => agenda.one(id),
      agenda: (from, through) => agenda.between(from, through),
      ratingAsk: (about) => voice.ask(about),
      ratingCounts: () => voice.counts(),
      tickets: () => tickets.list(),
      ticket: (id) => tickets.one(id),
      knownPerson: (draftId, idNo) => people.known(draftId, idNo),
      household: (caseId) => people.household(caseId),
      endingDrafts: () => endingDrafts(core)
    },
    deeds: {
      deliver: (caseId, delivered) => handing.deliver(caseId, delivered),
      followDelivery: (caseId, followed) => handing.follow(caseId, followed),
      moveOriginals: (caseId, moved) => handing.move(caseId, moved),
      prepareHandover: (department, caseIds, note) => handovers.prepare(department, caseIds, note),
      signHandover: (id, signed) => handovers.sign(id, signed),
      cancelHandover: (id, reason) => handovers.cancel(id, reason),
      tellHandover: (id, told) => handovers.tell(id, told),
      giveVoice: (about, said, openedAt) => voice.give(about, said, openedAt),
      openTicket: (ticket) => tickets.open(ticket),
      actOnTicket: (id, deed) => tickets.act(id, deed),
      askVoid: (caseId, reason) => askVoid(acts, caseId, reason),
      issuePaper: (caseId, issued) => papers.issue(caseId, issued),
      withdrawChild: (caseId, no, reason) => joint.withdraw(caseId, no, reason),
      elsewhereDone: (caseId, no, evidence) => joint.elsewhereDone(caseId, no, evidence),
      openOrder: (opened) => orders.open(opened),
      doOrder: (id, deed) => orders.act(id, deed),
      grantMandate: (id, granted) => mandates.grant(id, granted),
      revokeMandate: (id, revoked) => mandates.revoke(id, revoked),
      bookVisit: (plan) => agenda.book(plan),
      moveVisit: (id, slot) => agenda.move(id, slot),
      sortRoute: (date, ids) => agenda.sort(date, ids),
      newId: () => Promise.resolve({ ok: true, value: acts.newId() }),
      reveal: (caseId, place) => people.reveal(caseId, place)
    }
  };
}
