/** What other stations, and this station's other tablet, took in on the days before: sent over the wire, decided at the county. */
import { randomUUID } from 'node:crypto';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { localNumber } from '#domain/case/local-number.ts';
import type { RunningCounty } from '#county/county.ts';
import { line, received } from '../county/acts.ts';
import { TestDevice } from '../county/test-device.ts';
import { fill } from '../domain/answerer.ts';

type Taken = { station: string; short: string; name: string; born: string; item: string; on: string; hour: string };
type Decision = { type: string; body: unknown; at: Date };

export class EarlierDays {
  readonly #county: RunningCounty;
  readonly #catalogue: Catalogue;
  readonly #setNow: (now: Date | null) => void;
  readonly #devices = new Map<string, TestDevice>();
  readonly #codes: (station: string) => Promise<string>;
  #serial = 0;

  constructor(county: RunningCounty, catalogue: Catalogue, setNow: (now: Date | null) => void, codes: (station: string) => Promise<string>) {
    this.#county = county;
    this.#catalogue = catalogue;
    this.#setNow = setNow;
    this.#codes = codes;
  }

  async took(taken: Taken): Promise<string> {
    const device = this.#devices.get(taken.station) ?? (await TestDevice.enrol(this.#county.url, await this.#codes(taken.station)));
    this.#devices.set(taken.station, device);
    const definition = itemDefinition(this.#catalogue, taken.item);
    const item = definition?.items[0];
    if (!definition || !item) throw new Error(`${taken.item} is not in the catalogue`);
    const { input } = fill(definition, {
      today: taken.on,
      calendar: this.#catalogue.calendar,
      pick: () => 0,
      born: taken.born,
      thorough: false,
      defers: false
    });
    for (const key of ['applicantName', 'bankAccountName'] as const) if (key in input.answers) input.answers[key] = taken.name;
    // Paper: what these stations photographed stays with them.
    const materials = Object.values(input.materials).map((entry) => ({ ...entry, state: 'paper', pages: [] }));
    const caseId = randomUUID();
    const op = received(
      { caseId, at: new Date(`${taken.on}T${taken.hour}:00+08:00`).toISOString() },
      {
        localNo: localNumber(taken.short, device.deviceNo, taken.on.replaceAll('-', ''), ++this.#serial),
        item: { id: item.id, name: item.name, version: item.version, handlingItemCode: '', department: item.department },
        catalogueRevision: this.#catalogue.revision,
        situation: input.situation,
        answers: input.answers,
        materials,
        signatures: input.signatures,
        receivedOn: taken.on
      }
    );
    const { verdicts } = await device.push([line(op)]);
    if (!JSON.stringify(verdicts).includes('"applied"')) throw new Error(`${taken.name}: ${JSON.stringify(verdicts)}`);
    return caseId;
  }

  /** The clerk's decisions, one after the other, each at its own time. */
  async decided(station: string, caseId: string, decisions: Decision[], base = 1): Promise<void> {
    for (const [index, { type, body, at }] of decisions.entries()) {
      this.#setNow(at);
      const clerk = await signIn(this.#county.url, 'wangshen');
      const reply = await clerk(`/cases/${station}/${caseId}/decisions`, { type, base: base + index, body });
      this.#setNow(null);
      if (!reply.ok) throw new Error(`${type} answered ${String(reply.status)} ${await reply.text()}`);
    }
  }
}

/** Keeps cookie and token as a browser would; answers with a way to post. */
export async function signIn(url: string, username: string): Promise<(path: string, body: unknown) => Promise<Response>> {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/api/v1/staff${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const reply = await post('/session', { username, password: `${username}-2026` });
  const { csrf } = (await reply.json()) as { csrf: string };
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (path, body) => post(path, body, { cookie, 'X-Csrf-Token': csrf });
}
