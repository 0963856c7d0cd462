/** A county of the sample, its clerk, and tablets of one of its stations. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Registry } from '#domain/case/upcast.ts';
import type { World } from '#device/world.ts';
import { makeTablet } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { signIn, startTestCounty } from '#test/county/harness.ts';
import type { TestCounty } from '#test/county/harness.ts';

const station = 'LT03';
const worker = 'chenmin';
const reviewer = 'wangshen';

export type Clerk = { decide(caseId: string, type: string, body: unknown): Promise<void> };
export type Scene = {
  county: TestCounty;
  station: string;
  /** A code of the console. */ code(): Promise<string>;
  /** A tablet of the station: enrolled, its worker signed in, its catalogue fetched. */ tablet(
    username?: string,
    alter?: (world: World) => World
  ): Promise<Tablet>;
  clerk(): Promise<Clerk>;
  /** It finds the county after a restart too. */ follow(tablet: Tablet): void;
  /** The county's database as it is now, under another name. */ backup(): Promise<string>;
  /** Stops the county, and starts it on the same folder: on a backup, or as a program that knows other operations. The tablets find it. */
  restart(as: { backup?: string; known?: Registry }): Promise<void>;
  close(): Promise<void>;
};

export async function openScene(options: { known?: Registry } = {}): Promise<Scene> {
  let county = await startTestCounty(options);
  const tablets: Tablet[] = [];
  const stop = async () => {
    await county.owner.end();
    await county.close();
  };
  const code = async () => {
    const made = await (await signIn(county.url, 'admin')).call('POST', '/api/v1/staff/enrolment-codes', { stationCode: station });
    return ((await made.json()) as { code: string }).code;
  };
  return {
    get county() {
      return county;
    },
    station,
    code,
    tablet: async (username = worker, alter) => {
      const tablet = await makeTablet(county.url, alter);
      tablets.push(tablet);
      const enrolled = await tablet.api.enrol(await code(), 'test tablet');
      if (!enrolled.ok) throw new Error(enrolled.error.message);
      await tablet.staff(username, `${username}-2026`);
      const status = await tablet.sync();
      if (status.error !== null) throw new Error(status.error.message);
      return tablet;
    },
    clerk: async () => {
      const { call } = await signIn(county.url, reviewer);
      return {
        decide: async (caseId, type, body) => {
          const shown = (await (await call('GET', `/api/v1/staff/cases/${station}/${caseId}`)).json()) as { row: { revision: number } };
          const decided = await call('POST', `/api/v1/staff/cases/${station}/${caseId}/decisions`, { type, base: shown.row.revision, body });
          if (!decided.ok) throw new Error(await decided.text());
        }
      };
    },
    follow: (tablet) => tablets.push(tablet),
    backup: async () => {
      const name = `backup_${randomBytes(6).toString('hex')}`;
      // A template must have no other guest.
      await stop();
      await copyDatabase(county.databaseUrl, name);
      await reopen({});
      return databaseNamed(county.databaseUrl, name);
    },
    restart: async (as) => {
      await stop();
      await reopen(as);
    },
    close: () => county[Symbol.asyncDispose]()
  };

  async function reopen({ backup, known }: { backup?: string; known?: Registry }): Promise<void> {
    const { dataDir, databaseUrl, url: former } = county;
    county = await startTestCounty({ databaseUrl: backup ?? databaseUrl, dataDir, ...(known !== undefined && { known }) });
    for (const { world } of tablets) if (world.county === former) world.county = county.url;
  }
}

function databaseNamed(url: string, name: string): string {
  return url.replace(/\/t_[0-9a-f]+\?|\/backup_[0-9a-f]+\?/, `/${name}?`);
}
async function copyDatabase(url: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseNamed(url, 'postgres') });
  await admin.connect();
  const from = /\/((?:t|backup)_[0-9a-f]+)\?/.exec(url)?.[1] ?? '';
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  await admin.end();
}
