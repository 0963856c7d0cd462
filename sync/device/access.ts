/** Enrolment, ways in, lock: who may open this device. */
import type { Staff } from '#protocol/messages.ts';
import { pagesOf } from '#store/pages.ts';
import type { Opened, VaultRefusal } from '#store/vault.ts';
import type { DeviceStatus, Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import { grantEnds } from './grant.ts';
import { failure } from './sentences.ts';

const minute = 60_000;
const idleLimit = 5 * minute;
const idleCheck = 10_000;
const day = 24 * 60 * minute;

export class Access {
  #core: Core;
  #shelf: CatalogueShelf;
  #swept = false;
  /** What follows an unlock, and a first sign-in: the line is used at once. */
  onOpen: () => void = () => undefined;
  onLock: () => void = () => undefined;

  constructor(core: Core, shelf: CatalogueShelf) {
    this.#core = core;
    this.#shelf = shelf;
    core.onForeignLock.add(() => this.#close());
    const check = () => {
      if (core.vault.session !== null && core.world.now() - core.lastTouch() > idleLimit) this.#close();
      core.world.after(idleCheck, check);
    };
    core.world.after(idleCheck, check);
  }

  async status(): Promise<DeviceStatus> {
    const { vault } = this.#core;
    const [enrolment, ways, attempts, left, session] = [
      await vault.enrolment(),
      await vault.ways(),
      await vault.attempts(),
      await vault.lockedFor(),
      vault.session
    ];
    return {
      phase: enrolment === null ? 'new' : ways.length === 0 ? 'noStaff' : session === null ? 'locked' : 'open',
      station: enrolment?.station ?? null,
      deviceId: enrolment?.deviceId ?? null,
      deviceNo: enrolment?.deviceNo ?? null,
      staff: session?.staff ?? null,
      colleagues: ways.map((way) => way.staff),
      lockedUntil: left > 0 ? new Date(this.#core.world.now() + left).toISOString() : null,
      wrongPins: attempts.wrong,
      catalogue: await this.#shelf.about(),
      grantUntil: await grantEnds(this.#core)
    };
  }

  async enrol(code: string, deviceName: string): Promise<Result<null>> {
    const { enrol } = await import('./line/enrolment.ts');
    return enrol(this.#core, code, deviceName);
  }
  async enrolAgain(code: string): Promise<Result<null>> {
    const { enrolAgain } = await import('./line/enrol-again.ts');
    return enrolAgain(this.#core, code);
  }
  async addStaff(username: string, password: string, pin: string): Promise<Result<Staff>> {
    const { signIn } = await import('./line/enrolment.ts');
    const signedIn = await signIn(this.#core, username, password, pin);
    return signedIn.ok ? this.#entered(await this.#core.vault.addWay(signedIn.value, pin), signedIn.value) : signedIn;
  }
  async unlock(staffId: string, pin: string): Promise<Result<Staff>> {
    return this.#entered(await this.#core.vault.unlock(staffId, pin));
  }
  async changePin(oldPin: string, newPin: string): Promise<Result<null>> {
    const session = this.#core.vault.session;
    if (session === null) return failure('locked');
    const entered = await this.#entered(await this.#core.vault.changePin(session.staff.id, oldPin, newPin));
    return entered.ok ? { ok: true, value: null } : entered;
  }
  lock(): void {
    this.#close();
    this.#core.lockOthers();
  }
  #close(): void {
    const { vault, streams } = this.#core;
    const keys = vault.session?.keys;
    vault.lock();
    if (keys !== undefined) streams.close(keys);
    this.onLock();
    this.#core.changed('status', 'cases', 'drafts', 'visits');
  }

  async #entered(opened: Opened, staff?: Staff): Promise<Result<Staff>> {
    if (!opened.ok) {
      this.#core.changed('status');
      return failure(opened.code satisfies VaultRefusal);
    }
    this.#core.touched();
    await this.#sweep();
    this.#core.changed('status', 'cases', 'drafts', 'visits', 'counts');
    this.onOpen();
    return { ok: true, value: staff ?? opened.session.staff };
  }

  /** Once a start: what was discarded before it goes for good, and photos of which no draft is left. */
  async #sweep(): Promise<void> {
    const session = this.#core.vault.session;
    if (this.#swept || session === null) return;
    this.#swept = true;
    const { drafts, blobs, world } = this.#core;
    await drafts.sweep();
    const named = (await drafts.list(session.keys)).flatMap((draft) => pagesOf(draft.answers, Object.values(draft.materials)).map((page) => page.sha256));
    await blobs.sweep(session.keys, named, new Date(world.now() - day).toISOString());
  }
}
