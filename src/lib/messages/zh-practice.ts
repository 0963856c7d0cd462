export const practice = {
  title: '练习模式',
  lead: '用虚构的人练收件、签名、送达。练习的内容存在另一个库里，没有线路，永远不会送到县里；退出就清掉。',
  start: '开始练习',
  starting: '正在准备…',
  needCatalogue: '先联网下载办事目录，再来练习。',
  banner: '练习模式：都是虚构的，不会送到县里',
  pin: (pin: string) => `锁屏 PIN ${pin}`,
  leave: '退出练习',
  running: '现在就在练习模式里。'
} as const;
