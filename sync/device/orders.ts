import type { OrderState } from '#domain/assist/order.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { Core } from './core.ts';
import type { DeskApi } from './desk-api.ts';
import { recordsOf } from './records.ts';

/** 帮办代办工单 on this device. */
export class Orders {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  list(): Promise<OrderState[]> {
    return recordsOf(this.#core, 'order');
  }
  async open(opened: Parameters<DeskApi['openOrder']>[0]): Promise<Result<string>> {
    const id = this.#acts.newId();
    const done = await this.#acts.perform(id, () => Promise.resolve({ type: 'order.opened', body: opened, blobs: [] }));
    return done.ok ? { ok: true, value: id } : done;
  }
  close(id: string, closed: Parameters<DeskApi['closeOrder']>[1]): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type: 'order.closed', body: closed, blobs: [] }));
  }
}
