import { isOpen } from '#domain/case/open.ts';
import type { CaseState } from '#domain/case/state.ts';
import { lastTold, lastWords, lineOf as sheetLine, listHashOf, totalsOf, type HandoverPrepared, type HandoverState } from '#domain/handing/handover.ts';
import { holdingsOf } from '#domain/handing/originals.ts';
import { readMeta } from '#store/database.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { Core } from './core.ts';
import { everyCase } from './every-case.ts';
import type { HandingDeeds, HandoverCandidate, HandoverView } from './handing-api.ts';
import { lineOf } from './handing.ts';
import { recordWith, recordsOf } from './records.ts';
import { failure } from './sentences.ts';

/** 材料交接单 on this device. */
export class Handovers {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  list(): Promise<HandoverState[]> {
    return recordsOf(this.#core, 'handover');
  }
  async one(id: string): Promise<HandoverView | null> {
    const found = await recordWith(this.#core, 'handover', id);
    return found === null ? null : { handover: found.state, sync: found.sync, refused: found.refused };
  }
  /** Case → the living sheet that it is on, until the department has said its last word on it. */
  async #taken(): Promise<Map<string, string>> {
    const living = (await this.list()).filter(({ status }) => status === 'prepared' || status === 'signed');
    const isOut = (sheet: HandoverState, caseId: string) => {
      const last = lastTold(sheet, caseId);
      return last === null || !lastWords.has(last.word);
    };
    return new Map(
      living.flatMap((sheet) => sheet.prepared.lines.flatMap(({ caseId }) => (isOut(sheet, caseId) ? [[caseId, sheet.prepared.no] as const] : [])))
    );
  }
  /** Open cases that are on no sheet that lives. */
  async candidates(): Promise<HandoverCandidate[]> {
    const taken = await this.#taken();
    const states = await everyCase(this.#core, ({ id, status }) => isOpen(status) && !taken.has(id));
    return states.map((state) => {
      const { originals, photos } = totalsOf([sheetLine(state)]);
      return { ...lineOf(state), department: state.received.item.department, originals, photos };
    });
  }

  async prepare(department: string, caseIds: string[], note: string): Promise<Result<{ id: string; no: string }>> {
    const enrolment = await this.#core.vault.enrolment();
    if (enrolment === null) return failure('not_enrolled');
    const id = this.#acts.newId();
    let no = '';
    const done = await this.#acts.perform(id, async () => {
      const wanted = new Set(caseIds);
      // A colleague's sheet may have come since the list was shown.
      const taken = await this.#taken();
      const other = caseIds.map((caseId) => taken.get(caseId)).find((sheet) => sheet !== undefined);
      if (other !== undefined) return { refused: { code: 'wrong_state', path: 'caseIds', message: `有办件已经在交接单 ${other} 上。请刷新后重新选办件。` } };
      const states = new Map((await everyCase(this.#core, (head) => wanted.has(head.id))).map((state) => [state.id, state]));
      // In the order in which they were chosen: that of the papers on the table.
      const lines = caseIds.flatMap((caseId) => states.get(caseId) ?? []).map(sheetLine);
      if (lines.length < wanted.size) return 'unknown_case';
      const today = this.#acts.today();
      const [key, prefix] = [`handoverSerial:${today}`, `JJ-${enrolment.station.code}-${enrolment.deviceNo}-${today.replaceAll('-', '')}-`];
      // A device restored from a copy learns from the feed what it has given.
      const given = (await this.list()).map(({ prepared }) => (prepared.no.startsWith(prefix) ? Number(prepared.no.slice(prefix.length)) : 0));
      const value = given.reduce((most, one) => Math.max(most, one), await readMeta(this.#core.db, key, 0)) + 1;
      no = `${prefix}${String(value).padStart(2, '0')}`;
      const body: HandoverPrepared = {
        no,
        department,
        on: today,
        lines,
        totals: totalsOf(lines),
        listHash: listHashOf(lines),
        ...(note.trim() !== '' && { note: note.trim() })
      };
      return { type: 'handover.prepared', body, blobs: [], serial: { key, value } };
    });
    return done.ok ? { ok: true, value: { id, no } } : done;
  }
  async sign(id: string, signed: Parameters<HandingDeeds['signHandover']>[1]): Promise<Result<null>> {
    const done = await this.#act(id, 'handover.signed', signed);
    if (done.ok) await this.settleOriginals();
    return done;
  }
  cancel(id: string, reason: string): Promise<Result<null>> {
    return this.#act(id, 'handover.cancelled', { reason });
  }
  tell(id: string, told: Parameters<HandingDeeds['tellHandover']>[1]): Promise<Result<null>> {
    return this.#act(id, 'handover.told', told);
  }
  #act(id: string, type: string, body: object): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type, body, blobs: [] }));
  }

  /**
   * The originals of a sheet move with its signing, one act a case. The battery may die between them: what is still to be moved follows from
   * the sheet and the cases, so that the next look at the sheets does the rest, and a case that has moved is left alone.
   */
  async settleOriginals(): Promise<void> {
    const me = this.#core.vault.session?.staff.id;
    // Whoever signed moves them: another tablet that hears of the sheet first must not do it a second time.
    const signed = (await this.list()).filter(({ timeline }) => timeline.some(({ type, authorId }) => type === 'handover.signed' && authorId === me));
    const lines = signed.flatMap((handover) => handover.prepared.lines.map((line) => ({ handover, line })));
    const withOriginals = lines.filter(({ line }) => line.materials.some(({ originals }) => originals > 0));
    if (withOriginals.length === 0) return;
    const wanted = new Set(withOriginals.map(({ line }) => line.caseId));
    // What the county refused waits for a person.
    const states = new Map((await everyCase(this.#core, ({ id, sync }) => wanted.has(id) && sync !== 'rejected')).map((state) => [state.id, state]));
    for (const { handover, line } of withOriginals) {
      const state: CaseState | undefined = states.get(line.caseId);
      if (state === undefined || state.originalsMoves?.some(({ handoverId }) => handoverId === handover.id) === true) continue;
      // What was given back since the sheet was made is not there to go along.
      const there = new Map(holdingsOf(state.materials, state.originalsMoves ?? []).map((holding) => [holding.materialId, holding.station]));
      const moves = line.materials
        .map(({ id, name, originals }) => ({ materialId: id, name, count: Math.min(originals, there.get(id) ?? 0) }))
        .filter(({ count }) => count > 0);
      if (moves.length === 0) continue;
      await this.#acts.perform(line.caseId, () =>
        Promise.resolve({
          type: 'case.originalsMoved',
          body: {
            from: 'station',
            to: 'department',
            moves,
            who: handover.signed?.receiver.name ?? handover.prepared.department,
            place: handover.signed?.receiver.unit ?? handover.prepared.department,
            on: handover.signed?.on ?? this.#acts.today(),
            handoverId: handover.id,
            note: handover.prepared.no,
            signatures: []
          },
          blobs: []
        })
      );
    }
  }
}
