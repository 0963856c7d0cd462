/** The words for what two workers gave differently. */
export const zhConflict = {
  title: '填写不一致',
  places: (n: number) => `${n} 处`,
  lead: (names: readonly string[]) => `${names.join('和')}填得不一样，两份都留着。问清楚后选一份，没网也能选。`,
  who: (name: string, when: string, stands: boolean) => `${name}，${when}${stands ? '，现在先按这份' : ''}`,
  take: '用这份',
  takeLabel: (label: string, who: string, text: string) => `用这份：${label}，${who}填的${text}`,
  ask: (label: string) => `${label}就定这份？另一份只留在经过里。`,
  confirm: '就定这份',
  keep: '再想想',
  other: '都不对，另填',
  done: (label: string) => `${label}定好了，随下一批送县里。`,
  over: '办件已经结束，两份都留着备查。',
  pages: (n: number) => `${n} 张照片`,
  empty: '空白',
  today: { title: '不一致要选', go: '去选', what: (labels: string, names: string) => `${labels}：${names}填得不一样` },
  visit: {
    differ: '两处登记不一样',
    said: (by: string, when: string, outcome: string) => `${by} ${when} 记的是${outcome}`,
    outcomes: { done: '已办', absent: '人不在', cancelled: '不去了' },
    take: (outcome: string) => `定为${outcome}`
  }
} as const;
