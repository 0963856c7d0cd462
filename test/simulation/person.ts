/** The worker at a tablet: what a day's acts are, in whatever order chance has them. */
import type { Draft, StationApi } from '#device/api.ts';
import type { Received } from '#domain/case/operations.ts';
import { makeDay } from '#test/bench/day.ts';
import { chinaDate } from '#store/platform.ts';
import { createHash } from 'node:crypto';
import { simulatedItem } from './county/cluster.ts';
import type { Random } from './core/random.ts';
import type { Model } from './model.ts';
import { atDesk, type Deed } from './device/desk.ts';
import { pin } from './device/tablet.ts';
import type { Tab, Tablet } from './device/tablet.ts';

type Told = (invariant: string, what: string) => void;
type Act = (tab: Tab) => Promise<void>;
const kibibyte = 1024;
const everyDay = ['pair', 'badPair', 'badIntake', 'order', 'note', 'badNote'] as const;

export class Person {
  readonly tablet: Tablet;
  /** How many acts are still wanted today. */ left: number;
  readonly done: string[] = [];
  #model: Model;
  #random: Random;
  #told: Told;

  constructor(tablet: Tablet, model: Model, acts: number, told: Told) {
    [this.tablet, this.#model, this.left, this.#told] = [tablet, model, acts, told];
    this.#random = tablet.random.fork();
  }

  /** One thing that a person does; ends when the screen would answer. */
  async act(tab: Tab): Promise<void> {
    const { phase, staff, colleagues } = await tab.api.status();
    if (phase === 'locked') {
      const colleague = colleagues[0];
      if (colleague !== undefined) await tab.api.unlock(colleague.id, pin);
      return;
    }
    if (phase !== 'open' || staff === null) return;
    this.left--;
    const act = this.#random.weighed<Act>([
      [6, (at) => this.#receive(at)],
      [2, (at) => this.#supply(at)],
      [1, (at) => this.#withdraw(at)],
      [2, (at) => this.#plan(at)],
      [1, (at) => this.#closeVisit(at)],
      [1, (at) => this.#abandon(at)],
      [1.5, () => this.#desk()],
      [2, (at) => this.#sync(at)],
      [0.5, (at) => at.api.lock()],
      [0.5, (at) => at.api.syncStop()]
    ]);
    await act(tab);
  }

  async #receive({ api }: Tab): Promise<void> {
    const draft = await this.#fill(api);
    if (draft === null) return;
    const received = await api.receive(draft.id);
    if (received.ok) await this.#saved('receive', received.value.caseId);
  }
  async #fill(api: StationApi): Promise<Draft | null> {
    const started = await api.startDraft({ itemId: simulatedItem });
    if (!started.ok) return null;
    const body = this.#body();
    const materials = Object.fromEntries(body.materials.map((material) => [material.id, material]));
    const paper = materials['mat-id'];
    const pages = [];
    for (let wanted = this.#random.below(3); wanted > 0; wanted--) {
      const page = await this.#photo(api);
      if (page !== null) pages.push(page);
    }
    if (paper !== undefined && pages.length > 0) materials['mat-id'] = { ...paper, state: 'photographed', pages };
    const draft: Draft = {
      ...started.value,
      situation: body.situation,
      // The form's values are the body's.
      answers: body.answers as Draft['answers'],
      materials,
      signatures: body.signatures,
      privacyNotice: body.privacyNotice,
      place: 'home'
    };
    return (await api.saveDraft(draft)).ok ? draft : null;
  }
  async #photo(api: StationApi): Promise<Received['materials'][number]['pages'][number] | null> {
    // A few span two chunks.
    const size = this.#random.chance(0.15) ? this.#random.between(257, 390) * kibibyte : this.#random.between(0.1, 24) * kibibyte;
    const bytes = Buffer.alloc(Math.floor(size));
    this.#random.fill(bytes.subarray(0, 64));
    const added = await api.addPhoto({ bytes: new Uint8Array(bytes).buffer, mime: 'image/jpeg' }, { label: '1', watermark: '' });
    if (!added.ok) return null;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (added.value.sha256 !== sha256) this.#told('7', `a photo got another name than its bytes have: ${added.value.sha256}`);
    this.#model.photos.set(sha256, { sha256, bytes, tablet: this.tablet.name, excused: false });
    return added.value;
  }
  async #supply({ api }: Tab): Promise<void> {
    const { rows } = await api.cases({ limit: 50 });
    if (rows.length === 0) return;
    const row = this.#random.pick(rows);
    const started = await api.startDraft({ itemId: simulatedItem, caseId: row.id });
    if (!started.ok) return;
    const answers = { ...started.value.answers, applicantPhone: `13${String(100_000_000 + this.#random.below(899_999_999))}` };
    const draft = { ...started.value, answers };
    if (!(await api.saveDraft(draft)).ok) return;
    const view = await api.case(row.id);
    const ended = view?.atCounty === false && row.sync === 'rejected' ? await api.receive(draft.id) : await api.supply(draft.id);
    if (ended.ok) await this.#saved('supply', row.id);
  }
  async #withdraw({ api }: Tab): Promise<void> {
    const { rows } = await api.cases({ limit: 50 });
    if (rows.length === 0) return;
    const { id } = this.#random.pick(rows);
    if ((await api.withdraw(id, '家里另有安排')).ok) await this.#saved('withdraw', id);
  }
  async #plan({ api }: Tab): Promise<void> {
    const planned = await api.planVisit({ date: '2026-11-24', time: '09:30', name: '李奶奶', address: '柳塘村三组' });
    if (planned.ok) await this.#saved('plan', planned.value);
  }
  async #closeVisit({ api }: Tab): Promise<void> {
    const { visits } = await api.today();
    const open = visits.filter(({ status }) => status === 'planned');
    if (open.length === 0) return;
    const { id } = this.#random.pick(open);
    if ((await api.closeVisit(id, 'done')).ok) await this.#saved('close', id);
  }
  async #abandon({ api }: Tab): Promise<void> {
    const draft = await this.#fill(api);
    if (draft !== null) await api.discardDraft(draft.id);
  }
  async #desk(): Promise<void> {
    const deed = this.#random.pick<Deed>([...everyDay, ...(this.tablet.appVersion > 1 ? (['later'] as const) : [])]);
    const streamId = await atDesk(this.tablet, deed);
    if (streamId !== null) await this.#saved(deed, streamId);
  }
  async #sync({ api }: Tab): Promise<void> {
    await api.syncNow();
  }

  async #saved(act: string, streamId: string): Promise<void> {
    this.tablet.timeline.tell(`${this.tablet.name} saved ${act} ${streamId}`);
    this.done.push(act);
    if (!(await this.#model.claim(this.tablet, streamId)))
      this.#told('1', `${this.tablet.name} was told that ${act} on ${streamId} is saved, and no journal has it`);
  }
  #body(): Received {
    const today = chinaDate(this.tablet.now());
    const [operation] = makeDay(this.#random.below(1_000_000), 1, {
      stationShort: 'T',
      deviceNo: '01',
      divisionCode: '430103001001',
      author: { id: 'a', name: 'b' },
      item: { id: simulatedItem, name: 'x', version: 1, handlingItemCode: '', department: '' },
      catalogueRevision: 1,
      today,
      startsAt: new Date(this.tablet.now()).toISOString()
    });
    // The day makes first acts alone.
    const body = operation?.body as Received;
    // A short stroke is as good a signature here, and seals faster.
    return {
      ...body,
      signatures: body.signatures.map((signature) => ({ ...signature, strokes: signature.strokes.slice(0, 1).map((stroke) => stroke.slice(0, 12)) }))
    };
  }
}
