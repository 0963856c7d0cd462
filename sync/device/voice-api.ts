/** The desk's part for what people say: ratings in private, and tickets. */
import type { Said } from '#domain/voice/answer.ts';
import type { ticketAnsweredSchema, ticketHandedOnSchema, TicketOpened, TicketState, ticketTakenOverSchema, ticketToldSchema } from '#domain/voice/ticket.ts';
import type * as z from 'zod/mini';
import type { Problem } from '#protocol/errors.ts';
import type { StationRatings } from '#protocol/voices.ts';
import type { Result } from './api.ts';

/** What the page says of what is rated. `given`: somebody has answered here today already; `served`: something was done about it today. */
export type RatingAsk = {
  about: string;
  kind: 'case' | 'visit';
  what: string;
  person: string;
  station: string;
  staff: string;
  given: boolean;
  served: boolean;
};
/** What the worker writes; number and day are the device's to give. */
export type NewTicket = Omit<TicketOpened, 'no' | 'due' | 'estimated'>;
/** What a person at the station does about a ticket. */
export type TicketDeed =
  | { type: 'ticket.handedOn'; body: z.infer<typeof ticketHandedOnSchema> }
  | { type: 'ticket.takenOver'; body: z.infer<typeof ticketTakenOverSchema> }
  | { type: 'ticket.answered'; body: z.infer<typeof ticketAnsweredSchema> }
  | { type: 'ticket.told'; body: z.infer<typeof ticketToldSchema> };
/** `me`: the worker who looks; `refused`: why the county did not take this device's last act on it. */
export type TicketView = { ticket: TicketState; sync: 'pending' | 'confirmed' | 'rejected'; refused: Problem | null; me: string };

export interface VoiceReads {
  /** What is to be rated: a case or visit of this device. */
  ratingAsk(about: string): Promise<RatingAsk | null>;
  /** Of the last month that is over: asked of the county when there is a line, else as it was told last. */
  ratingCounts(): Promise<StationRatings | null>;
  /** Newest act first. */
  tickets(): Promise<TicketState[]>;
  ticket(id: string): Promise<TicketView | null>;
}
export interface VoiceDeeds {
  /** Sealed for the county; once an occasion. `about`: null for what concerns no case. */
  giveVoice(about: string | null, said: Said, openedAt: string): Promise<Result<null>>;
  openTicket(ticket: NewTicket): Promise<Result<{ id: string; no: string }>>;
  actOnTicket(id: string, deed: TicketDeed): Promise<Result<null>>;
}
