/** What residents said, for who rectifies it: names only of those who may be called. */
import type * as z from 'zod/mini';

import { isBad, type Grade } from '#domain/voice/grades.ts';
import { voiceClock, voiceStepSchema, type VoiceDays } from '#domain/voice/rectify.ts';
import type { Voices, voiceNumbersSchema, VoiceRow } from '#protocol/voices.ts';
import { countyDay, type Context } from '../context.ts';
import type { Scope, Sql } from '../database/database.ts';
import { jsonIn } from '../database/json.ts';
import { textToState } from '../ledger/state-text.ts';
import { factsOf } from './case-facts.ts';

const mostRows = 200;
/** A page that was left open says nothing of how long somebody read. */
const mostSeconds = 3600;

type DbVoice = {
  station_code: string;
  station_name: string;
  about: string;
  occasion: string;
  kind: VoiceRow['kind'];
  grade: Grade | null;
  reasons: string;
  words: string;
  may_contact: boolean;
  phone: string | null;
  channel: VoiceRow['channel'];
  opened_at: Date | null;
  given_at: Date | null;
  arrived_at: Date;
  handler_name: string | null;
  state: string | null;
};
type DbStep = { station_code: string; about: string; occasion: string; at: Date; staff_name: string; body: string };

/** What has to be answered: a bad rating, fault found, and a box that did not open. */
export const needsAnswer = `(v.kind IN ('finding', 'unreadable') OR v.grade IN ('dissatisfied', 'veryDissatisfied'))`;
const closed = `EXISTS (SELECT 1 FROM voice_steps s WHERE s.station_code = v.station_code AND s.about = v.about AND s.occasion = v.occasion AND ${jsonIn('s.body')} ->> 'kind' = 'closed')`;
const filters = { open: `${needsAnswer} AND NOT ${closed}`, closed: `${needsAnswer} AND ${closed}`, all: 'true' } as const;
export type VoiceFilter = keyof typeof filters;
export function isVoiceFilter(text: string): text is VoiceFilter {
  return Object.hasOwn(filters, text);
}

export async function readVoices(context: Context, scope: Scope, filter: VoiceFilter, days: VoiceDays): Promise<Voices> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<DbVoice>(
      `${selected} WHERE ${filters[filter]} ORDER BY v.arrived_at ${filter === 'open' ? 'ASC' : 'DESC'}, v.about LIMIT ${String(mostRows + 1)}`
    );
    const shown = rows.slice(0, mostRows);
    return {
      rows: await toRows(context, sql, shown, days),
      numbers: await readNumbers(sql, countyDay(context.now())),
      days,
      more: rows.length > mostRows
    };
  });
}

const selected = `SELECT v.*, st.name AS station_name, c.state
  FROM voices v JOIN stations st ON st.code = v.station_code
  LEFT JOIN cases c ON c.station_code = v.station_code AND c.id = v.about`;

export async function readVoice(context: Context, sql: Sql, station: string, about: string, occasion: string, days: VoiceDays): Promise<VoiceRow | null> {
  const { rows } = await sql.query<DbVoice>(`${selected} WHERE v.station_code = $1 AND v.about = $2 AND v.occasion = $3`, [station, about, occasion]);
  return (await toRows(context, sql, rows, days))[0] ?? null;
}

async function toRows(context: Context, sql: Sql, rows: readonly DbVoice[], days: VoiceDays): Promise<VoiceRow[]> {
  if (rows.length === 0) return [];
  const { rows: steps } = await sql.query<DbStep>(
    `SELECT s.* FROM voice_steps s JOIN unnest($1::text[], $2::uuid[], $3::text[]) AS k(station_code, about, occasion)
       ON s.station_code = k.station_code AND s.about = k.about AND s.occasion = k.occasion ORDER BY s.step`,
    [rows.map((r) => r.station_code), rows.map((r) => r.about), rows.map((r) => r.occasion)]
  );
  const calendar = context.catalogues.current()?.catalogue.calendar ?? {};
  const today = countyDay(context.now());
  return rows.map((row): VoiceRow => {
    const own = steps.filter((step) => step.station_code === row.station_code && step.about === row.about && step.occasion === row.occasion);
    const told = own.map(({ at, staff_name, body }) => ({ at: at.toISOString(), by: staff_name, step: voiceStepSchema.parse(JSON.parse(body)) }));
    const facts = row.state === null ? null : factsOf(textToState(row.state));
    const isOpen = row.kind === 'finding' || row.kind === 'unreadable' || (row.grade !== null && isBad(row.grade));
    const clock = { arrivedOn: countyDay(row.arrived_at), mayContact: row.may_contact, steps: told.map(({ step }) => step) };
    return {
      stationCode: row.station_code,
      stationName: row.station_name,
      about: row.about,
      occasion: row.occasion,
      kind: row.kind,
      grade: row.grade,
      reasons: row.reasons === '' ? [] : row.reasons.split(','),
      words: row.words,
      channel: row.channel,
      seconds: secondsOf(row),
      arrivedAt: row.arrived_at.toISOString(),
      handlerName: row.handler_name,
      item: facts?.item ?? null,
      no: facts?.no ?? null,
      person: row.may_contact ? { name: facts?.name ?? '', phone: row.phone ?? facts?.phone ?? '' } : null,
      mayContact: row.may_contact,
      steps: told,
      clock: isOpen ? voiceClock(clock, days, today, calendar) : null
    };
  });
}

function secondsOf({ opened_at, given_at }: DbVoice): number | null {
  if (opened_at === null || given_at === null) return null;
  const seconds = Math.round((given_at.getTime() - opened_at.getTime()) / 1000);
  return seconds >= 0 && seconds <= mostSeconds ? seconds : null;
}

/** Silence is a number too: a worker who never hands the tablet over is seen here. */
async function readNumbers(sql: Sql, today: string): Promise<z.infer<typeof voiceNumbersSchema>[]> {
  const { rows } = await sql.query<z.infer<typeof voiceNumbersSchema>>(
    `WITH heard AS (
       SELECT v.station_code, count(*) FILTER (WHERE v.kind = 'rating')::int AS rated, count(*) FILTER (WHERE v.kind = 'refused')::int AS refused,
              count(*) FILTER (WHERE v.grade IN ('dissatisfied', 'veryDissatisfied'))::int AS bad,
              count(*) FILTER (WHERE v.grade IN ('dissatisfied', 'veryDissatisfied') AND ${closed})::int AS rectified
       FROM voices v WHERE v.arrived_at >= $1::date - 30 GROUP BY 1
     ), taken AS (
       SELECT c.station_code, count(*)::int AS cases,
              count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM voices v WHERE v.station_code = c.station_code AND v.about = c.id AND v.channel = 'tablet'))::int AS silent
       FROM cases c WHERE c.kind = 'case' AND c.received_on >= ($1::date - 30)::text GROUP BY 1
     ), twice AS (
       SELECT station_code, count(*)::int AS again FROM (
         SELECT o.station_code, o.case_id FROM operations o JOIN cases c ON c.station_code = o.station_code AND c.id = o.case_id
         WHERE o.type = 'case.correctionRequested' AND o.verdict = 'applied' AND c.received_on >= ($1::date - 30)::text GROUP BY 1, 2 HAVING count(*) > 1
       ) AS cases_told_twice GROUP BY 1
     )
     SELECT st.code AS "stationCode", st.name AS "stationName", coalesce(t.cases, 0) AS cases, coalesce(h.rated, 0) AS rated, coalesce(h.refused, 0) AS refused,
            coalesce(h.bad, 0) AS bad, coalesce(h.rectified, 0) AS rectified, coalesce(t.silent, 0) AS silent, coalesce(w.again, 0) AS again
     FROM stations st LEFT JOIN heard h ON h.station_code = st.code LEFT JOIN taken t ON t.station_code = st.code LEFT JOIN twice w ON w.station_code = st.code
     WHERE h.station_code IS NOT NULL OR t.station_code IS NOT NULL ORDER BY st.code`,
    [today]
  );
  return rows;
}
