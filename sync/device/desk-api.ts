/**
 * What the screens beyond the first ask: the station worker loads the desk for it, so that none of it weighs on the first screen.
 * Everything that crosses is structured-cloneable; failures are `Failure` values.
 */
import type { OrderState, orderClosedSchema, orderOpenedSchema } from '#domain/assist/order.ts';
import type * as z from 'zod/mini';
import type { Result } from './api.ts';

/** Asked again when the database was lost under them; while the vault is locked they answer with nothing. */
export interface DeskReads {
  /** Newest act first. */
  orders(): Promise<OrderState[]>;
}
/** What a person does: each answers with a `Result`, and is never done twice by itself. */
export interface DeskDeeds {
  openOrder(opened: z.infer<typeof orderOpenedSchema>): Promise<Result<string>>;
  closeOrder(id: string, closed: z.infer<typeof orderClosedSchema>): Promise<Result<null>>;
}
export type DeskApi = DeskReads & DeskDeeds;
export type DeskCall = <K extends keyof DeskApi>(name: K, ...args: Parameters<DeskApi[K]>) => ReturnType<DeskApi[K]>;
