/** The desk's part for 帮办代办: orders, mandates, and when one goes where. */
import type { MandateGranted, MandateState, mandateRevokedSchema } from '#domain/assist/mandate.ts';
import type {
  OrderState,
  orderChangedSchema,
  orderClosedSchema,
  orderHandedOverSchema,
  orderNotedSchema,
  orderOpenedSchema,
  orderRecalledSchema,
  orderTakenSchema
} from '#domain/assist/order.ts';
import type { visitMovedSchema } from '#domain/assist/visit.ts';
import type { BodyOf } from '#domain/case/operations.ts';
import type { VisitState } from '#domain/case/state.ts';
import type * as z from 'zod/mini';
import type { Problem } from '#protocol/errors.ts';
import type { Result } from './api.ts';

/** What a person at the station does to an order. */
export type OrderDeed =
  | { type: 'order.changed'; body: z.infer<typeof orderChangedSchema> }
  | { type: 'order.noted'; body: z.infer<typeof orderNotedSchema> }
  | { type: 'order.handedOver'; body: z.infer<typeof orderHandedOverSchema> }
  | { type: 'order.taken'; body: z.infer<typeof orderTakenSchema> }
  | { type: 'order.recalled'; body: z.infer<typeof orderRecalledSchema> }
  | { type: 'order.closed'; body: z.infer<typeof orderClosedSchema> };
export type RecordSync = 'pending' | 'confirmed' | 'rejected';
/** `refused`: why the county did not take this device's last act on it. */
export type OrderView = { order: OrderState; sync: RecordSync; refused: Problem | null };
export type MandateView = { mandate: MandateState; sync: RecordSync; refused: Problem | null };
/** `route`: the worker's own order of the day's stops, by id; empty: as the times and addresses say. */
export type Agenda = { visits: VisitState[]; route: string[] };

export interface AssistReads {
  /** Newest act first. */
  orders(): Promise<OrderState[]>;
  order(id: string): Promise<OrderView | null>;
  mandates(): Promise<MandateState[]>;
  mandate(id: string): Promise<MandateView | null>;
  visit(id: string): Promise<VisitState | null>;
  /** ISO days, both included. */
  agenda(from: string, through: string): Promise<Agenda>;
}
export interface AssistDeeds {
  openOrder(opened: z.infer<typeof orderOpenedSchema>): Promise<Result<string>>;
  doOrder(id: string, deed: OrderDeed): Promise<Result<null>>;
  /** `id` stands on the paper already: it was signed before there was a record. */
  grantMandate(id: string, granted: MandateGranted): Promise<Result<null>>;
  revokeMandate(id: string, revoked: z.infer<typeof mandateRevokedSchema>): Promise<Result<null>>;
  bookVisit(plan: BodyOf<'visit.planned@1'>): Promise<Result<string>>;
  moveVisit(id: string, slot: z.infer<typeof visitMovedSchema>): Promise<Result<null>>;
  /** On this device alone: it is the order in which one goes, not what was agreed. */
  sortRoute(date: string, ids: string[]): Promise<Result<null>>;
  /** For what is signed before it is saved: the number on a mandate. */
  newId(): Promise<Result<string>>;
}
