/** What the console says of the mandate under which a case was taken in. */
export const mandateWords = {
  title: '授权委托书',
  between: (principal: string, agent: string, relation: string) => `${principal}委托${agent}（${relation}）`,
  covers: '人、事项、权限、期限都对得上',
  intact: '委托书原文和签名时一字不差',
  changed: '委托书原文和签名时的不一样',
  text: '看委托书原文',
  marks: (reason: string, witnesses: string) => `委托人${reason}，见证人 ${witnesses}`,
  gone: '办件写了委托书，但县里还没有收到它'
} as const;
