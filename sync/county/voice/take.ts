/** Boxes that came with a batch are opened and written down (SPEC P103). One that does not open is kept as such, and holds no batch up. */
import type { Operation } from '#domain/case/operations.ts';
import type { BodyOf } from '#domain/case/operations.ts';
import type { Answer } from '#domain/voice/answer.ts';
import { openVoice } from '#protocol/voice-box.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { fromBase64, tools } from '../ferry/key.ts';
import type { Judged } from '../ledger/judge-batch.ts';

export type Voice = { about: string; occasion: string; handler: { id: string; name: string } | null; answer: Answer | null };

export async function takeVoices(context: Context, sql: Sql, station: string, judged: readonly Judged[], now: Date): Promise<void> {
  const given = judged.flatMap(({ read, ruling }) => (read.kind === 'operation' && ruling.verdict === 'applied' && isVoice(read.op) ? [read.op] : []));
  if (given.length === 0) return;
  const voices = await Promise.all(
    given.map(async ({ body, author }): Promise<Voice> => {
      const { about, occasion, suite, box } = body as BodyOf<'rating.given@1'>;
      const answer = await openVoice(tools, context.rating, { about, occasion }, suite, fromBase64(box));
      // It came from a tablet, whatever stands in the box.
      return { about, occasion, handler: author, answer: answer && { ...answer, channel: 'tablet' } };
    })
  );
  await writeVoices(sql, station, voices, now);
}
const isVoice = (op: Operation): boolean => op.type === 'rating.given';

const clean = (text: string): string => text.replaceAll('\0', '');
/** A tablet's clock may say anything; the database counts no year 0. */
const moment = (iso: string | undefined): string | null => (iso !== undefined && /^2\d{3}-/.test(iso) ? iso : null);

/** One each: the first that comes stands (一次一评). Returns how many were new. */
export async function writeVoices(sql: Sql, station: string, voices: readonly Voice[], now: Date): Promise<number> {
  const rows = voices.map(({ about, occasion, handler, answer }) => {
    const rating = answer?.kind === 'rating' ? answer : null;
    const finding = answer?.kind === 'finding' ? answer : null;
    return {
      about,
      occasion,
      kind: answer?.kind ?? 'unreadable',
      grade: rating?.grade ?? null,
      reasons: rating?.reasons.map(clean).join(',') ?? '',
      words: clean(rating?.words ?? finding?.words ?? ''),
      mayContact: rating?.mayContact ?? finding?.phone !== undefined,
      phone: finding?.phone === undefined ? null : clean(finding.phone),
      channel: answer?.channel ?? 'tablet',
      openedAt: moment(answer?.openedAt),
      givenAt: moment(answer?.givenAt),
      handler: handler && clean(handler.id),
      handlerName: handler && clean(handler.name)
    };
  });
  const { rowCount } = await sql.query(
    `INSERT INTO voices (station_code, about, occasion, kind, grade, reasons, words, may_contact, phone, channel, opened_at, given_at, handler, handler_name, arrived_at)
     SELECT $1, t.*, $2 FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::text[]) AS t
     ON CONFLICT DO NOTHING`,
    [
      station,
      now,
      rows.map((r) => r.about),
      rows.map((r) => r.occasion),
      rows.map((r) => r.kind),
      rows.map((r) => r.grade),
      rows.map((r) => r.reasons),
      rows.map((r) => r.words),
      rows.map((r) => r.mayContact),
      rows.map((r) => r.phone),
      rows.map((r) => r.channel),
      rows.map((r) => r.openedAt),
      rows.map((r) => r.givenAt),
      rows.map((r) => r.handler),
      rows.map((r) => r.handlerName)
    ]
  );
  return rowCount ?? 0;
}
