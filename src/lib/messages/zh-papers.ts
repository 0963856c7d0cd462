/** Words of the papers' screens; what stands on a paper comes from the rules. */
export const sheet = {
  no: '编号',
  qr: '查询办件进度的二维码',
  signature: (name: string) => `${name}的签名`
};

export const papers = {
  title: '文书',
  of: (name: string) => `${name}的文书`,
  all: '全部文书',
  toGive: '可以打印、交给本人',
  given: '已交给本人',
  none: '还没有',
  notGiven: '还没交',
  givenAt: (when: string, by: string) => `${when} ${by}交给本人`,
  signedBy: (names: string) => `${names}已签`,
  missing: '这件没有这份文书',
  missingHelp: '到全部文书里看现在有哪些。',
  large: '大字',
  hash: '校验值',
  asText: '这份文书是旧格式，按原文显示。'
};

export const giving = {
  title: '交给本人',
  help: '本人看过或者念给本人听以后签收，记在办件里，和文书一起送县里。',
  sign: (label: string, name: string) => (name ? `${label}（${name}）` : label),
  optional: '选签',
  note: '备注',
  noteHelp: '没有签的写明原因，例如：本人不识字，已念给本人听；本人不愿签收。',
  noteNeeded: '没有人签收。请本人签名，或者在备注里写明原因。',
  cannotSign: '本人不会写字，由两名见证人签名',
  witness: '见证人签名',
  witnessName: (nth: number) => `第 ${nth} 名见证人姓名`,
  witnessHelp: '见证人在场看着本人按指印或者听念全文。写好姓名以后，请见证人自己签名。',
  witnessNeeded: '要两名不同的见证人签名。少一名的，请补签。',
  give: (name: string) => `交给${name}`,
  busy: '正在记下',
  done: '已记下，随下一批送县里。'
};

export const application = {
  deferredUntil: (day: string) => `容缺后补，${day}前`,
  materialColumns: ['序号', '材料', '怎么交'],
  signedWith: '随本申请一并签署的文书',
  signedWithColumns: ['文书', '编号', '校验值（SHA-256）'],
  signedWithText: '以上文书我都看过或者听过全文，本申请的签名同时是这些文书的签名。',
  declare: '我声明',
  handler: '收件人',
  signApplicant: '申请人签名',
  signAgent: '代办人签名',
  signPrincipal: '委托人签名',
  signHandler: '收件人签名'
};

export const toSign = {
  given: '文书',
  receipt: '收件凭证',
  atReceipt: '收件后打印，交给本人',
  signed: '已签',
  unsigned: '还没签',
  kept: '已备好'
};
