import { sessionReplySchema, sessionRequestSchema } from '#protocol/messages.ts';
import { Refusal } from '../failure.ts';
import { mayUseConsole } from '../people/roles.ts';
import { closeSession, openSession } from '../people/sessions.ts';
import { memberToStaff } from '../people/sign-in.ts';
import { decodeText, parseBody } from './body.ts';
import { done, reply, type Route } from './route.ts';
import { limitedSignIn } from './sign-in-limit.ts';
import { sessionCookie } from './staff-cookie.ts';

export const openStaffSession: Route = {
  method: 'post',
  path: '/api/v1/staff/session',
  caller: 'open',
  summary: 'Sign in to the console; sets the session cookie',
  body: sessionRequestSchema,
  reply: sessionReplySchema,
  act: async ({ context, body, headers, remote }) => {
    // A form of another site can't send this type without asking first.
    if (!(headers.get('content-type') ?? '').startsWith('application/json'))
      throw new Refusal(415, 'invalid_header', '请以 application/json 发送。', 'headers.content-type');
    const { username, password } = parseBody(sessionRequestSchema, decodeText(body));
    const member = await limitedSignIn(context, remote, username, password);
    if (!mayUseConsole(member.role)) throw new Refusal(403, 'forbidden', '站点账号请在平板上登录，县平台只对县乡工作人员开放。', 'username');
    const session = await openSession(context, member);
    return reply(sessionReplySchema, { staff: memberToStaff(member), csrf: session.csrf }, { 'Set-Cookie': sessionCookie(context, headers, session.token) });
  }
};

export const closeStaffSession: Route = {
  method: 'delete',
  path: '/api/v1/staff/session',
  caller: 'staff',
  summary: 'Sign out',
  reply: 'none',
  act: async ({ context, token, headers }) => {
    await closeSession(context, token);
    return done({ 'Set-Cookie': sessionCookie(context, headers, null) });
  }
};

export const staffMe: Route = {
  method: 'get',
  path: '/api/v1/staff/me',
  caller: 'staff',
  summary: 'Who is signed in, and the CSRF token again',
  reply: sessionReplySchema,
  act: ({ member, csrf }) => Promise.resolve(reply(sessionReplySchema, { staff: memberToStaff(member), csrf }))
};
