/** One door for failures: what a person is told for a code when the failure brings no Chinese sentence of its own. */
const words: Record<string, string> = {
  code_unknown: '登记码不对，看看有没有抄错；抄对了还不行，请县里重新发一个。',
  code_expired: '登记码过期了，请县里重新发一个。',
  wrong_password: '账号或密码不对，再输一遍。',
  locked_out: '输错太多次，过一会儿再试。',
  device_revoked: '这台设备已被县里停用，请联系县里管理员。',
  rate_limited: '太快了，过一分钟再试。',
  unauthenticated: '登录过期了，重新登录一次。',
  forbidden: '这个账号不属于本站，请换本站的账号。',
  clock_skew: '设备时间差得太多，校准后再试。',
  unavailable: '连不上县里的平台，等有网了再试。本机存的不受影响。',
  internal: '县里的平台出了错，过一会儿再试。本机存的不受影响。',
  too_large: '内容太大，分成几件再送。',
  invalid_case: '有内容没填对，打开这一件照提示改。',
  stale_revision: '这一件刚被别人改过，先同步再改。',
  wrong_state: '这一件现在不能做这一步，先同步看看最新情况。',
  unknown_item: '目录里没有这个事项，先同步更新目录。'
};
const unknown = '没有做成。再试一次；还不行，就重新打开应用。';

/** The sentence for a person: the failure's own if it is Chinese, else the one for its code. */
export function problemWords(problem: { code: string; message: string }): string {
  if (/\p{Script=Han}/u.test(problem.message)) return problem.message;
  return words[problem.code] ?? unknown;
}
