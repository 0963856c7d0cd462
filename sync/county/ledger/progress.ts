/** Where a case stands, for whoever holds its receipt: nothing that names a person leaves this file. */
import { childrenOf, isJoint } from '#domain/bundle/children.ts';
import { light } from '#domain/calendar/light.ts';
import { noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import type { CaseState } from '#domain/case/state.ts';
import { noticeStart } from '#domain/promise/clock.ts';
import type { Progress } from '#protocol/public.ts';
import { countyDay, type Context } from '../context.ts';
import { readStation } from '../people/stations.ts';
import { findByToken } from './query-tokens.ts';
import { textToState } from './state-text.ts';

export async function readProgress(context: Context, token: string): Promise<Progress | null> {
  const found = await context.database.inCounty((sql) => findByToken(sql, token));
  if (found === null) return null;
  return context.database.inStation(found.station, async (sql) => {
    const { rows } = await sql.query<{ state: string; updated_at: Date }>('SELECT state, updated_at FROM cases WHERE station_code = $1 AND id = $2', [
      found.station,
      found.caseId
    ]);
    const station = await readStation(sql, context.instance, found.station);
    const state = rows[0] === undefined ? null : textToState(rows[0].state);
    if (rows[0] === undefined || state?.kind !== 'case' || station === null) return null;
    const calendar = context.catalogues.current()?.catalogue.calendar ?? {};
    const due = dueNow(state, calendar);
    const { light: colour, words } = light(state.status, due, countyDay(context.now()), calendar);
    return {
      itemName: state.received.item.name,
      department: state.received.item.department,
      // What the offices settle between themselves is nothing for the resident to wait for.
      status: state.status === 'preReturned' ? 'received' : state.status,
      light: { light: colour, words },
      receivedOn: state.received.receivedOn,
      due,
      // By the county's clock: a tablet's may be wrong.
      updatedAt: rows[0].updated_at.toISOString(),
      stationName: station.name,
      stationPhone: station.phone,
      correctionItems: state.correction?.items.length ?? 0,
      ...(isJoint(state) && {
        children: childrenOf(state).map(({ name, department, now, due: own }) => ({ name, department, now, due: now === 'accepted' ? own : null }))
      })
    };
  });
}

/** The day that the resident waits for, or must keep. */
function dueNow(state: CaseState, calendar: Calendar): string | null {
  switch (state.status) {
    case 'received':
    case 'preReturned':
      return noticeDue(noticeStart(state), calendar).date;
    case 'correction':
      return state.correction?.due ?? null;
    case 'accepted':
      return state.due;
    default:
      return null;
  }
}
