/** The words of 同步 for the day, for what waits and for what is known of the line. */
export const zhSync = {
  day: {
    all: (n: number) => `今天收的 ${n} 件已全部送达县平台`,
    photosToo: (n: number) => `连同 ${n} 张照片`,
    some: (n: number, done: number) => `今天收的 ${n} 件，已送达县平台 ${done} 件`,
    none: '今天本机还没收件',
    nothing: '本机收的都已送达县平台',
    left: (cases: number, photos: number) =>
      `还没送完：${[cases > 0 ? `${cases} 件` : '', photos > 0 ? `${photos} 张照片` : ''].filter((part) => part !== '').join('，')}`,
    older: (n: number) => `其中以前收的 ${n} 件`,
    visits: (n: number) => `${n} 次上门登记还没送`,
    rejected: (n: number) => `${n} 件县里退回，要改`,
    conflicts: (n: number) => `${n} 件填写不一致，要选`
  },
  facts: {
    title: '线路',
    contact: '上次连上',
    never: '还没连上过',
    oldest: '最早没送',
    nothing: '没有',
    cuts: '断线',
    cutsN: (n: number) => `${n} 次，都从断点接上`,
    next: '下次再试',
    inSeconds: (n: number) => `${n} 秒后`,
    inMinutes: (n: number) => `${n} 分钟后`,
    again: '马上再试',
    speed: '速度'
  },
  ago: {
    now: '刚刚',
    minutes: (n: number) => `${n} 分钟前`,
    hours: (n: number) => `${n} 小时前`,
    days: (n: number) => `${n} 天前`
  },
  recordsLeft: (n: number, size: string) => `${n} 件待送，${size}`,
  photosSent: (sent: string, all: string) => `已发 ${sent} / ${all}`,
  photosMissing: '记录已送达，差照片',
  photosWait: (n: number, size: string) => `还有 ${n} 张没送，${size}`,
  notes: {
    catalogue: { title: '还没有事项目录', text: '连上县里同步一次，目录下来后才能收件。' },
    photosHeld: { title: '电量低，照片先不送', text: '记录照常送。接上电源会自动送照片；现在就要送，按“同步”。' },
    room: { title: '本机快存满了', text: (left: string) => `只剩 ${left}。有网时先同步；县里备份过的照片会自动腾出来。` },
    lost: '没同步成，内容都在本机上'
  },
  parked: {
    title: '县里先收着',
    c: (n: number) => `${n} 件`,
    visit: '上门登记',
    since: (when: string) => `${when} 送的`
  },
  photoProblems: { title: '没送上的照片', unknown: '一张照片', retry: '下次同步会再送。' },
  news: {
    more: (n: number) => `还有 ${n} 件`,
    acts: {
      'case.accepted': '已受理',
      'case.correctionRequested': '要补正',
      'case.notAccepted': '不予受理',
      'case.completed': '已办结'
    } as Record<string, string>
  },
  more: (n: number) => `还有 ${n} 件，到办件里看`
} as const;
