/** The words of the county console. */
import type { CaseStatus } from '#domain/case/state.ts';

export const statusWords: Record<CaseStatus, string> = {
  received: '待受理',
  correction: '待补正',
  accepted: '办理中',
  notAccepted: '不予受理',
  completed: '已办结',
  withdrawn: '已撤回'
};

export const materialStates: Record<string, string> = {
  photographed: '已拍照',
  paper: '收了纸质件',
  generated: '由表单生成',
  deferred: '容缺',
  sharedPending: '待联网核验',
  committed: '告知承诺',
  eCertificate: '电子证照',
  notNeeded: '本次不需要'
};

export const whereaboutsWords: Record<string, string> = { returned: '原件已退回', kept: '原件留存', none: '' };

export const roleWords: Record<string, string> = {
  stationWorker: '帮代办员',
  stationLead: '站点负责人',
  townshipReviewer: '乡镇审核',
  countyReviewer: '县级审核',
  publisher: '目录发布',
  administrator: '管理员',
  auditor: '审计'
};

export const signatureRoles: Record<string, string> = {
  applicant: '申请人',
  agent: '代办人',
  principal: '委托人',
  handler: '经办人',
  witness: '见证人'
};

/** What a clerk writes most often on a one-time notice; every one can be changed before it goes out. */
export const correctionPhrases = {
  material: [
    { problem: '照片不清楚，看不清文字', remedy: '在光亮处平放，重新拍一张' },
    { problem: '页数不齐', remedy: '把缺的页补拍上来' },
    { problem: '证件已过有效期', remedy: '换领新证后拍照，或改用电子证照' },
    { problem: '不是本人的材料', remedy: '换成申请人本人的材料重新拍照' },
    { problem: '没有签名或签名与本人不符', remedy: '请本人补签，或补授权委托书' },
    { problem: '缺这份材料', remedy: '补交这份材料' }
  ],
  field: [
    { problem: '与证件上写的不一致', remedy: '按证件改正' },
    { problem: '没有填写', remedy: '问清楚后补填' },
    { problem: '号码核对不上', remedy: '对照原件重新填写' },
    { problem: '写得不完整', remedy: '补写完整，写到门牌或组' }
  ],
  other: [{ problem: '情况需要进一步说明', remedy: '补一份书面说明，由本人签名' }]
} as const;

export const refusalReasons = [
  { reason: '不符合受理条件', basis: '本事项办事指南“受理条件”' },
  { reason: '不属于本机关职权范围', basis: '《中华人民共和国行政许可法》第三十二条第一款第二项' },
  { reason: '本事项依法不需要申请', basis: '《中华人民共和国行政许可法》第三十二条第一款第一项' },
  { reason: '户籍不在本县', basis: '本事项办事指南“申请对象”' }
] as const;

export const say = {
  api: {
    deadline: '县平台 20 秒没有回答。请再试一次；如果还不行，请告诉管理员。',
    unreachable: '连不上县平台。请检查网络，然后再试一次。',
    unreadable: (place: string) => `县平台的回答读不懂（${place || '内容'}）。请刷新页面；如果还是这样，请告诉管理员。`,
    status: (status: number) => `县平台没能完成这件事（${status}）。请再试一次；如果还不行，请告诉管理员。`
  },
  frame: {
    title: '县级政务服务平台',
    queue: '队列',
    stations: '站点',
    skip: '跳到主要内容',
    signOut: '退出',
    places: '控制台',
    loading: '正在打开',
    devices: (all: number, late: number) => [`${all} 台设备，`, String(late), ' 台今天没同步'] as const,
    retry: '再试一次',
    noPart: '您的岗位在这里还没有可用的功能。需要时请联系县管理员。',
    readOnly: '您的岗位可以查看，决定由县级审核人员作出。'
  },
  backup: {
    never: (newer: number) => `县平台还没有做过备份，已收到的 ${newer} 条记录只有这一份。请管理员执行 npm run backup，并设成每天自动备份。`,
    late: (when: string, newer: number) => `上次备份是 ${when}，已超过两天${newer > 0 ? `；之后的 ${newer} 条记录还没有备份` : ''}。请管理员检查自动备份。`,
    lost: (n: number) => `上次备份时发现县平台磁盘上有 ${n} 张照片丢失或损坏。请管理员检查磁盘。`
  },
  signIn: {
    title: '登录县级控制台',
    username: '用户名',
    password: '密码',
    go: '登录',
    going: '正在登录',
    again: '登录已过期，请重新登录。没做完的决定还在。',
    empty: '请填写用户名和密码。',
    hint: '工作人员账号由管理员开通。站点的平板不在这里登录。'
  },
  queue: {
    title: '队列',
    count: (n: number) => `${n} 件`,
    search: '姓名、办件编号、事项',
    searchLabel: '在队列里查找',
    status: '状态',
    all: '全部',
    department: '部门',
    allDepartments: '全部部门',
    empty: '这里没有办件。',
    emptySearch: (q: string) => `没有找到“${q}”。可以换一个词，或者把状态改成“全部”。`,
    clear: '清除查找',
    more: (n: number) => `再显示 ${n} 件`,
    moreLoading: '正在取',
    changed: '队列有变化，刷新',
    refresh: '刷新',
    firstOf: (n: number) => `前 ${n} 件里`,
    list: '办件',
    photosMissing: (n: number) => `${n} 张照片还没传到`,
    receivedToday: '今天收件',
    receivedDay: (n: number, of: number) => `收件第 ${n}/${of} 日`,
    lights: { red: '超期', amber: '临期', green: '正常', hold: '停表' } as Record<string, string>
  },
  case: {
    yuan: (amount: string) => `${amount} 元`,
    to: ' 至 ',
    jump: '跳到',
    answers: '填写内容',
    pick: '从左边选一件来看。',
    offline: '离线收件',
    online: '在线收件',
    home: '上门',
    station: '站内',
    handler: (station: string, name: string) => `${station} ${name}`,
    show: '显示',
    hide: '隐藏',
    showNumber: (label: string) => `显示${label}全部数字`,
    hideNumber: (label: string) => `隐藏${label}中间数字`,
    checksum: '校验码对',
    checksumBad: '校验码不对',
    situation: '情形',
    applicant: '申请人',
    agent: '代办人',
    form: '表单',
    promise: '承诺',
    other: '其他填写内容',
    materials: '材料',
    points: '审查要点',
    conditions: '受理条件',
    timeline: '经过',
    signatures: '签名',
    signedAt: (name: string, when: string) => `${name}，${when}`,
    agreed: '已同意',
    notAgreed: '没有同意',
    look: (n: number) => `看 ${n} 张照片`,
    originals: (o: number, c: number) => [o > 0 ? `原件 ${o}` : '', c > 0 ? `复印件 ${c}` : ''].filter((part) => part !== '').join('，'),
    deferredUntil: (day: string) => `容缺，${day}前`,
    pendingCheck: '待联网核验',
    bundle: (name: string) => `一件事：${name}`,
    correctionDue: (day: string) => `补正，${day}前`,
    correctionSent: '发出的补正',
    pointsLocal: '勾选只留在这台电脑上，不会发给站点。',
    result: '办理结果',
    reason: '理由',
    basis: '依据',
    whereTo: '可以去哪里办',
    outcome: { approved: '准予', refused: '不予' } as Record<string, string>,
    explain: '说明',
    estimate: '（节假日表未公布，按周末估算）',
    missingCatalogue: '目录还没打开，项目先用代码显示。',
    disputes: '站点填写不一致',
    disputesLead: '站点的人还没选定，两份都在这里',
    disputeStands: '，现在按这份',
    disputed: (label: string, who: string) => `${label}（${who}另一份）`
  },
  photo: {
    title: '照片',
    none: '这件没有照片。',
    notArrived: '照片还没传到',
    notArrivedWhy: '站点下次同步照片后就能看到。文字内容已经可以先看。',
    rotate: '旋转（R）',
    zoomIn: '放大（Z）',
    meta: (when: string, size: string) => `${when} 拍摄，${size}`,
    verified: '摘要已由县平台核对',
    nth: (n: number, of: number) => `${n} / ${of}`,
    film: '全部照片',
    item: (n: number, label: string) => `第 ${n} 张，${label}`,
    broken: '照片打不开',
    again: '再试一次',
    waiting: (n: number) => `还有 ${n} 张没传到`
  },
  decide: {
    accept: '受理',
    correct: '补正',
    refuse: '不予受理',
    complete: '办结',
    next: '下一件',
    cancel: '先不办',
    nothing: {
      received: '',
      correction: '等站点补正，时限停表。',
      accepted: '',
      notAccepted: '已决定不予受理。',
      completed: '已办结。',
      withdrawn: '申请人已撤回。'
    } as Record<CaseStatus, string>,
    acceptLine: (days: string, day: string) => `${days}内办结，到 ${day}。`,
    acceptNoLimit: '这个事项没有统一时限，受理后不计期限。',
    confirmAccept: (name: string) => `受理${name}这件`,
    limit: (value: number, unit: 'workingDay' | 'naturalDay') => `${value} 个${unit === 'workingDay' ? '工作日' : '自然日'}`,
    disputesFirst: (n: number) => `站点还有 ${n} 处填写没选定，确定按现在这份受理吗？`,
    photosFirst: (n: number) => `还有 ${n} 张照片没传到，确定不等照片吗？`,
    stale: '这件刚才有了变化（别人作了决定，或站点补了材料）。已经换成最新内容，请看过再决定。',
    lately: '刚才',
    open: '看这件',
    sending: '正在送出',
    acceptedWith: (day: string) => `已受理，${day}前办结`,
    correctedWith: (n: number, day: string) => `已发补正 ${n} 项，${day}前`,
    accepted: '已受理，不计期限',
    corrected: '已发补正',
    notAccepted: '不予受理',
    approved: '已办结，准予',
    refusedDone: '已办结，不予',
    latest: (n: number) => `这次已决定 ${n} 件`
  },
  correction: {
    title: '一次性告知补正',
    lead: '把要补的一次写全。站点下次同步后收到，逐项补好再送来。',
    pick: '加一项',
    materials: '材料',
    fields: '填写内容',
    otherLabel: '其他',
    problem: '有什么问题',
    remedy: '怎么补',
    phrases: '常用说法',
    remove: '删掉这项',
    removed: (label: string) => `已删掉“${label}”`,
    undo: '放回',
    due: '补正期限',
    dueHint: (days: number) => `默认 ${days} 个工作日`,
    note: '另外要说的（可不填）',
    send: (n: number) => `发出 ${n} 项补正`,
    sendNone: '发出补正',
    needItem: '请至少加一项要补的。',
    needText: '请写清楚问题和补法。',
    needDue: '请填补正期限，不能早于今天。',
    items: '要补的',
    none: '还没有。从上面选材料或填写内容。'
  },
  refusal: {
    title: '不予受理',
    lead: '理由和依据会原样写进通知，站点交给申请人。',
    common: '常用理由',
    reason: '理由',
    basis: '法律依据',
    whereTo: '可以去哪里办（可不填）',
    send: (name: string) => `不予受理${name}这件`,
    needReason: '请写理由。',
    needBasis: '请写法律依据。'
  },
  completion: {
    title: '办结',
    lead: '结果会随站点下次同步送到，由站点交给申请人。',
    outcome: '决定',
    approved: '准予',
    refused: '不予',
    result: '办理结果',
    resultHint: '例如：自 2026年12月起按月发放',
    explain: '说明（可不填）',
    explainNeeded: '不予的理由和救济途径',
    send: (name: string) => `办结${name}这件`,
    needOutcome: '请选准予或不予。',
    needResult: '请写办理结果。',
    needExplain: '决定不予时，请写理由和救济途径。'
  },
  stations: {
    title: '站点',
    summary: (stations: number, devices: number, late: number) => `${stations} 个站点，${devices} 台设备，${late} 台今天没同步`,
    station: '站点',
    device: '设备',
    lastSync: '上次同步',
    holds: '还没送来',
    holdsNote: '“还没送来”是设备上次联系时自己数的',
    records: '已收到的记录',
    recordsNone: '还没有',
    recordsAll: (n: number) => `${n} 条，都已备份`,
    recordsSome: (n: number, done: number) => (done === 0 ? `${n} 条，还没备份` : `${n} 条，备份到第 ${done} 条`),
    catalogue: '目录',
    never: '从没',
    today: (time: string) => `今天 ${time}`,
    yesterday: (time: string) => `昨天 ${time}`,
    daysAgo: (n: number) => `${n} 天前`,
    notToday: '今天没同步',
    revoked: '已停用',
    noDevice: '还没有设备',
    nothingLeft: '没有',
    noReport: '设备还没报过',
    holdsWords: (cases: number, photos: number) =>
      [cases > 0 ? `${cases} 件` : '', photos > 0 ? `${photos} 张照片` : ''].filter((part) => part !== '').join('，'),
    oldest: (when: string) => `最早 ${when}`,
    catalogueNow: (r: number) => `第 ${r} 版，最新`,
    catalogueBehind: (r: number, by: number) => `第 ${r} 版，旧 ${by} 版`,
    catalogueUnknown: '不知道',
    makeCode: '生成登记码',
    codeTitle: (name: string) => `给${name}登记一台平板`,
    codeLead: '在平板上打开本网址，扫这个码，或者输入上面的字。只能用一次。',
    codeUntil: (time: string) => `${time} 前有效`,
    codeExpired: '已过期，请重新生成',
    close: '收起',
    making: '正在生成',
    copy: '再生成一个',
    filter: '只看今天没同步的',
    deviceName: (no: string, name: string) => `${no} 号：${name}`,
    count: (n: number) => `${n} 个站点`,
    appVersion: (v: string) => `程序 ${v}`,
    empty: '还没有站点。',
    allSynced: '今天都同步过了。'
  }
} as const;
