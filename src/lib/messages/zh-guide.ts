/** The words of 办事: catalogue, guide pages, large print, paper, item QR. */
const number = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];
const counted = (n: number) => number[n] ?? String(n);

export const zhGuide = {
  title: '办事', publicMissing: '可能没有网，或者事项换了名字。连上网再扫一次，或者打 12345 问。',
  list: {
    search: '找事项', placeholder: '事项名、俗称、拼音或首字母，例如 glbt', clear: '清空', found: (n: number) => `找到 ${n} 项`, none: (text: string) => `没有找到“${text}”`,
    noneText: '换个说法试试：俗称、部门、拼音首字母都行。目录里没有的事项，可以打 12345 问。',
    by: '怎么分组', byTopic: '按主题', byDepartment: '按部门', recent: '最近办过', bundles: '一件事', bundlesSub: '一张表、一套材料，几个部门一起办',
    children: (n: number) => `${n} 个环节`, count: (n: number) => `${n} 项`, also: (alias: string) => `又叫 ${alias}`,
    forVisit: (name: string) => `给${name}选事项`, empty: '目录还没有下载', emptyText: '连上网同步一次，县里的办事目录就存到这台设备上，以后没网也能查。', toSync: '去同步'
  },
  item: {
    missing: '目录里没有这个事项', missingText: '可能已经取消或者换了名字，回到 办事 再找一找。', back: '办事',
    also: (names: string) => `又叫 ${names}`, self: '须本人办理', homeVisit: '可上门',
    facts: { target: '给谁办', days: '承诺时限', fee: '收费', visits: '到现场' },
    noFee: '不收费', charged: '收费', mostVisits: (n: number) => (n === 0 ? '不用到现场' : `最多 ${n} 次`), andHome: '，可上门',
    ask: (n: number) => `先问${counted(n)}句`, askSub: '答完，材料就准了', askHelp: '说明',
    materials: '要带的材料', pieces: (n: number) => `${n} 件`, allRequired: '没有标注的都是必要', perhaps: (n: number) => `另有 ${n} 件看情形`,
    conditions: '受理条件', mistakes: '常见错误', process: '怎么走', elements: '全部要素', form: '表上要填', formCount: (n: number) => `${n} 项`,
    begin: '办这件', beginFor: (name: string) => `给${name}办这件`, beginHint: '答案带进办件', busy: '正在打开…',
    read: '大字念读', print: '打印 A4', code: '码上办', codeText: '居民用手机扫，看同一份指南', codeLabel: '本事项二维码',
    version: '同源版本', versionOf: (n: number) => `第 ${n} 版`, published: '发布',
    local: '标准各地不同，以本县公布为准', step: { 收件: '站里，今天' } as Record<string, string>
  },
  material: {
    optional: '非必要', exempt: '免提交', defer: (days: number | null) => (days === null ? '可容缺' : `可容缺 ${days} 个工作日`), commit: '可告知承诺', when: (text: string) => (text.endsWith('时') ? `${text}要` : `${text}时要`), conditional: '这种情形要',
    originals: (n: number) => `原件 ${n} 份`, copies: (n: number) => `复印件 ${n} 份`, generated: '系统按表单生成，打印后签名或按指印', shared: (source: string) => `联网可查${source}`
  },
  days: { working: (n: number) => `${n} 个工作日`, natural: (n: number) => `${n} 天（自然日）`, none: '没有统一时限', instant: '当场办' },
  elements: {
    accepting: '受理机构', department: '主管部门', exercise: (level: string) => `${level}行使`, type: '事项类型', caseType: '办件类型', promised: '承诺件', instant: '即办件', object: (who: string) => `服务对象 ${who}`,
    statutory: '法定时限', promisedDays: '承诺时限', special: '特别程序', counts: '计入时限', countsNot: '不计入时限', none: '无', notice: '公示', result: '办理结果', delivery: '送达方式',
    assist: '帮办方式', free: '无偿', attend: '本人到场', attendNo: '不要求', agent: '代办', agentYes: '可以委托他人代办', agentNo: '须本人办理，不能代办', basis: '设定依据', unverified: '（文号待核实）',
    basicCode: '基本编码', implementationCode: '实施编码', handlingCode: '办理项编码', sample: '示例编码', fee: '收费标准', assistFree: '帮办代办不收费', address: '办公地址', hours: '办公时间', stationPhone: '本站电话',
    consult: '咨询', supervision: '监督投诉', topics: '主题', unsure: '待核实', uscc: '部门信用代码'
  },
  read: {
    title: (name: string) => `大字念读 ${name}`, back: '指南', bigger: '字大一点', smaller: '字小一点', play: '念给老人听', stop: '停', noVoice: '这台设备没有装中文语音，请照着念。', size: (n: number) => `${n} 号字`,
    who: (target: string) => `这件事给${target}办。`, days: (days: string) => `交齐以后，${days}办好。`, visits: (text: string) => `要到现场${text}。`, fee: (text: string) => `${text}，帮办代办也不收费。`,
    bring: (n: number) => `要带 ${n} 样东西`, perhaps: '看情况还要带', ask: '先看能不能办', mistakes: '别弄错', where: '到哪里办', phone: (text: string) => `有事打电话 ${text}`, later: '可以过几天再补', noNeed: '不用复印，联网能查', ifAny: '有就带上'
  },
  print: { title: (name: string) => `办事指南 ${name}`, back: '指南', go: '打印', heading: '办事指南', scan: '手机扫码看本指南', printed: (day: string, revision: number) => `目录第 ${revision} 版，${day}打印`, checked: '请在已备好的材料前打勾', material: '材料', count: '份数', note: '说明', tick: '备好', situation: '情形' },
  bundle: {
    missing: '目录里没有这件“一件事”', lead: (department: string) => `${department}牵头`, children: '要办的环节', childrenSub: '勾上要一起办的', outside: '在别处办', must: '必办', choose: '选办', after: (names: string) => `待前序：${names}`,
    oneThing: '六个一', results: '办成得到', offline: '没网时', shared: '只填一次的', sharedMaterials: '只交一份的', noneChosen: '至少勾一个环节', department: '部门',
    one: { oneNotice: '一次告知', oneForm: '一表申请', oneSetOfMaterials: '一套材料', oneWindow: '一窗受理', oneNetwork: '一网办理', oneTimeDone: '一次办好' } as Record<string, string>,
    entry: '入口条件', code: '一件事编码', basis: '依据', promised: '承诺时限', outsideNote: '请居民到办理单位办，或由站里带着去'
  }
} as const;
