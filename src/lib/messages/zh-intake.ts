/** Words of intake, cases and sync. Functions where a count, a name or a day stands inside. */

export const steps = {
  situation: '事项与情形', applicant: '申请人与代办', form: '表单', materials: '材料', promise: '承诺与签名', check: '核对收件'
} as const;
export type StepId = keyof typeof steps;

export const intake = {
  today: '今日', cases: '办件', stepsLabel: '六步', missingLabel: '还缺什么',
  noName: '还没填姓名', saved: '已存在本机', savedShort: (time: string) => `已存 ${time}`, saving: '正在存', notSaved: '没存上',
  notSavedHelp: '别关页面，先腾出本机空间，再改一个字就会重新存。', missingN: (n: number) => `缺 ${n}`,
  stillMissing: (n: number) => `还缺 ${n} 项`, nothingMissing: '都齐了', nothingMissingHelp: '可以核对收件。',
  later: '可以后补', before: (day: string) => `${day}前`, nextMissing: '下一项', toCheck: '去收件', notice: '一次性告知书',
  filled: (required: number, done: number) => `必填 ${required} 项，已填 ${done} 项`,
  mistakes: '常见错误', notFound: '没有这份草稿', notFoundHelp: '它可能已经收件，或者被放弃了。', toCases: '看办件', toSync: '去同步', untitled: '新办件', otherAsks: '县里还要求', asksN: (n: number) => `县里要求改 ${n} 处，下面标出来了，别的不用动`, noCatalogue: '本机还没有事项目录', noCatalogueHelp: '联网同步一次就有。',
  itemGone: '这个事项不在现在的目录里', itemGoneHelp: '草稿还在。等目录更新，或者到县平台办。',
  loading: '正在打开', undo: '撤销', agentSection: '代办人', applicantSection: '申请人', optional: '选填', may: '可容缺后补',
  question: '办事情形', questionHelp: '答完只留下这一情形要的表和材料。', agentNo: '这件事要本人办，不能代办。', attend: '要本人到场',
  place: '在哪里收件', placeStation: '站里', placeHome: '上门', bundleUses: (names: string) => `一张表，${names}共用`, bundleDepartments: '用到这张表的部门',
  countySays: '县里要求改', remedy: '怎么改', change: '改', done: '好了', show: '显示', derived: '自动算出，可以更正', derivedFixed: '自动算出',
  year: '年', from: '从', to: '到', choose: '请选择', detail: '村组、门牌号', division: '所在区划', divisionSearch: '打字找区划', province: '区划代码', elsewhere: '别处（填区划代码）', codeDigits: (n: number) => `${n} 位数字`, commitYes: '承诺', commitNo: '不承诺，交材料', region: '6 位区划代码', addRow: (name: string) => `加一行${name}`, row: (n: number) => `第 ${n} 行`, removeRow: (n: number) => `删第 ${n} 行`,
  rowGone: (n: number) => `删了第 ${n} 行`, noRows: '还没有', agree: '同意', disagree: '不同意', agreed: '已读给本人听，本人同意', age: (n: number) => `${n} 岁`, cardDigits: '12 至 19 位数字', notChosen: '不选'
} as const;

export const material = {
  head: (total: number, words: string) => `${total} 件${words ? `：${words}` : ''}`, complete: (n: number) => `齐 ${n}`, toSign: (n: number) => `待签 ${n}`, deferred: (n: number) => `容缺 ${n}`, missing: (n: number) => `缺 ${n}`,
  how: '收取方式', open: '还没收', photographed: '拍照', paper: '纸质已收', generated: '系统生成', deferredState: '容缺后补', sharedPending: '待联网核验', committed: '告知承诺', eCertificate: '电子证照', notNeeded: '不需要',
  exempt: '免提交', deferrable: (days: number | null) => (days === null ? '可容缺' : `可容缺 ${days} 个工作日`), optional: '选交', commit: '可告知承诺',
  shoot: (page: string) => `拍${page}`, retake: '重拍', pick: '从文件选', remove: '拿掉', notYet: '还没拍', size: (kb: number) => `${kb} KB`, page: (n: number) => `第 ${n} 页`, another: '再加一页',
  replaced: (page: string) => `换掉了${page}`, removed: (page: string) => `拿掉了${page}`, working: '正在处理照片', failed: '这张没存上', onlyCounty: '照片在县里', photoOf: (name: string, page: string) => `${name} ${page}`,
  deferLine: (day: string) => `请在 ${day} 前补齐`, deferPromise: '承诺在第 5 步签', haveNow: '现在就有', whereabouts: '原件去向', returned: '已退还', kept: '留站', none: '没有原件', originals: '原件份数', copies: '复印件份数',
  sharedLine: (source: string) => `联网后从${source}核验，不用交`, sharedAnywhere: '县级共享数据', code: '证照编号', commitLine: '承诺书在第 5 步签，以后要核查', signLine: '按表单自动生成，第 5 步签名后就齐', signed: '已签', notNeededLine: '这一次不用', points: '审查要点',
  none0: '这个情形不要材料。', watermark: (item: string, station: string, day: string) => `仅供办理${item} ${station} ${day}`, due: '补齐日期'
} as const;

export const promise = {
  privacy: '个人信息怎么用', privacyVersion: '2026-11-1', privacyText: (county: string, item: string) => [
    `${county}各承办部门为办理“${item}”，依照法定职责处理您填写的信息和交的材料。`,
    '只用于这件事的受理、审查、决定和送达，以及依法留档；不作别的用途，不给无关的人看。',
    '办完并送达后，本平板上的资料按规定清除；县级平台按档案规定保存。',
    '您可以查看、复制、更正自己的信息，也可以在决定前撤回申请。向本站或 12345 提出即可。'
  ],
  acknowledge: '已读给本人听，本人知道了', acknowledged: (version: string) => `告知书版本 ${version}`,
  document: '要签的文书', documentTitle: (item: string) => `${item} 申请与承诺`, station: '收件站点', item: '事项', code: '业务办理项编码', situation: '办事情形', answers: '填写内容', materials: '交的材料', deferTitle: '容缺后补承诺', deferText: (day: string) => `我知道下列材料今天没有交，保证在 ${day} 前补齐。到期不补的，部门可以终止办理并记录。`, deferLine: (name: string, day: string) => `${name}：${day} 前`,
  commitTitle: '告知承诺', commitText: '我已知道下列材料要证明的内容、法律依据和不实承诺的责任，承诺符合条件，愿意接受事后核查；也知道可以不承诺，改交材料。', truth: '以上内容真实，材料是真的。如有虚假，愿承担法律责任。', agentTruth: '本人是代办人，受申请人委托办理，委托内容以授权委托书为准。', privacyLine: (version: string) => `本人已知道个人信息处理告知书（版本 ${version}）。`, unanswered: '未填', none: '无',
  sign: '签名', signApplicant: (name: string) => `申请人${name ? ` ${name} ` : ''}签名`, signAgent: (name: string) => `代办人${name ? ` ${name} ` : ''}签名`, signPrincipal: (name: string) => `委托人${name ? ` ${name} ` : ''}签名`, signHandler: (name: string) => `收件人 ${name} 签名`, signWitness: '见证人签名', handlerOptional: '选签',
  canvas: '用手指或笔在框里写。不方便写的，可以请见证人在场，由代办人签。', undoStroke: '退一笔', clear: '重写', keep: '就用这个签名', signedAt: (time: string) => `${time} 已签`, again: '重签', stale: '签名以后内容改过，要重签。', who: '谁来签', whoApplicant: '申请人', whoAgent: '代办人', hash: (hash: string) => `文书摘要 ${hash.slice(0, 16)}`
} as const;

export const check = {
  title: '核对收件', answers: '填写内容', materials: '材料', missing: '还缺', receive: (name: string) => (name ? `收件（${name}）` : '收件'), supply: (name: string) => `补正送出（${name}）`, resend: (name: string) => `改好送出（${name}）`,
  ready: '内容和材料都齐了。收件后给一张收件凭证。', readySupply: '改好的内容随下一批送县里。', notReady: '收件前还缺这些，点一项就到那里：', keep: '存着以后办', busy: '正在收件', findings: '收件时查出这些要改：', deferNote: (n: number) => `${n} 件容缺后补，凭证上写明补齐日期。`, warnings: '请留意', agreedYes: '同意', agreedNo: '不同意', photos: (n: number) => `${n} 张照片`, to: ' 至 ', rows: (n: number) => `${n} 行`
} as const;

export const cases = {
  title: '办件', search: '姓名、编号', searchLabel: '找办件', found: (n: number) => `${n} 件`, none: '没有这样的办件', noneHelp: '换个筛选，或者去办事收一件。', toGuide: '去办事', empty: '还没有办件',
  filters: { all: '全部', unsynced: '没同步', rejected: '退回要改', open: '办理中', closed: '办完' },
  sync: { pending: '未同步', sent: '已发出，等确认', confirmed: '已送达县平台', rejected: '县平台退回' },
  status: { received: '已收件', correction: '要补正', accepted: '已受理', notAccepted: '不予受理', completed: '已办结', withdrawn: '已撤回' },
  next: {
    rejected: (why: string) => `要改：${why}`, pending: '等同步到县平台', received: (n: number) => (n === 0 ? '等受理，今天收件' : `等受理，收件第 ${n}/5 天`), correction: (day: string) => `${day}前补正`, accepted: (day: string | null) => (day ? `等决定，${day}前` : '等决定'),
    notAccepted: '不予受理，把通知送给本人', completed: '已办结，把结果送给本人', withdrawn: '本人撤回', deferred: (day: string) => `容缺材料 ${day} 前补齐`
  },
  notFound: '本机没有这一件', notFoundHelp: '它可能是别的站收的，或者已经过了本机保留期。', caseNo: (no: string) => `办件编号 ${no}`, localNo: (no: string) => `本地 ${no}`, noCaseNo: '县里还没编号', print: '打印凭证',
  clockReceived: (n: number) => (n === 0 ? '今天收件，从下一个工作日起算' : `收件第 ${n}/5 天`), clockReceivedEnd: '5 个工作日内受理或一次告知', clockPromised: (total: number, used: number, held: number) => `承诺 ${total} 个工作日，已用 ${used}${held ? `，停表 ${held}` : ''}`, clockDue: (day: string, week: string) => `${day} ${week} 到期`, clockLabel: (total: number, used: number, left: number) => `${total} 个工作日，已用 ${used} 个，剩 ${left} 个`, from: (day: string, word: string) => `${day} ${word}`, natural: (n: number) => `承诺 ${n} 日`, estimated: '节假日表未发布，预估',
  nextStep: '下一步', mend: (name: string) => `改好再送（${name}）`, correct: (name: string) => `去补正（${name}）`, supplyLater: (name: string) => `补容缺材料（${name}）`,
  step: {
    rejected: '县平台没收下，改好后随下一批送', rejectedHelp: '不用重拍，不用重签没改的内容', pending: '联网后自动送县里', pendingHelp: '也可以到同步页现在送', received: '等县里受理', receivedHelp: (day: string) => `最迟 ${day} 受理，或一次告知缺什么；不告知的，自收件之日起即为受理`, correction: (n: number) => `县里要求补正 ${n} 项`, correctionHelp: (day: string) => `${day}前补齐，补齐后计时继续`, accepted: (department: string) => `等${department}决定`, acceptedHelp: '决定后把结果送给本人', completed: '把结果送给本人', notAccepted: '把不予受理通知送给本人', withdrawn: '已撤回，不再办', deferred: (day: string) => `容缺材料还没补，${day} 前补齐`
  },
  materials: '材料', materialsN: (n: number) => `${n} 件`, documents: '文书', receipt: '收件凭证', correctionNotice: '补正通知书', itemsOnce: (n: number) => `一次告知 ${n} 项`, timeline: '经过', party: '当事人', applicant: '申请人', idNo: '证件', phone: '电话', agent: '代办人', address: '住址', showNumbers: '显示号码', hideNumbers: '遮住号码', photosLeft: (confirmed: number, all: number) => `照片 ${confirmed}/${all} 张县里已确认`,
  withdraw: '撤回', withdrawAsk: '本人要撤回？', withdrawReason: '撤回原因', withdrawDo: (name: string) => `撤回${name}这件`, withdrawKeep: '不撤', withdrawHelp: '县里决定前可以撤回。撤回后要重新收件。', withdrawWant: '请写本人说的原因', result: '结果', reason: '理由', basis: '依据', whereTo: '去哪里办', form: '填写内容', back: '办件', joint: (name: string) => `一件事：${name}`, pages: (n: number) => `${n} 张`, others: (names: string) => `另有 ${names}`, closePhotos: '收起照片', decided: '决定，送达', opening: '正在打开'
} as const;

export const paper = {
  print: '打印', printing: '打印对话框里选 A4', back: (name: string) => name || '办件', receipt: '收件凭证', notice: '一次性告知书', correction: '补正通知书', qr: '查询办件进度的二维码', no: '编号', received: (when: string) => `${when} 收件`, item: '事项', applicant: '申请人', idNo: '证件号码', agent: '代办人', department: '主管部门', limit: '承诺时限', list: '收到的材料', cols: ['序号', '材料', '原件', '复印件', '收取方式', '原件去向'], tell: '请您知道', handler: '收件人', phone: '本站电话', supervision: '监督投诉', signApplicant: '申请人或代办人签名', signHandler: '收件人签名', seal: '站点印章', signature: '签名',
  noticeList: '要补的', informer: '告知人', noticeNothing: '没有要从家里补的，可以接着办。', toIntake: '回到办件', noCorrection: '这一件没有补正通知', correctionCols: ['序号', '补什么', '问题', '怎么办']
} as const;

export const sync = {
  title: '同步', now: '同步', stop: '停下', started: (time: string) => `${time} 开始`, cuts: (n: number) => `断线 ${n} 次，已从断点接上`, finished: (time: string) => `${time} 同步完`, never: '还没同步过', paused: '已停下，按“同步”再接着送', offline: '没有网。记录都在本机，来网自动接着送。', waitingUntil: (time: string) => `${time} 再试`,
  phases: { idle: '', hello: '正在问县里收到哪里', records: '正在送记录', photos: '正在送照片', pull: '正在取县里来的', waiting: '等线路恢复' },
  records: '记录', photos: '照片', cases: '件', sheets: '张', confirmedWords: '县里已确认', awaiting: (n: number) => `${n} 件等确认`, rejectedN: (n: number) => `${n} 件退回`, toSend: (n: number) => `${n} 件待送`, allConfirmed: '都确认了', nothing: '没有要送的', bytes: (done: string, all: string) => `${done} / ${all}`, speed: (text: string) => `${text}/秒`, left: (text: string) => `约剩 ${text}`, minutes: (n: number) => `${n} 分钟`, seconds: (n: number) => `${n} 秒`,
  rejected: '县里退回', goMend: (label: string) => `去改${label}`, mendThis: '去改', look: '看这一件', mendHelp: '改好后随下一批送，不用重拍', batch: '本批', batchNone: '本机没有等送的办件。', cols: ['申请人与事项', '记录', '照片'], from: '县里来的', statusChanges: '状态变更', corrections: '补正通知', catalogue: '目录更新', notYet: '还没取过', storage: '本机存储', used: (used: string, quota: string) => `已用 ${used} / ${quota}`, usedUnknown: '浏览器没报用量', cases_: '办件', photos_: '照片', room: '还能放', roomPhotos: (n: string) => `约 ${n} 张`, persisted: '浏览器答应长期保留', notPersisted: '浏览器没答应，请常同步', keep: '保留', problem: '没同步成', items: (n: number) => `${n} 项`, waitingRecords: '记录先送，照片随后'
} as const;
