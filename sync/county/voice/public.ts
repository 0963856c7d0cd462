/** Rating with the receipt's code, by whoever holds it: once a case. */
import type * as z from 'zod/mini';
import { checkSaid, qrOccasion, type Answer, type Said } from '#domain/voice/answer.ts';
import type { PublicRating, publicRatingRequestSchema } from '#protocol/public-rating.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { Refusal } from '../failure.ts';
import { findByToken } from '../ledger/query-tokens.ts';
import { writeVoices } from './take.ts';

/** Null: no such token. */
export async function readPublicRating(context: Context, token: string): Promise<PublicRating | null> {
  const found = await context.database.inCounty((sql) => findByToken(sql, token));
  if (found === null) return null;
  return context.database.inStation(found.station, (sql) => describe(sql, found));
}

async function describe(sql: Sql, { station, caseId }: { station: string; caseId: string }): Promise<PublicRating> {
  const { rows } = await sql.query('SELECT 1 FROM voices WHERE station_code = $1 AND about = $2 AND occasion = $3', [station, caseId, qrOccasion]);
  return { given: rows.length > 0 };
}

/** Null: no such token. Refuses a second one, and a bad one without a reason. */
export async function ratePublicly(context: Context, token: string, request: z.infer<typeof publicRatingRequestSchema>): Promise<PublicRating | null> {
  const { openedAt, ...rest } = request;
  const said: Said = { kind: 'rating', ...rest };
  const problem = checkSaid(said);
  if (problem !== null) throw new Refusal(422, 'invalid_body', problem.message, problem.path);
  const found = await context.database.inCounty((sql) => findByToken(sql, token));
  if (found === null) return null;
  const now = context.now();
  const answer: Answer = { ...said, channel: 'qr', openedAt, givenAt: now.toISOString() };
  return context.database.inStation(found.station, async (sql) => {
    const written = await writeVoices(sql, found.station, [{ about: found.caseId, occasion: qrOccasion, handler: null, answer }], now);
    if (written === 0) throw new Refusal(409, 'wrong_state', '这一件已经扫码评价过了，一件只评一次。', 'token');
    return { given: true };
  });
}
