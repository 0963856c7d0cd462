/** A county of the sample, its clerk, and tablets of one of its stations. */
import { makeTablet } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { signIn, startTestCounty } from '#test/county/harness.ts';
import type { TestCounty } from '#test/county/harness.ts';

const station = 'LT03';
const reviewer = 'wangshen';

export type Clerk = { decide(caseId: string, type: string, body: unknown): Promise<void> };
export type Scene = {
  county: TestCounty;
  station: string;
  /** A tablet of the station: enrolled, a worker signed in, its catalogue fetched. */ tablet(worker?: 'chenmin' | 'zhouling'): Promise<Tablet>;
  clerk(): Promise<Clerk>;
  close(): Promise<void>;
};

export async function openScene(): Promise<Scene> {
  const county = await startTestCounty();
  const printed = county.enrolmentCodes.filter((code) => code.station === station).map(({ code }) => code);
  const nextCode = async () => {
    const code = printed.pop();
    if (code !== undefined) return code;
    const made = await (await signIn(county.url, 'admin')).call('POST', '/api/v1/staff/enrolment-codes', { stationCode: station });
    return ((await made.json()) as { code: string }).code;
  };
  return {
    county,
    station,
    tablet: async (worker = 'chenmin') => {
      const tablet = await makeTablet(county.url);
      const enrolled = await tablet.api.enrol(await nextCode(), 'test tablet');
      if (!enrolled.ok) throw new Error(enrolled.error.message);
      await tablet.staff(worker, `${worker}-2026`);
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
    close: () => county[Symbol.asyncDispose]()
  };
}
