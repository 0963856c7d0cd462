/** Where acts are made. Loaded when somebody acts, or a moment after the unlock: the first screen only reads. */
import './jitless.ts';
import { Acts } from './acts.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import type { DeskDeeds, DeskReads } from './desk-api.ts';
import { Intake } from './intake.ts';
import { Orders } from './orders.ts';
import { Visits } from './visits.ts';

export type Desk = { intake: Intake; visits: Visits; reads: DeskReads; deeds: DeskDeeds };

/** `onSaved`: the journal has something to send. */
export function openDesk(core: Core, shelf: CatalogueShelf, onSaved: () => void, isReachable: () => boolean): Desk {
  const acts = new Acts(core, shelf, onSaved);
  const orders = new Orders(core, acts);
  return {
    intake: new Intake(core, shelf, acts, isReachable),
    visits: new Visits(acts),
    reads: { orders: () => orders.list() },
    deeds: {
      openOrder: (opened) => orders.open(opened),
      closeOrder: (id, closed) => orders.close(id, closed)
    }
  };
}
