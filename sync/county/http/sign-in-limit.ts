/** Each wrong password costs 50 ms of the server: who sends hundreds waits. Accounts have their own lock. */
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { signIn, type StaffMember } from '../people/sign-in.ts';
import { createLimit } from './rate-limit.ts';

/** Many people may share one address. */
const wrongPasswords = createLimit(200, 10 * 60_000);

export async function limitedSignIn(context: Context, remote: string, username: string, password: string): Promise<StaffMember> {
  const now = context.now().getTime();
  if (wrongPasswords.isReached(remote, now)) throw new Refusal(429, 'rate_limited', '密码输错太多次，请过十分钟再试。', 'password');
  try {
    return await signIn(context, username, password);
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'wrong_password') wrongPasswords.count(remote, now);
    throw error;
  }
}
