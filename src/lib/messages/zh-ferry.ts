/** 摆渡: the words for carrying work on a stick, and for a rescue. */
const range = (from: number, through: number) => (from === through ? `第 ${from} 号` : `第 ${from}-${through} 号`);
const photos = (n: number) => (n > 0 ? `和 ${n} 张照片` : '');

export const ferry = {
  title: '没有网时用 U 盘',
  waits: (from: number, through: number, n: number) => `${range(from, through)}记录${photos(n)}还没送到县平台。导出成文件，用 U 盘带到县里导入。`,
  onlyPhotos: (n: number) => `${n} 张照片还没送到县平台。导出成文件，用 U 盘带到县里导入。`,
  nothing: '都已送达县平台。想取回县里的新消息，也可以导出一份带去换回执。',
  export: '导出文件',
  exporting: '正在导出…',
  exported: (name: string) => `已导出 ${name}`,
  notSent: '导出不等于送达：这些件仍是“未同步”，等县平台的回执导入后才算。',
  again: '没有存下来？再存一次',
  waiting: '等县平台回执',
  waitingOne: (from: number, count: number, n: number) => [count > 0 && range(from, from + count - 1), n > 0 && `照片 ${n} 张`].filter(Boolean).join('，'),
  at: (when: string) => `${when} 导出`,
  missing: (ranges: { from: number; through: number }[]) =>
    `县平台还缺${ranges.map(({ from, through }) => range(from, through)).join('、')}，请再导出一次送去。`,
  hear: '导入县平台回执',
  hearing: '正在导入…',
  heard: '回执已导入',
  heardAgain: '这份回执以前导入过，内容没有变化',
  confirmed: (n: number) => `县平台确认 ${n} 件`,
  rejected: (n: number) => `退回 ${n} 件`,
  parked: (n: number) => `待判 ${n} 件`,
  photosConfirmed: (n: number) => `照片送达 ${n} 张`,
  news: (n: number) => `新消息 ${n} 条`,
  noNews: '没有新消息',
  anew: '县平台上本平板的记录和本机的对不上（本机可能是从备份恢复的）。本机内容都在，已重新编号：请再导出一次，送到县里导入。',
  some: '只导出一段',
  from: '从第几号',
  through: '到第几号',
  exportSome: '导出这一段',
  failed: '没有做成，内容都还在本设备上。请再试一次。'
} as const;

export const rescue = {
  open: '平板坏了？抢救数据',
  title: '抢救数据',
  lead: '屏幕、按键坏了，或者没人知道 PIN 时用。把本机还没送到县里的办件、草稿和照片存成一个加密文件，交给县平台管理员打开；不用 PIN，本机内容不变。',
  make: '存成抢救文件',
  making: '正在存…',
  made: (name: string) => `已存成 ${name}。请拷到 U 盘，交给县平台管理员。`
} as const;
