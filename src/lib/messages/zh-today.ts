/** The words of 今日 and of planning a visit. */
export const zhToday = {
  title: '今日',
  numbers: { visits: '上门', received: '收件', completed: '本月办结', open: '在办' },
  visits: {
    title: '上门', plan: '排一次上门', none: '今天没有排上门', noneText: '有居民约了上门，就在这里记下时间和地址，到点不会忘。',
    start: '开始办', resume: '接着填表', choose: '选事项', read: '大字指南', phone: '电话', call: (name: string) => `打电话给${name}`, open: (name: string) => `打开${name}`,
    done: '已办', absent: '人不在', cancel: '不去了', more: '记结果',
    ask: { done: '记成已经办好？', absent: '记成人不在？之后可以另排一次。', cancel: '记成不去了？' }, confirm: { done: '记下 已办', absent: '记下 人不在', cancel: '记下 不去了' }, back: '先不记',
    state: { done: (time: string) => `已办 ${time}`, absent: (time: string) => `人不在 ${time}`, cancelled: '不去了' },
    nextLabel: '下一家'
  },
  returned: { title: '退回要改', fix: '照着改', due: (day: string) => `${day}前改好`, rejected: '县平台没有收下', more: (n: number) => `等 ${n} 处` },
  due: { title: '到期', all: (n: number) => `全部 ${n} 件`, deferred: '容缺材料要补', correction: '等申请人补正', accepted: '县里办理中', received: '等县里受理', hold: '停表' },
  drafts: { title: '没填完', at: (step: string, moment: string) => `停在 ${step}，${moment}`, noName: '还没填姓名' },
  steps: { situation: '事项与情形', applicant: '申请人与代办', agent: '申请人与代办', form: '表单', materials: '材料', promise: '承诺与签名', check: '核对收件', review: '核对收件' } as Record<string, string>,
  first: { title: '这台设备可以用了', text: '先去 办事 找一个事项，看指南，给居民办一件试试。没网也行。', guide: '去办事', sync: '先同步一次' },
  grantSoon: (hours: number) => `再过 ${hours} 小时没连上县里，就不能开新的收件。有网时同步一次就好。`,
  grantOver: '太久没连县里，先同步一次才能开新的收件。已经开始填的照常收件。', toSync: '去同步',
  failed: '这一步没有做成',
  visit: {
    title: '排一次上门', name: '居民姓名', phone: '电话', address: '地址', addressHint: '写到门牌，附近好认的地方也写上', date: '日期', time: '时间', item: '办什么', itemNone: '还不清楚', note: '备注', noteHint: '例如 独居、耳背、要两人同行',
    save: (name: string) => (name ? `记下给${name}上门` : '记下这次上门'), back: '今日', bundles: '一件事', optional: '选填',
    bad: { name: '填居民姓名', address: '填地址，到门口要找得着', date: '选今天或以后的一天', time: '选几点', phone: '电话位数不对，手机 11 位，座机带区号' }
  }
} as const;
