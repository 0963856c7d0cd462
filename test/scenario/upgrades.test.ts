/** Old tablets under a new county, new ones beside old ones: what can't be read yet waits, alone, and is read after the upgrade. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { suppliedSchema, visitPlannedSchema } from '#domain/case/operations.ts';
import type { Operation } from '#domain/case/operations.ts';
import { registry } from '#domain/case/upcast.ts';
import type { Registry } from '#domain/case/upcast.ts';
import { openCore, openSession } from '#device/core.ts';
import type { World } from '#device/world.ts';
import { sentences } from '#device/sentences.ts';
import { Ledger } from '#store/ledger.ts';
import { uuidV7 } from '#store/platform.ts';
import { imageOf, restored } from '#test/device/copies.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

/** A visit as it was once (`on`), as it is, and as it may be one day (`floor`). */
const { 'visit.planned@1': visitPlanned, ...others } = registry.bodies;
const planned2 = z.object({ ...visitPlannedSchema.shape, floor: z.number() });
const first = { schema: z.object({ on: z.iso.date(), ...z.omit(visitPlannedSchema, { date: true }).shape }), next: (body: unknown) => renamed(body) };
const second = { schema: visitPlanned ?? z.never(), next: (body: unknown) => ({ ...(body as object), floor: 1 }) };
const newer: Registry = { bodies: { ...others, 'visit.planned@2': planned2 }, steps: { 'visit.planned@0': first, 'visit.planned@1': second } };
function renamed(body: unknown): unknown {
  const { on, ...rest } = body as { on: string };
  return { date: on, ...rest };
}

const plan = { time: '10:00', name: '甲', address: '乙' };
/** An act as a program of another version would have written it. */
async function write(tablet: Tablet, version: number, body: object, of: Partial<Operation> = {}): Promise<string> {
  const core = await openCore(tablet.world, tablet.name);
  await core.vault.unlock((await tablet.api.status()).colleagues[0]?.id ?? '', '246810');
  const session = await openSession(core);
  if (session === null) throw new Error('locked');
  const caseId = of.caseId ?? uuidV7(tablet.world);
  const ids = { opId: uuidV7(tablet.world), groupId: uuidV7(tablet.world), groupSize: 1, dependsOn: [], caseId };
  const rest = { author: { id: 's', name: '陈敏' }, at: new Date().toISOString(), base: 0, blobs: [] };
  const ledger = new Ledger(core.db, tablet.world, core.journal, core.streams);
  await ledger.append(session.keys, session.epoch, caseId, 1e6, () =>
    Promise.resolve({ act: { operations: [{ ...ids, ...rest, type: 'visit.planned', ...of, version, body }] } })
  );
  core.db.close();
  core.packs.close();
  return caseId;
}
async function floorsAtCounty(ids: string[]): Promise<unknown[]> {
  const { rows } = await scene.county.owner.query<{ plan: { date: string; floor: unknown } }>(
    `SELECT state::json -> 'plan' AS plan FROM cases WHERE id = ANY ($1::uuid[]) ORDER BY id`,
    [ids]
  );
  return rows.map(({ plan: { date, floor } }) => [date, floor]);
}
async function receive(tablet: Tablet, seed: number): Promise<string> {
  const received = await tablet.api.receive((await fillElderly(tablet.api, seed)).id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
const visitOn = async (tablet: Tablet, id: string) => (await tablet.api.today()).visits.some((visit) => visit.id === id);

describe('versions of operations', () => {
  it('[P61] [P66] [P67] one that is too new waits at the county and on the other tablet, alone; both judge and show it after their upgrade', async () => {
    const [now, old] = [await scene.tablet('chenmin', (world) => ({ ...world, known: newer })), await scene.tablet()];
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const ids = [
      await write(now, 0, { on: today, ...plan }),
      await write(now, 1, { date: today, ...plan }),
      await write(now, 2, { date: today, ...plan, floor: 6 })
    ];
    expect((await now.sync()).error).toBeNull();
    // This county knows the middle one alone; a version that it has dropped would be as unknown as one that it has not learned.
    expect(await floorsAtCounty(ids)).toEqual([[today, undefined]]);

    await scene.restart({ known: newer });
    expect(await floorsAtCounty(ids)).toEqual([
      [today, 1],
      // Folded before the upgrade.
      [today, undefined],
      [today, 6]
    ]);
    expect((await now.sync()).error).toBeNull();
    expect((await now.api.counts()).unsyncedBytes).toBe(0);

    const received = await old.api.receive((await fillElderly(old.api, 1)).id);
    const status = await old.sync();
    expect(status.error).toMatchObject({ code: 'unknown_version', message: sentences.unknown_version });
    expect(status.pulled.at).not.toBeNull();
    expect(received.ok && (await old.api.case(received.value.caseId))?.row.sync).toBe('confirmed');
    expect(await Promise.all(ids.map((id) => visitOn(old, id)))).toEqual([false, true, false]);
    // The rest of the feed went on: nothing of it comes again.
    let pages = 0;
    old.line.after = async (url, response) => {
      if (url.includes('/feed')) pages += ((await response.clone().json()) as { rows: unknown[] }).rows.length;
      return response;
    };
    await old.sync();
    expect(pages).toBe(0);

    const upgraded = await restored(old, await imageOf(old), (world) => ({ ...world, known: newer }));
    expect((await upgraded.sync()).error).toBeNull();
    expect(await Promise.all(ids.map((id) => visitOn(upgraded, id)))).toEqual([true, true, true]);
  });

  it('[P26] a case with an act that is too new is shown as of before it, takes no act, and holds up no other', async () => {
    const supplied2: Registry = {
      bodies: { ...registry.bodies, 'case.supplied@2': z.object({ ...suppliedSchema.shape, by: z.string() }) },
      steps: {}
    };
    const county = await openScene({ known: supplied2 });
    onTestFinished(() => county.close());
    const known = (world: World) => ({ ...world, known: supplied2 });
    const [now, old] = [await county.tablet('chenmin', known), await county.tablet()];
    const [first, second] = [await receive(now, 11), await receive(now, 12)];
    expect((await now.sync()).error).toBeNull();
    await old.sync();
    await write(now, 2, { answers: {}, materials: [], note: '家属补充说明', by: '本人' }, { type: 'case.supplied', caseId: first, base: 1 });
    await (await county.clerk()).decide(second, 'case.notAccepted', { reason: '重复申请', basis: '办法第三条' });
    expect((await now.sync()).error).toBeNull();
    // What follows it can be read, and would not be true without it.
    await (await county.clerk()).decide(first, 'case.accepted', {});

    expect((await old.sync()).error?.code).toBe('unknown_version');
    expect((await old.api.case(first))?.row).toMatchObject({ status: 'received', needsUpgrade: true });
    expect((await old.api.case(second))?.row).toMatchObject({ status: 'notAccepted', needsUpgrade: false });
    expect(await old.api.withdraw(first, '不办了')).toMatchObject({ ok: false, error: { code: 'needs_upgrade' } });
    const upgraded = await restored(old, await imageOf(old), known);
    expect((await upgraded.sync()).error).toBeNull();
    expect((await upgraded.api.case(first))?.row).toMatchObject({ status: 'accepted', needsUpgrade: false });
    expect((await upgraded.api.case(first))?.state.timeline.map(({ type }) => type)).toEqual(['case.received', 'case.supplied', 'case.accepted']);
  });
});
