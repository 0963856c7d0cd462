/** All kinds of record, and their acts by type. Each act is version 1. */
import { mandateActs } from '../assist/mandate-acts.ts';
import type { MandateState } from '../assist/mandate.ts';
import { orderActs } from '../assist/order-acts.ts';
import type { OrderState } from '../assist/order.ts';
import { handoverActs } from '../handing/handover-acts.ts';
import type { HandoverState } from '../handing/handover.ts';
import { ticketActs } from '../voice/ticket-acts.ts';
import type { TicketState } from '../voice/ticket.ts';
import type { RecordAct } from './record.ts';

export type RecordState = OrderState | HandoverState | MandateState | TicketState;

export const recordActs: Readonly<Record<string, RecordAct>> = { ...orderActs, ...handoverActs, ...mandateActs, ...ticketActs };
