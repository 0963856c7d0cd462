/** The console's session cookie and CSRF header. */
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { may, type Act } from '../people/roles.ts';
import { findSession, sameText, sessionSeconds } from '../people/sessions.ts';
import type { StaffMember } from '../people/sign-in.ts';

const cookieName = 'bangban_session';

/** A proxy that ends TLS says so in `X-Forwarded-Proto`; who forges it harms only the own session. */
export function sessionCookie(context: Context, headers: Headers, token: string | null): string {
  const secure = context.config.tls === null && headers.get('x-forwarded-proto') !== 'https' ? '' : '; Secure';
  return `${cookieName}=${token ?? ''}; Path=/api/v1/staff; HttpOnly; SameSite=Strict; Max-Age=${String(token === null ? 0 : sessionSeconds)}${secure}`;
}

export async function authenticateStaff(context: Context, request: Request): Promise<{ member: StaffMember; token: string; csrf: string }> {
  const token = /(?:^|;\s*)bangban_session=([A-Za-z0-9_-]{20,64})(?:;|$)/.exec(request.headers.get('cookie') ?? '')?.[1];
  const session = token === undefined ? null : await findSession(context, token);
  if (token === undefined || session === null) throw new Refusal(401, 'unauthenticated', '登录已过期，请重新登录。', 'headers.cookie');
  if (request.method !== 'GET' && request.method !== 'HEAD' && !sameText(request.headers.get('x-csrf-token') ?? '', session.csrf)) {
    throw new Refusal(403, 'csrf', '页面已过期，请刷新后再试。', 'headers.x-csrf-token');
  }
  return { member: session.member, token, csrf: session.csrf };
}

export function demand(member: StaffMember, act: Act): void {
  if (!may(member.role, act)) throw new Refusal(403, 'forbidden', '您的岗位没有这项权限，请联系县管理员。');
}
