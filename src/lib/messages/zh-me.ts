/** The words of 我的. */
export const zhMe = {
  title: '我的',
  back: '我的',
  people: {
    title: '我和同事',
    inUse: '正在用',
    pin: '改 PIN',
    add: '添加同事',
    lock: '锁屏',
    roles: { worker: '帮办代办员', lead: '站长' } as Record<string, string>,
    colleagues: '这台设备上的同事'
  },
  display: {
    title: '怎么显示',
    elder: '长辈模式',
    elderHelp: '给居民看的时候用：字大、按钮大',
    on: '开',
    off: '关',
    size: '字号',
    sizeOf: (n: number) => `${n} 号`,
    smaller: '小一点',
    bigger: '大一点',
    sample: '高龄津贴，每月发到本人卡上',
    theme: '明暗',
    themes: { system: '跟随设备', light: '浅色', dark: '深色' }
  },
  device: {
    title: '这台设备',
    station: '所在站',
    no: '设备号',
    id: '设备标识',
    catalogue: '办事目录',
    catalogueLine: (version: string, revision: number, age: string) => `${version}（第 ${revision} 版），${age}更新`,
    noCatalogue: '还没有下载',
    storage: '本机存储',
    used: (used: string, total: string) => `已用 ${used}，共 ${total}`,
    usedOnly: (used: string) => `已用 ${used}`,
    unknown: '浏览器没有告诉',
    room: (n: number) => `还能放约 ${n} 张照片`,
    holds: (cases: number, photos: number) => `${cases} 件，${photos} 张照片`,
    kept: '存储保护',
    keptYes: '浏览器答应不清理',
    keptNo: '浏览器空间紧张时可能清理，请把应用装到桌面',
    journal: '流水',
    journalLine: (last: number, confirmed: number) => `记到第 ${last} 号，县里确认到第 ${confirmed} 号`,
    grant: '可离线收件到',
    offline: '没网能打开',
    offlineYes: '能，已经整个存在本机',
    offlineNo: '还不能，联网时多停一会儿',
    version: '版本',
    versionLine: (version: string) => `帮办 ${version}`,
    update: '有新版本，点这里换上',
    licence: '开源许可 Apache-2.0'
  },
  more: { title: '看一看', privacy: '个人信息怎么用', help: '怎么用（一天的活）' },
  pin: {
    title: '改 PIN',
    old: '原来的 PIN',
    next: '新 PIN',
    again: '再输一遍',
    hint: '至少 6 位，不要用生日和连号',
    save: '改好',
    saved: 'PIN 已经改好，下次开锁用新的。',
    noOld: '填原来的 PIN',
    busy: '正在改…'
  },
  colleague: { title: '添加同事', added: (name: string) => `${name}可以用这台设备了，锁屏后选名字、输 PIN。` },
  enrolAgain: {
    title: '重新登记',
    lead: '县里的平台不认识这台设备了。本机的办件、照片、草稿和 PIN 都留着，登记以后会全部重新送到。',
    needed: '县里的平台不认识这台设备了，要重新登记才能同步。本机的内容都在。',
    codeHint: '向县里的管理员要一个本站的登记码，十分钟内有效。',
    submit: '登记并送出',
    busy: '正在登记…',
    done: (no: string) => `登记好了，设备号换成 ${no}，正在把本机的内容送到县里。`
  },
  privacy: {
    title: '个人信息怎么用',
    parts: [
      ['谁在收', '本站受县里委托，为办您要办的事收集信息。收件的站、经办人和时间都写在收件凭证上。'],
      ['收什么、为什么', '只收这件事的表和材料要的。身份证号、银行卡号、病情、残疾、家庭收入等属于敏感个人信息，只用来审这件事，不收就办不了的会当面说明。'],
      ['存在哪里', '先加密存在这台设备里，不知道 PIN 的人打不开；有网时传到县政务服务平台，由办这件事的部门审核。设备丢了，县里可以让它再也打不开。'],
      ['存多久', '办结并送达以后，这台设备上的材料按县里定的天数清掉。县里按档案规定保存。'],
      ['给谁看', '只给办这件事的部门和经办人。查看都有记录。不做别的用，不卖，不给第三方。'],
      ['您能做什么', '可以查、可以更正、可以撤回申请。到站里说一声，或者打 12345。不满意怎么办，收件凭证上有监督电话。']
    ] as const
  },
  help: {
    title: '怎么用（一天的活）',
    parts: [
      ['早上，在站里', '开锁后看一眼最上面一行：在线，没有未同步的，目录是今天的。看 今日：几家要上门，哪件快到期，哪件退回来了。'],
      ['出门以后', '没网是平常事，照样办。状态行写着 离线，不用管它，填的每个字都存在本机。'],
      ['到了门口', '办事 里输首字母找事项，例如 glbt 找 高龄津贴。先问情形，材料单跟着变短。老人看不清就点 大字念读。'],
      ['收件', '点 办这件。六步想先填哪步都行，右边一直写着还缺什么，点一下就跳过去。照片当场拍，拍糊了会提醒。能后补的选 容缺后补，写清哪天补。'],
      ['签名、给凭证', '请居民看一遍再签名。收件以后给收件凭证，凭证上有编号和二维码。凭证不代表受理，受理要等县里。'],
      ['没填完、没电了', '不用怕，没填完的在 今日 的 没填完 里，打开就停在原来那一格。'],
      ['回到站里', '连上网会自己传，也可以到 同步 点一下。先传表，再传照片。看到 县里已确认 才算送到。'],
      ['退回来的', '在 今日 的 退回要改 里写着哪里不对、哪天前改好，照着改，再收一次就行，不用全部重来。'],
      ['离开设备', '随手锁屏。五分钟不动会自己锁。']
    ] as const
  }
} as const;
