import { stationRatingsSchema } from '#protocol/voices.ts';
import { readStationRatings } from '../voice/station-counts.ts';
import { reply, type Route } from './route.ts';

export const deviceRatings: Route = {
  method: 'get',
  path: '/api/v1/devices/self/ratings',
  caller: 'device',
  summary: "The station's ratings of the last month that is over, as counts; none where they are few",
  reply: stationRatingsSchema,
  act: async ({ context, device }) => reply(stationRatingsSchema, await readStationRatings(context, device.stationCode))
};
