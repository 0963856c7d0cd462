/** Words of what is promised on a case and of its clock: letters, checks, special procedures, voiding. */
export const promises = {
  letters: (n: number) => `承诺书 ${n} 份`,
  lettersHelp: (names: string) => `请念给当事人听。下面的签名同时签在${names}上，每份单独留存。`,
  open: '看全文',
  owed: '还欠着的',
  owedKind: { deferral: '容缺后补', commitment: '承诺事后核查', share: '联网核验' },
  owedBy: (day: string) => `${day}前`,
  settled: '核查和时限',
  checked: { commitment: '核查结果', share: '核验结果' },
  finding: { true: '属实', false: '不实', unclear: '还没核清' },
  outcome: { matches: '一致', differs: '不一致', notFound: '没有查到' },
  falseHelp: '承诺不实：请按县里的处理意见联系当事人。修复信用以前，这个人不再适用告知承诺。',
  differsHelp: '核验不一致：不要改居民填的，可以登记数据异议，由主管部门核实。',
  unlisted: '县里要的超出清单',
  unlistedHelp: (names: string) => `“${names}”不在这个事项的材料和表单里，可以不交。已记为异常索要，县里会复核。`,
  stop: (name: string, since: string) => `${name}，${since}起停止计时`,
  stopEnds: (day: string) => `预计${day}结束`,
  fromTo: (from: string, to: string) => `${from}至${to}`,
  stopOver: (name: string, days: string) => `${name}，${days}`,
  extended: (days: number, by: string) => `办理时限延长 ${days} 天，${by}批准`,
  ending: { returned: '已退件', voided: '已作废' },
  voidAsk: '申请作废',
  voidHelp: '收重了、收错了，可以申请作废。由县级负责人决定，记录都留着。',
  voidReason: '为什么要作废',
  voidDo: (name: string) => `申请作废${name}这件`,
  voidKeep: '不作废',
  voidWant: '请写明原因',
  voidAsked: (by: string) => `${by}已申请作废，等县级负责人决定`,
  deemed: '满五个工作日没有答复，视为受理',
  deemedHelp: (day: string) => `自${day}收件之日起算受理。请打电话催县里，当事人不用再跑。`
} as const;

export const certificate = {
  hint: '请当事人在手机上亮证，扫它的二维码。没有网也能先存着，县里核验。',
  open: '扫亮证码',
  scanOf: (name: string) => `扫${name}的亮证码`,
  scan: {
    title: '扫亮证码',
    aim: '把手机上的二维码放进框里',
    close: '不扫了，自己输',
    denied: '不能用相机。请在浏览器里允许用相机，或者自己输证照编号。',
    failed: '没扫出来。擦擦屏幕、调亮手机再试，或者自己输证照编号。'
  }
} as const;

export const proofs = {
  title: '证明事项清单',
  back: '办事',
  lead: '清单以外，一律不得向居民要证明。多要的会记为异常索要，由县里复核。',
  search: '证明或事项名称',
  count: (n: number) => `${n} 项`,
  print: '打印清单',
  committable: '可告知承诺',
  items: '用在哪些事项',
  basis: '设定依据',
  askedBy: '索要单位',
  issuedBy: '开具单位',
  guide: '怎么办',
  none: '清单里没有这样的证明',
  noneHelp: '不在清单里的，不能向居民要。'
} as const;
