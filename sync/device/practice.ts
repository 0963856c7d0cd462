/**
 * 练习模式 (M5): the real station on a database of its own, with fictional people, and no line: its world has no `fetch` that leaves the
 * device, so that nothing of it can ever reach a county. What would make a file of it is refused; its keys are nobody's.
 */
import { countyHeader } from '#protocol/chain.ts';
import type { Station } from '#protocol/messages.ts';
import { bytesToBase64 } from '#store/bytes.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import { chinaDate } from '#store/platform.ts';
import type { StationApi } from './api.ts';
import { failure } from './sentences.ts';
import { openStation } from './station.ts';
import type { World } from './world.ts';

export const practiceDatabase = 'bangban-practice';
/** Shown on the banner: a colleague may go on where the screen was locked. */
export const practicePin = '246802';
const worker = { id: 'practice', username: 'practice', name: '练习员', role: 'stationWorker', stationCode: 'LX00' };
/** Numbers are real ones in form alone: that division and those sequences do not exist. */
const people = [
  { name: '王练习', phone: '13900000001', address: '练习村一组 1 号', time: '09:30', note: '虚构：87 岁，身份证号可填 430199194003089983' },
  { name: '李练习', phone: '13900000002', address: '练习村二组 2 号', time: '14:00', note: '虚构：27 岁，身份证号可填 430199199901019998' }
] as const;

export async function openPractice(world: World, realCatalogue = 'bangban-catalogue'): Promise<StationApi> {
  await copyCatalogue(world, realCatalogue);
  const api = await openStation(await withoutLine(world), practiceDatabase);
  await api.setOnline(false);
  const { phase, colleagues } = await api.status();
  if (phase === 'new' || phase === 'noStaff') await begin(api, world);
  // A reload is no reason to type a number that the banner shows.
  if (phase === 'locked') await api.unlock(colleagues[0]?.id ?? '', practicePin);
  const refused = () => Promise.resolve(failure('practice'));
  return {
    ...api,
    setOnline: () => Promise.resolve(),
    syncNow: () => Promise.resolve(),
    ferryExport: refused,
    ferryHear: refused,
    rescue: refused,
    enrolAgain: refused
  };
}

/** The station's items are the real ones: that is what is practised. */
async function copyCatalogue({ databases }: World, name: string): Promise<void> {
  const [from, to] = [await openCatalogueDatabase(name, databases), await openCatalogueDatabase(`${practiceDatabase}-catalogue`, databases)];
  const pack = await from.packs.get('current');
  if (pack !== undefined) await to.packs.put(pack);
  from.close();
  to.close();
}

/** Answers the two calls that let a worker in, by itself; everything else finds no line. */
async function withoutLine(world: World): Promise<World> {
  const pair = await world.crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  // Its private half is dropped here: what is sealed to it can be opened by nobody.
  const key = bytesToBase64(new Uint8Array(await world.crypto.subtle.exportKey('spki', pair.publicKey)));
  const reply = (body: object) => Promise.resolve(Response.json(body, { headers: { [countyHeader]: 'practice' } }));
  const enrolled = {
    deviceId: 'LX00-00-practice',
    deviceNo: '00',
    station: practiceStation,
    countyKeys: { ferry: key, rating: key, recovery: key, catalogue: key },
    countyInstanceId: 'practice',
    serverTime: new Date(world.now()).toISOString()
  };
  return {
    ...world,
    county: '',
    channel: null,
    locks: { request: (name, work) => world.locks.request(`practice-${name}`, work) },
    alone: (name, work) => world.alone(`practice-${name}`, work),
    fetch: (url) => {
      if (url.endsWith('/enrolments')) return reply(enrolled);
      if (url.endsWith('/device-sign-in')) return reply({ staff: worker });
      return Promise.reject(new TypeError('practice has no line'));
    }
  };
}
const practiceStation: Station = {
  code: 'LX00',
  name: '练习站（虚构）',
  shortName: '练习',
  township: '练习镇',
  address: '练习路 1 号',
  phone: '0700-0000000',
  hours: '随时',
  supervisionPhone: '12345',
  countyName: '练习县',
  divisionCode: '430199000000',
  acceptanceAuthorized: false
};

async function begin(api: StationApi, world: World): Promise<void> {
  const enrolled = await api.enrol('PRACTICE', 'practice');
  if (!enrolled.ok && enrolled.error.code !== 'already_enrolled') throw new Error(enrolled.error.message);
  const entered = await api.addStaff(worker.username, 'practice', practicePin);
  if (!entered.ok) throw new Error(entered.error.message);
  const date = chinaDate(world.now());
  for (const person of people) await api.planVisit({ date, ...person });
}
