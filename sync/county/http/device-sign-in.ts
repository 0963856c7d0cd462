import { deviceSignInReplySchema, deviceSignInRequestSchema } from '#protocol/messages.ts';
import { Refusal } from '../failure.ts';
import { audit } from '../people/audit.ts';
import { may } from '../people/roles.ts';
import { memberToStaff } from '../people/sign-in.ts';
import { decodeText, parseBody } from './body.ts';
import { reply, type Route } from './route.ts';
import { limitedSignIn } from './sign-in-limit.ts';

export const deviceSignIn: Route = {
  method: 'post',
  path: '/api/v1/staff/device-sign-in',
  caller: 'device',
  summary: 'Sign a station worker in on a tablet, once per worker and tablet',
  body: deviceSignInRequestSchema,
  reply: deviceSignInReplySchema,
  act: async ({ context, body, device, remote }) => {
    const request = parseBody(deviceSignInRequestSchema, decodeText(body));
    const member = await limitedSignIn(context, remote, request.username, request.password);
    if (!may(member.role, 'workOnTablet') || member.stationCode !== device.stationCode) {
      throw new Refusal(403, 'forbidden', '这个账号不是本站点的工作人员，请换本站点的账号登录。', 'username');
    }
    await audit(context, member.id, 'device.signedIn', device.stationCode, device.deviceId);
    return reply(deviceSignInReplySchema, { staff: memberToStaff(member) });
  }
};
