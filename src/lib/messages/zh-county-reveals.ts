/** The words of 查看记录: who asked a tablet to show full numbers. */
export const reveals = {
  title: '查看记录',
  lead: '平板上的证件号、电话、账号平时遮着，谁点开看，就记一条，随同步送到这里。只有审计员能看，看本页也会记进审计。',
  none: '还没有人点开看过。',
  more: '只列最近 200 条。选一个人，看他的全部。',
  people: '最近 30 天看得最多的',
  looks: '点开记录',
  who: '谁',
  station: '站点',
  count: '次数',
  cases: '涉及办件',
  countOf: (n: number) => `${n} 次`,
  casesOf: (n: number) => `${n} 件`,
  when: '什么时候',
  late: (when: string) => `${when}送到`,
  noTime: '平板时间不可信',
  what: '哪一件',
  draft: '没有收件的草稿',
  kinds: { order: '帮办工单', ticket: '诉求', visit: '上门', mandate: '委托', handover: '交接单' } as Record<string, string>,
  device: (no: string) => (no === '' ? '已不在登记里' : `平板 ${no} 号`),
  only: (name: string) => `只看${name}`,
  all: '看全部',
  place: (place: string) =>
    place === 'phone'
      ? '电话'
      : place === 'answers'
        ? '所有号码'
        : place.startsWith('form.')
          ? '部门的表'
          : place.startsWith('paper.')
            ? '写着号码的文书'
            : place.startsWith('answers.')
              ? '表上的一个号码'
              : place
};
