/** All kinds of record, and their acts by type. Each act is version 1. */
import { orderActs, type OrderState } from '../assist/order.ts';
import type { RecordAct } from './record.ts';

export type RecordState = OrderState;

export const recordActs: Readonly<Record<string, RecordAct>> = { ...orderActs };
