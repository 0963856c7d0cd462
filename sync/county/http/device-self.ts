import { deviceReportSchema, deviceSelfSchema, envelopeSchema } from '#protocol/messages.ts';
import { describeDevice, saveRecovery, saveReport } from '../devices/self.ts';
import { decodeText, parseBody } from './body.ts';
import { done, reply, type Route } from './route.ts';

const path = '/api/v1/devices/self';

export const deviceSelf: Route = {
  method: 'get',
  path,
  caller: 'device',
  summary: 'Where the county stands with this tablet',
  reply: deviceSelfSchema,
  act: async ({ context, device }) => reply(deviceSelfSchema, await describeDevice(context, device))
};

export const deviceReport: Route = {
  method: 'put',
  path,
  caller: 'device',
  summary: 'What the tablet still holds by its own count',
  body: deviceReportSchema,
  reply: 'none',
  act: async ({ context, device, body }) => {
    await saveReport(context, device, parseBody(deviceReportSchema, decodeText(body)));
    return done();
  }
};

export const deviceRecovery: Route = {
  method: 'put',
  path: `${path}/recovery`,
  caller: 'device',
  summary: "The tablet's data key, sealed to the county's recovery key",
  body: envelopeSchema,
  reply: 'none',
  act: async ({ context, device, body }) => {
    await saveRecovery(context, device, parseBody(envelopeSchema, decodeText(body)));
    return done();
  }
};
