/** One caller among several: a tablet with a journal of its own, a session at the console, and what both know of the county. */
import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { contentDigest } from '#protocol/chain.ts';
import { signIn, type StaffBrowser } from '../county/staff-browser.ts';
import { newKeys, sha256, TestDevice, type BatchReply } from '../county/test-device.ts';
import { mutated, spoiled } from './hostile.ts';
import type { BatchPlan, Plan } from './plan.ts';
import { sealedFile } from './sealed-file.ts';
import { textOf } from './check.ts';
import { Wire, type Answer, type Sent } from './wire.ts';

const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
type Facts = Record<string, unknown>;
type Body = { bytes: Uint8Array; headers: [string, string][]; path?: { sha256: string }; batch?: { device: TestDevice; lines: number } };

export class Lane implements Disposable {
  readonly #wire: Wire;
  readonly #url: string;
  readonly #ferryKey: string;
  readonly #name: string;
  #device: TestDevice;
  #staff: StaffBrowser;
  #sent = 0;
  #last = '';
  #nonce = '';
  readonly facts: Facts;

  private constructor(url: string, name: string, device: TestDevice, staff: StaffBrowser, ferryKey: string) {
    this.#url = url;
    this.#wire = new Wire(url);
    this.#name = name;
    this.#device = device;
    this.#staff = staff;
    this.#ferryKey = ferryKey;
    const photo = Buffer.from(`photo of ${name}`);
    this.facts = {
      station: device.deviceId.split('-')[0],
      case: randomUUID(),
      op: randomUUID(),
      sha256: sha256(photo),
      unfinished: sha256('never sent'),
      bytes: photo.length,
      chunk: '0',
      token: 'abcdefghijklmnop',
      cursor: '',
      since: '0',
      status: 'received',
      department: '民政部门',
      q: '李',
      offset: '0',
      limit: '20',
      lines: 'all',
      worker: 'chenmin',
      'worker password': 'chenmin-2026',
      victim: 'huangjing',
      epoch: device.epoch,
      code: 'ABCD-EFGH',
      photo
    };
  }

  static async open(url: string, code: string, name: string, ferryKey: string): Promise<Lane> {
    return new Lane(url, name, await TestDevice.enrol(url, code), await signIn(url, name), ferryKey);
  }

  async send(plan: Plan): Promise<Answer> {
    // Limits count by address: a caller of many addresses meets them seldom.
    if (this.#sent++ % 40 === 0) this.#wire.from = `127.${1 + (this.#sent % 250)}.${Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`;
    const { endpoint, method } = plan;
    const body = method === 'GET' || method === 'HEAD' ? { bytes: new Uint8Array(0), headers: [] } : await this.#bodyOf(plan);
    const path = this.#pathOf(plan, body);
    const sent: Sent = { method, path, body: body.bytes, headers: [...this.#identity(plan, path, body.bytes), ...body.headers, ...plan.headers] };
    const answer = await this.#exchange(plan, sent);
    if (answer !== null && answer.status < 300) this.#learns(plan, body, answer);
    // A file on a stick, or a history that was left, has moved the journal's end.
    if (endpoint.path.endsWith('/ferry') || (answer?.status === 409 && endpoint.path.endsWith('/batches'))) await this.#asksEnd();
    if (answer?.status === 204 && method === 'DELETE' && endpoint.path.endsWith('/session')) this.#staff = await signIn(this.#url, this.#name);
    return answer;
  }

  #exchange({ framing }: Plan, sent: Sent): Promise<Answer> {
    const { length } = sent.body;
    switch (framing) {
      case 'short':
        return this.#wire.raw(sent, [String(Math.floor(length / 2))]);
      case 'long':
        return this.#wire.raw(sent, [String(length + 100)], true);
      case 'chunked':
        return this.#wire.raw(sent, null);
      case 'doubled':
        return this.#wire.raw({ ...sent, headers: [...sent.headers, ...sent.headers] }, [String(length), String(length)]);
      case 'raw path':
        return this.#wire.raw({ ...sent, path: `${sent.path.replaceAll('%', '\u00ff%')}/../%zz?` }, [String(length)]);
      case 'whole':
        return this.#wire.ask(sent);
    }
  }

  #pathOf({ endpoint, params, query }: Plan, body: Body): string {
    let at = 0;
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const wanted = params[at++] ?? '';
      const text = name === 'sha256' && wanted === '@sha256' && body.path !== undefined ? body.path.sha256 : String(this.#filled(wanted));
      return encodeURIComponent(text.toWellFormed()) || '-';
    });
    const search = new URLSearchParams(query.map(([name, value]) => [name, String(this.#filled(value)).toWellFormed()])).toString();
    // As `fetch` and the county read it: no dots, no doubled slashes.
    const url = new URL(`${this.#url}${path}${search === '' ? '' : `?${search}`}`);
    return url.pathname + url.search;
  }

  #identity({ endpoint, identity }: Plan, path: string, body: Uint8Array): [string, string][] {
    if (identity === 'none') return [];
    if (endpoint.caller === 'staff' || endpoint.path.endsWith('/session')) {
      const csrf = identity === 'right' ? this.#staff.csrf : 'x';
      return [
        ['Cookie', this.#staff.cookie],
        ['X-Csrf-Token', csrf],
        ['Content-Type', 'application/json']
      ];
    }
    if (endpoint.caller !== 'device') return [['Content-Type', 'application/json']];
    const signed = this.#device.signed(endpoint.method, path, identity === 'other body' ? Buffer.from('other') : body, {
      ...(identity === 'stale' && { at: new Date(Date.now() - 3_600_000) }),
      ...(identity === 'replayed' && this.#nonce !== '' && { nonce: this.#nonce })
    });
    this.#nonce = signed['X-Bangban-Nonce'] ?? '';
    if (identity === 'garbled') signed['X-Bangban-Signature'] = Buffer.from(randomUUID()).toString('base64');
    return Object.entries(signed);
  }

  async #bodyOf(plan: Plan): Promise<Body> {
    const plain = await this.#plain(plan);
    const bytes = mutated(plain.bytes, plan.mutations);
    const named = (coding: string): Body => ({ ...plain, headers: [...plain.headers, ['Content-Encoding', coding]], bytes });
    switch (plan.coding) {
      case 'as it is':
        return { ...plain, bytes };
      case 'gzip':
        return { ...named('gzip'), bytes: gzipSync(bytes, { level: 1 }) };
      case 'bomb':
        return { ...named('gzip'), bytes: bomb };
      case 'named gzip':
        return named('gzip');
      case 'br':
        return named('br');
      case 'two':
        return { ...named('gzip, gzip'), bytes: gzipSync(gzipSync(bytes)) };
    }
  }

  async #plain({ content }: Plan): Promise<Body> {
    const json = (value: unknown): Body => ({ bytes: Buffer.from(JSON.stringify(this.#filled(value)) ?? ''), headers: [] });
    switch (content.kind) {
      case 'none':
        return { bytes: new Uint8Array(0), headers: [] };
      case 'json':
        return json(content.value);
      case 'text':
        return { bytes: Buffer.from(content.text), headers: [] };
      case 'bytes':
        return { bytes: content.bytes, headers: [] };
      case 'batch':
        return this.#batch(content.batch);
      case 'sealed': {
        const { bytes } = await this.#batch(content.batch);
        return { bytes: await sealedFile(this.#device, this.#ferryKey, Buffer.from(bytes).toString(), content.batch.lines.length), headers: [] };
      }
      case 'chunk': {
        const digest = createHash('sha256')
          .update(content.digest === 'wrong' ? 'other' : content.bytes)
          .digest('base64');
        return {
          bytes: content.bytes,
          path: { sha256: sha256(content.bytes) },
          headers: content.digest === 'none' ? [] : [['Content-Digest', contentDigest(digest)]]
        };
      }
      case 'enrolment': {
        const reply = await this.#staff.call('POST', '/api/v1/staff/enrolment-codes', { stationCode: 'SX01' });
        const { code = 'ABCD-EFGH' } = (await reply.json()) as { code?: string };
        const asked = new TestDevice(this.#url, newKeys(), randomUUID()).enrolment(code);
        return json(content.spoil === null ? asked : spoiled(asked, content.spoil));
      }
    }
  }

  async #batch({ lines: planned, place, spoil }: BatchPlan): Promise<Body> {
    if (place === 'again' && this.#last !== '') return { bytes: Buffer.from(this.#last), headers: [] };
    const lines = planned.map((each) => (typeof each === 'string' ? each : (JSON.stringify(this.#filled(each)) ?? '')));
    const device = this.#device;
    const target =
      place === 'epoch'
        ? Object.assign(new TestDevice(this.#url, device.keys, randomUUID()), { deviceId: device.deviceId, deviceNo: device.deviceNo })
        : device;
    if (place === 'epoch') await target.reopen();
    const other = { gap: { seq: target.lastSeq + 3, hash: target.headHash }, fork: { seq: Math.max(0, target.lastSeq - 1), hash: sha256(randomUUID()) } };
    const { body } = await target.batch(lines, place === 'gap' || place === 'fork' ? other[place] : undefined);
    if (spoil === null) {
      this.#last = body;
      return { bytes: Buffer.from(body), headers: [], batch: { device: target, lines: lines.length } };
    }
    const [head = '', ...rest] = body.split('\n');
    return {
      bytes: Buffer.from([JSON.stringify(spoiled(JSON.parse(head), spoil)), ...rest].join('\n')),
      headers: [],
      batch: { device: target, lines: lines.length }
    };
  }

  async #asksEnd(): Promise<void> {
    const { epoch, lastSeq, headHash } = await this.#device.json<BatchReply & { epoch: string }>('GET', '/api/v1/devices/self');
    Object.assign(this.#device, { epoch, lastSeq, headHash });
  }

  /** What was answered makes the next requests reach further. */
  #learns({ endpoint }: Plan, { batch, path, bytes }: Body, answer: NonNullable<Answer>): void {
    if (endpoint.path.endsWith('/batches') && batch !== undefined) {
      const { lastSeq, headHash, verdicts } = JSON.parse(textOf(answer)) as BatchReply;
      if (verdicts.length !== batch.lines) throw new Error(`${batch.lines} lines, ${verdicts.length} verdicts`);
      // A repetition out of an old epoch, or of old lines, tells of its own end.
      if (batch.device !== this.#device || lastSeq >= this.#device.lastSeq) this.#device = Object.assign(batch.device, { lastSeq, headHash });
      this.facts.epoch = this.#device.epoch;
      const applied = verdicts.find(({ verdict }) => verdict === 'applied');
      if (applied !== undefined) this.facts.op = applied.opId;
    }
    if (endpoint.path.endsWith('/{chunk}') && path !== undefined) Object.assign(this.facts, { sha256: path.sha256, bytes: bytes.length });
    if (endpoint.path.endsWith('/feed') || endpoint.path.endsWith('/snapshot')) {
      const { rows, cursor } = JSON.parse(textOf(answer)) as { rows: { caseId: string }[]; cursor: string };
      this.facts.cursor = cursor;
      const row = rows[Math.floor(Math.random() * rows.length)];
      if (row !== undefined) this.facts.case = row.caseId;
    }
  }

  #filled(value: unknown): unknown {
    if (typeof value === 'string') return value.startsWith('@') && value.slice(1) in this.facts ? this.facts[value.slice(1)] : value;
    if (Array.isArray(value)) return value.map((each) => this.#filled(each));
    if (typeof value !== 'object' || value === null) return value;
    const copy = {};
    // Defined, not assigned: `__proto__` is a key like any other here.
    for (const [key, each] of Object.entries(value))
      Object.defineProperty(copy, key, { value: this.#filled(each), enumerable: true, configurable: true, writable: true });
    return copy;
  }

  [Symbol.dispose](): void {
    this.#wire[Symbol.dispose]();
  }
}
