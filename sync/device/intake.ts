/** How drafts begin and what becomes of them: 收件, 补正, 容缺后补, 撤回. */
import { jointPlan } from '#domain/bundle/plan.ts';
import { caseActs } from '#domain/case/acts/index.ts';
import { localNumber, serialOf } from '#domain/case/local-number.ts';
import type { Operation, Received } from '#domain/case/operations.ts';
import type { CaseState } from '#domain/case/state.ts';
import { assess } from '#domain/form/assess.ts';
import type { Assessment } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import type { Answers, Finding, Situation, Value } from '#domain/form/values.ts';
import { bytesToBase64 } from '#store/bytes.ts';
import { readMeta } from '#store/database.ts';
import type { Group } from '#store/journal.ts';
import { pagesOf } from '#store/pages.ts';
import type { Acts, Deed } from './acts.ts';
import type { Choice, Draft, IntakeExtra, Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import { openSession } from './core.ts';
import type { Core } from './core.ts';
import { isGranted } from './grant.ts';
import { linkCase } from './orders.ts';
import { failure } from './sentences.ts';
import { changes, conflictFindings, conflicts, isEmpty, laidOver } from './supply-changes.ts';
import type { Content } from './supply-changes.ts';

type Start = { itemId: string; bundle?: { id: string; itemIds: string[] }; caseId?: string; visitId?: string; situation?: Situation };
type WithFindings<T> = Result<T> & { findings?: Finding[] };

export class Intake {
  #core: Core;
  #shelf: CatalogueShelf;
  #acts: Acts;
  /** Tells whether the device has a line, for the receipt's words. */
  #isReachable: () => boolean;

  constructor(core: Core, shelf: CatalogueShelf, acts: Acts, isReachable: () => boolean) {
    this.#core = core;
    this.#shelf = shelf;
    this.#acts = acts;
    this.#isReachable = isReachable;
  }

  async start(start: Start): Promise<Result<Draft>> {
    const session = this.#core.vault.session;
    if (session === null) return failure('locked');
    if (start.caseId !== undefined) return this.#startFromCase(start.caseId);
    if (!(await isGranted(this.#core))) return failure('grant_ended');
    const bundle = start.bundle ?? null;
    const definition = await this.#definition({ itemId: start.itemId, bundle });
    if (definition === null) return failure((await this.#shelf.current()) === null ? 'no_catalogue' : 'unknown_item');
    const defaults = Object.fromEntries(definition.questions.flatMap((question) => (question.default === undefined ? [] : [[question.id, question.default]])));
    return this.#begin({
      ...this.#blank(start.itemId),
      bundle,
      visitId: start.visitId ?? null,
      place: start.visitId === undefined ? 'station' : 'home',
      situation: { ...defaults, ...start.situation }
    });
  }

  /** One draft a case: coming back to it goes on where it stood. */
  async #startFromCase(caseId: string): Promise<Result<Draft>> {
    const { vault, drafts, streams, journal } = this.#core;
    if (vault.session === null) return failure('locked');
    const { keys } = vault.session;
    const begun = (await drafts.list(keys)).find((draft) => draft.caseId === caseId);
    if (begun !== undefined) return { ok: true, value: begun };
    const head = (await streams.heads(keys)).get(caseId);
    const state = (await streams.folded(keys, caseId))?.current;
    if (head?.kind !== 'case' || state?.kind !== 'case') return failure('unknown_case');
    // Refused supplies are not part of the state; what was typed in them is what the person wants to mend.
    const refused = head.sync === 'rejected' ? refusedSince((await journal.groupsOf(keys, [caseId])).get(caseId) ?? []) : { answers: {}, materials: [] };
    const bundle = state.received.bundle;
    const started = await this.#begin({
      ...this.#blank(state.received.item.id),
      caseId,
      bundle: bundle === undefined ? null : { id: bundle.id, itemIds: bundle.itemIds },
      place: state.received.place,
      situation: state.situation,
      answers: { ...state.answers, ...(refused.answers as Answers) },
      signatures: state.signatures,
      privacyNotice: state.received.privacyNotice,
      visitId: state.received.visitId ?? null,
      extra: besideForm(state.received),
      materials: Object.fromEntries([...state.materials, ...refused.materials].map((material) => [material.id, material]))
    });
    if (started.ok) await drafts.setBasis(keys, started.value.id, { answers: state.answers, materials: state.materials } satisfies Content);
    return started;
  }
  #blank(itemId: string): Draft {
    const now = new Date(this.#core.world.now()).toISOString();
    return {
      id: this.#acts.newId(),
      itemId,
      bundle: null,
      caseId: null,
      situation: {},
      answers: {},
      materials: {},
      signatures: [],
      privacyNotice: null,
      place: 'station',
      visitId: null,
      step: 'situation',
      focus: null,
      createdAt: now,
      updatedAt: now
    };
  }
  async #begin(draft: Draft): Promise<Result<Draft>> {
    const session = this.#core.vault.session;
    if (session === null) return failure('locked');
    await this.#core.drafts.save(session.keys, draft, true);
    this.#core.changed('drafts');
    return { ok: true, value: draft };
  }

  async receive(draftId: string): Promise<WithFindings<{ caseId: string; localNo: string }>> {
    const read = await this.#assessed(draftId);
    if (!read.ok) return read;
    const { draft, assessment } = read.value;
    if (!assessment.ready) return { ...failure('not_ready'), findings: findingsOf(assessment) };
    // A draft becomes one case: a copy of it on a restored tablet, handed in once more, is the same first act, and the county takes one.
    const caseId = draft.caseId ?? draft.id;
    const beside = draft.caseId === null ? [] : await this.#besideRefused(caseId);
    let localNo = '';
    const performed = await this.#acts.perform(caseId, async (current) => {
      if (current !== null) return draft.caseId === null ? 'unknown_draft' : 'not_mendable';
      const deed = await this.#received(draft, assessment);
      if (deed !== null) localNo = deed.body.localNo;
      return deed ?? 'unknown_item';
    });
    if (!performed.ok) return performed;
    if (draft.extra?.orderId !== undefined) await linkCase(this.#acts, draft.extra.orderId, caseId);
    for (const { type, body, blobs } of beside) await this.#acts.perform(caseId, () => Promise.resolve({ type, body, blobs }));
    return { ok: true, value: { caseId, localNo } };
  }
  /** What was done beside the form and came back with the refused 收件: papers given, things handed over. It is done again on the mended case. */
  async #besideRefused(caseId: string): Promise<Operation[]> {
    const session = this.#core.vault.session;
    const groups = session === null ? [] : ((await this.#core.journal.groupsOf(session.keys, [caseId])).get(caseId) ?? []);
    const first = groups.findLastIndex(({ operations }) => operations[0]?.base === 0);
    // Whoever mends a case no longer asks to have it voided.
    const isKept = ({ type }: Operation) => caseActs[type] !== undefined && type !== 'case.voidAsked';
    return groups.slice(first + 1).flatMap(({ state, operations }) => (state === 'rejected' ? operations.filter(isKept) : []));
  }

  /** Runs under the journal's lock, so that no serial is given twice. */
  async #received(draft: Draft, assessment: Assessment): Promise<(Deed & { body: Received }) | null> {
    const { vault, db, world } = this.#core;
    const [enrolment, catalogue, definition, session] = [
      await vault.enrolment(),
      await this.#shelf.current(),
      await this.#definition(draft),
      await openSession(this.#core)
    ];
    const item = definition?.items.find(({ id }) => id === draft.itemId) ?? definition?.items[0];
    if (enrolment === null || catalogue === null || definition === null || item === undefined || session === null) return null;
    const { answers, materials, situation } = assessment.submission;
    const today = this.#acts.today();
    // A device that was restored from a copy has given out numbers that only the county's feed remembers.
    const given = [...(await this.#core.streams.heads(session.keys)).values()].map((head) =>
      head.kind === 'case' ? serialOf(head.localNo, enrolment.station.code, enrolment.deviceNo, today) : 0
    );
    const highest = given.reduce((most, one) => Math.max(most, one), await readMeta(db, `serial:${today}`, 0));
    const serial = { key: `serial:${today}`, value: highest + 1 };
    // A refused case that is mended keeps its number, its day and its receipt.
    const before = draft.caseId === null ? null : await this.#stateOf(draft.caseId);
    const localNo = before?.received.localNo ?? localNumber(enrolment.station.code, enrolment.deviceNo, today, serial.value);
    const pages = pagesOf(answers, materials);
    const body: Received = {
      localNo,
      item: {
        id: item.id,
        name: definition.kind === 'bundle' ? definition.name : item.name,
        version: item.version,
        handlingItemCode: item.handlingItemCode,
        department: item.department
      },
      catalogueRevision: catalogue.revision,
      ...(definition.bundle !== null && {
        bundle: {
          id: definition.bundle.id,
          name: definition.bundle.name,
          jointNo: before?.received.bundle?.jointNo ?? `J${localNo.slice(1)}`,
          itemIds: definition.items.map(({ id }) => id),
          ...jointPlan(definition.bundle, definition.items, situation, draft.extra?.joint, before?.received.bundle)
        }
      }),
      situation,
      answers,
      materials,
      signatures: draft.signatures,
      receivedOn: before?.received.receivedOn ?? today,
      privacyNotice: draft.privacyNotice ?? '',
      place: draft.place,
      offline: !this.#isReachable(),
      queryToken:
        before?.received.queryToken ??
        bytesToBase64(world.crypto.getRandomValues(new Uint8Array(18)))
          .replaceAll('+', '-')
          .replaceAll('/', '_'),
      ...(draft.visitId !== null && { visitId: draft.visitId }),
      ...extraOf(draft)
    };
    return { type: 'case.received', body, blobs: pages.map((page) => page.sha256), endsDraft: draft, ...(before === null && { serial }) };
  }

  async supply(draftId: string): Promise<WithFindings<{ caseId: string }>> {
    const read = await this.#assessed(draftId);
    if (!read.ok) return read;
    const { draft, assessment } = read.value;
    const { caseId } = draft;
    const session = this.#core.vault.session;
    if (session === null) return failure('locked');
    const state = caseId === null ? null : await this.#stateOf(caseId);
    if (caseId === null || state === null) return failure('unknown_case');
    const { drafts } = this.#core;
    const basis = (await drafts.basis<Content>(session.keys, draft.id)) ?? state;
    const mine = changes(basis, assessment.submission);
    const blocking = findingsAt(findingsOf(assessment), mine);
    if (blocking.length > 0) return { ...failure('not_ready'), findings: blocking };
    let theirs: Content = { answers: {}, materials: [] };
    const performed = await this.#acts.perform(caseId, (current) => {
      if (current?.kind !== 'case') return Promise.resolve('not_mendable' as const);
      const body = changes(current, mine);
      if (isEmpty(body)) return Promise.resolve('nothing_changed' as const);
      theirs = conflicts(basis, current, mine);
      if (!isEmpty(theirs)) return Promise.resolve('changed_meanwhile' as const);
      const blobs = pagesOf(body.answers, body.materials).map((page) => page.sha256);
      return Promise.resolve({ type: 'case.supplied', body, blobs, endsDraft: draft });
    });
    if (performed.ok) return { ok: true, value: { caseId } };
    if (isEmpty(theirs)) return performed;
    await drafts.setBasis(session.keys, draft.id, laidOver(basis, theirs));
    return { ...performed, findings: conflictFindings(theirs) };
  }

  withdraw(caseId: string, reason: string): Promise<Result<null>> {
    return this.#acts.perform(caseId, (current) =>
      Promise.resolve(current?.kind === 'case' ? { type: 'case.withdrawn', body: { reason }, blobs: [] } : ('unknown_case' as const))
    );
  }

  /** By a name that 经过 can show: the form's own, else the place's. */
  async resolveConflict(caseId: string, place: string, choice: Choice): Promise<Result<null>> {
    const state = await this.#stateOf(caseId);
    if (state === null) return failure('unknown_case');
    const { item, bundle } = state.received;
    const definition = await this.#definition({ itemId: item.id, bundle: bundle === undefined ? null : { id: bundle.id, itemIds: bundle.itemIds } });
    const label =
      definition?.fields.find(({ key }) => place === `answers.${key}`)?.label ??
      definition?.materials.find(({ id }) => place === `materials.${id}`)?.name ??
      place;
    const value = 'value' in choice ? choice.value : null;
    const material = value !== null && typeof value === 'object' && 'pages' in value ? [value] : [];
    const answers = value === null || material.length > 0 ? {} : { [place]: value as Value };
    const blobs = pagesOf(answers, material).map((page) => page.sha256);
    return this.#acts.perform(caseId, (current) =>
      Promise.resolve(current?.kind === 'case' ? { type: 'case.conflictResolved', body: { place, label, choice }, blobs } : ('unknown_case' as const))
    );
  }

  async #assessed(draftId: string): Promise<Result<{ draft: Draft; assessment: Assessment }>> {
    if (this.#core.vault.session === null) return failure('locked');
    const draft = await this.#core.drafts.get(this.#core.vault.session.keys, draftId);
    if (draft === null) return failure('unknown_draft');
    const [definition, catalogue] = [await this.#definition(draft), await this.#shelf.current()];
    if (definition === null || catalogue === null) return failure(catalogue === null ? 'no_catalogue' : 'unknown_item');
    // The day of intake decides ages and dates, however late a case is mended.
    const receivedOn = draft.caseId === null ? undefined : (await this.#stateOf(draft.caseId))?.received.receivedOn;
    const { consents, guardian } = draft.extra ?? {};
    const assessment = assess(definition, { ...draft, consents, guardian }, receivedOn ?? this.#acts.today(), catalogue.calendar);
    return { ok: true, value: { draft, assessment } };
  }
  async #definition(draft: Pick<Draft, 'itemId' | 'bundle'>): Promise<IntakeDefinition | null> {
    const catalogue = await this.#shelf.current();
    if (catalogue === null) return null;
    return draft.bundle === null ? itemDefinition(catalogue, draft.itemId) : bundleDefinition(catalogue, draft.bundle.id, draft.bundle.itemIds);
  }
  async #stateOf(caseId: string): Promise<CaseState | null> {
    const session = this.#core.vault.session;
    const state = session === null ? null : (await this.#core.streams.folded(session.keys, caseId))?.current;
    return state?.kind === 'case' ? state : null;
  }
}

/** What was supplied in vain since a supply last stood: one that waited for a refused one came back with it. */
function refusedSince(groups: readonly Pick<Group, 'state' | 'operations'>[]): Content {
  const isOf = ({ operations: [first] }: Pick<Group, 'operations'>, types: readonly string[]) => first !== undefined && types.includes(first.type);
  const stood = groups.findLastIndex((group) => group.state !== 'rejected' && isOf(group, ['case.received', 'case.supplied']));
  const contents = groups.slice(stood + 1).flatMap((group) => (isOf(group, ['case.supplied']) ? [group.operations[0]?.body as Content] : []));
  return contents.reduce<Content>(laidOver, { answers: {}, materials: [] });
}

/** The choices about a joint case go into its plan. */
function extraOf({ extra = {} }: Draft): Omit<IntakeExtra, 'joint'> {
  const { joint: _joint, ...rest } = extra;
  return rest;
}
/** A refused case that is mended keeps its consents, guardian, order, mandate and papers. */
function besideForm({ orderId, mandateId, consents, guardian, papers, reused }: Received): IntakeExtra {
  return {
    ...(orderId !== undefined && { orderId }),
    ...(mandateId !== undefined && { mandateId }),
    ...(consents !== undefined && { consents }),
    ...(guardian !== undefined && { guardian }),
    ...(papers !== undefined && { papers }),
    ...(reused !== undefined && { reused })
  };
}

/** What blocks: errors, and what is missing as an error at its place. */
function findingsOf(assessment: Assessment): Finding[] {
  const errors = assessment.findings.filter((finding) => finding.level === 'error');
  const told = new Set(errors.map((finding) => finding.path));
  const missing = assessment.missing
    .filter(({ path }) => !told.has(path))
    .map(({ path, label, hint }): Finding => ({ code: 'missing', path, level: 'error', message: hint === '' ? label : `${label}: ${hint}` }));
  return [...errors, ...missing];
}
/** A supply is judged by what it touches; what the county has accepted before is not opened again. */
function findingsAt(findings: Finding[], touched: Content): Finding[] {
  const paths = [...Object.keys(touched.answers).map((key) => `answers.${key}`), ...touched.materials.map(({ id }) => `materials.${id}`)];
  return findings.filter((finding) => paths.some((path) => finding.path === path || finding.path.startsWith(`${path}.`)));
}
