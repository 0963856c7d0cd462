/** The words of what the station knows of a person: privacy, reuse, households, looks at masked numbers. */
export const privacy = {
  title: '个人信息怎么用',
  listen: '念给本人听',
  stop: '停',
  smaller: '字小一点',
  bigger: '字大一点',
  printPage: '打印',
  acknowledge: '已读给本人听，本人知道了',
  version: (version: string) => `告知书版本 ${version}`,
  ask: '再单独问几样',
  askHelp: '这几样同不同意都照样办。一样一样问，没问的就空着。',
  yes: '同意',
  no: '不同意',
  refused: '不同意：',
  clear: '重问',
  answered: (by: string, time: string) => `${by}，${time}`
} as const;

export const guardian = {
  title: '监护人',
  why: (names: string) => `${names}不满 14 周岁，要监护人在场，知道并同意。`,
  someone: '孩子',
  name: '监护人姓名',
  idNo: '监护人证件号码',
  relation: '与孩子的关系',
  choose: '请选',
  relations: ['父亲', '母亲', '祖父母、外祖父母', '兄姐', '民政部门', '村（居）委会', '其他监护人'],
  phone: '监护人电话',
  sign: (name: string) => `监护人${name ? ` ${name} ` : ''}签名`,
  optional: '选填'
} as const;

export const known = {
  title: '本站见过这个人',
  duplicate: (name: string) => `${name} 正在办，别重复收`,
  received: (day: string, status: string, no: string) => `${day}收件，${status}，编号 ${no}`,
  open: '看那一件',
  again: '确实要再办一件，就接着填。',
  draft: (name: string) => `还有一份没填完的：${name}`,
  draftWhen: (time: string) => `${time}存的`,
  openDraft: '接着填那一份',
  offers: '上次给过的，问一句本人能不能拿来用',
  offersHelp: '本人同意留着下次用。每样写着哪天给的；变了的就重新填、重新拍。',
  takeAll: (n: number) => `本人同意，${n} 样都用上`,
  take: '用这个',
  takeOf: (label: string) => `用这个：${label}`,
  taken: '已用',
  back: '不用了',
  backOf: (label: string) => `不用了：${label}`,
  differs: '和现在填的不一样',
  given: (day: string, days: number, item: string) => `${days === 0 ? '今天' : `${days} 天前（${day}）`}办“${item}”时给的`,
  pages: (n: number) => `${n} 张照片`,
  certificate: '电子证照',
  notHere: '照片只在县里，连上网看过才能用',
  dropped: (labels: string) => `证件号码变了，拿来用的已清掉：${labels}`,
  reusedN: (n: number) => `有 ${n} 样是本人同意从以前的办件拿来用的`
} as const;

export const reveal = {
  show: '显示完整号码',
  hide: '遮住号码',
  showOne: '看号码',
  hideOne: '遮住',
  noted: '看完整号码会记下谁、什么时候看的。'
} as const;

export const caseFacts = {
  title: '告知和同意',
  notice: '告知书',
  acknowledged: (version: string) => `已读给本人听（版本 ${version}）`,
  asked: (agreed: boolean) => (agreed ? '同意' : '不同意'),
  guardian: '监护人',
  reused: '拿来用的',
  household: '这一户的办件'
} as const;

export const drafts = {
  ends: (name: string, day: string) => `${name || '没写姓名的一份'} 的草稿放久了，${day}以后清掉；要接着办，打开改一下就留着`
} as const;

export const household = {
  title: '一户',
  back: '办件',
  lead: '凭共同的证件号码或住址，把本机上的办件连在一起，方便一次办、少跑一趟。不是户籍登记，认定以部门为准。',
  addresses: '住址',
  people: (n: number) => `${n} 人`,
  none: '这件还没有连上别的人。',
  missing: '本机没有这件，或者还没有同步到。',
  noCases: '没有办过',
  noName: '没写名字',
  loading: '正在找'
} as const;
