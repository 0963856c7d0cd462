/** The words of 待核对. */
const typeWords: Record<string, string> = {
  'case.received': '收件',
  'case.supplied': '补交',
  'case.withdrawn': '撤回',
  'case.conflictResolved': '定夺',
  'visit.planned': '约上门',
  'visit.closed': '上门结果',
  'visit.moved': '改上门时间',
  'order.opened': '开工单',
  'order.changed': '工单补充',
  'order.noted': '工单进展',
  'order.handedOver': '工单转出',
  'order.taken': '工单接手',
  'order.recalled': '工单收回',
  'order.closed': '工单结束',
  'mandate.granted': '授权委托',
  'mandate.revoked': '撤销委托',
  'device.epochOpened': '另起编号',
  '': '读不懂的记录'
};
const reasons: Record<string, string> = {
  unknown_version: '平板的程序比县平台新',
  missing_dependency: '等它的上一步送到',
  internal: '县平台存不进去'
};

export const review = {
  title: '待核对',
  lead: '同一台平板送来两种不一样的记录、暂时办不了的记录，都原样存着，在这里看一眼。看完的不会删。',
  none: '没有要核对的。',
  more: '还有更多没有列出，先处理这些。',
  forks: '对不上的批次',
  forksLead: '这些记录和县平台已有的对不上，整批另存，没有办进去。平板下次同步会另起编号重送，重送到的算已到。',
  parked: '等着的记录',
  parkedLead: '条件到了会自动办；程序升级或修好以后，也可以现在再办一次。',
  copied: '同一台平板似有两份副本',
  copiedLead: '同一台平板的两份在轮流同步，或者反复被旧备份恢复。记录都收到了，请到站点问清楚，只留一台。',
  station: '站点',
  device: '平板',
  deviceNo: (no: string) => (no === '' ? '已不在登记里' : `${no} 号`),
  when: '收到时间',
  since: '等了多久',
  holds: '内容',
  people: '办事人',
  peopleMore: (names: string[], shown: number) => `${names.slice(0, shown).join('、')}${names.length > shown ? ` 等 ${names.length} 人` : ''}`,
  nobody: '没有写名字',
  state: '处理',
  arrived: (arrived: number, lines: number) =>
    arrived === 0 ? `${lines} 条都还没到` : arrived === lines ? `${lines} 条后来都已收到` : `${lines} 条，后来收到 ${arrived} 条`,
  why: '为什么',
  changes: '最近 30 天',
  changesOf: (n: number) => `换了 ${n} 次编号`,
  last: '最近一次',
  branched: '从同一处分出两份',
  often: '换得太勤',
  download: '下载原文',
  downloadOf: (station: string, when: string) => `下载原文：${station}，${when}`,
  seen: '看过了',
  seenOf: (station: string, when: string) => `看过了：${station}，${when}`,
  seenBy: (name: string, when: string) => `${name}看过，${when}`,
  judge: '现在再办一次',
  judgeOf: (station: string) => `现在再办一次：${station}`,
  judging: '正在办',
  judged: (station: string, settled: number, waiting: number) =>
    settled === 0 ? `${station}：还是办不了，继续等` : `${station}：办好 ${settled} 组${waiting > 0 ? `，还有 ${waiting} 组等着` : ''}`
};

/** 收件 2、补交 1. */
export function typesInWords(types: Record<string, number>): string {
  return Object.entries(types)
    .map(([type, n]) => `${typeWords[type] ?? type} ${n}`)
    .join('、');
}
export function reasonInWords(code: string, message: string): string {
  return reasons[code] ?? message;
}
