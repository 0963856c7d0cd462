/** The words of the frame: status line, places, set-up, sign-in, lock. Chinese as spoken at the window. */
export const zh = {
  app: '帮办',
  title: (page: string) => `${page} · 帮办`,
  places: { today: '今日', guide: '办事', cases: '办件', sync: '同步', me: '我的' },
  rail: '五个去处',
  skip: '跳到正文',
  status: {
    label: '状态', online: '在线', offline: '离线', unreachable: '连不上县里', syncing: '同步中',
    unsynced: '未同步', unsyncedShort: '待传', cases: '件', photos: '张', allSent: '全部已送达', allSentShort: '已送达',
    catalogue: '目录', catalogueVersion: (day: string) => ` ${day}版，`, catalogueUpdated: (age: string) => `${age}`, updatedSuffix: '更新', noCatalogue: '目录没有下载',
    today: '今天', yesterday: '昨天', daysAgo: (n: number) => `${n} 天前`,
    lock: (name: string) => `锁屏（${name}）`, badge: (n: number) => `${n} 件未同步`,
    grantSoon: (hours: number) => `再过 ${hours} 小时没连上县里，就不能开新的收件`, grantOver: '太久没连县里，先同步一次才能开新的收件',
    update: '有新版本，点这里换上'
  },
  opening: { title: '正在打开', slow: '本机数据还没有打开。等一会儿不行，就点下面重开，存好的东西不会丢。', reload: '重新打开' },
  enrol: {
    title: '把这台设备登记到站里', lead: '向县里管理员要一个登记码，只能用一次。登记要联网，之后没网也能用。',
    code: '登记码', codeHint: '照着输入，大小写和横线都不要紧', name: '给设备起个名', nameHint: '例如 1 号平板，县里按这个名认', nameDefault: '1 号平板',
    submit: '登记这台设备', busy: '正在登记…', scan: '扫二维码', offline: '现在没有网。登记这一步要连上县里的平台，连上网再点。'
  },
  scan: { title: '扫二维码', aim: '把二维码放进框里', close: '不扫了，手动输入', denied: '用不了相机。在浏览器设置里准许这个网站用相机，或者手动输入登记码。', failed: '这台设备扫不了码，请手动输入登记码。' },
  signIn: {
    firstTitle: '第一位同事登录', addTitle: '添加同事', lead: '用县里发的账号联网登录一次，再设一个本机 PIN。以后没网也用 PIN 开锁。',
    station: '登记在', username: '账号', password: '密码', pin: '设本机 PIN', pinHint: '至少 6 位数字，不要用生日和连号。也可以用一句口令', pinAgain: '再输一遍 PIN',
    submit: '登录并开始', busy: '正在登录…', cancel: '不加了',
    bad: {
      username: '填县里发的账号', password: '填密码', pinShort: 'PIN 至少 6 位', pinSame: '不要用同一个数字或连号，换一个', pinAgain: '两遍不一样，再输一遍'
    },
    offline: '现在没有网。第一次登录要连上县里的平台。'
  },
  lock: {
    title: '已锁屏', who: '你是哪一位？', pin: (name: string) => `${name}的 PIN`, other: '换一位', submit: '开锁', busy: '正在开锁…',
    back: '删一位', keyboard: '用键盘输口令', pad: '用数字键',
    wait: (words: string) => `PIN 输错太多次，${words}后再试`, seconds: (n: number) => `${n} 秒`, minutes: (n: number) => `${n} 分钟`,
    newcomer: '不在上面？请一位同事先开锁，再到 我的 里添加。', wrong: (n: number) => `PIN 不对，已经错了 ${n} 次。错满 5 次要等一等`
  },
  error: {
    title: '这一页打不开', notFound: '没有这一页', notFoundText: '地址不对，或者这件已经不在本机。', text: '存好的东西都在。回到今日再进一次；还不行，就重新打开。', home: '回到今日', reload: '重新打开',
    unknown: '没有做成。再试一次；还不行，就重新打开应用。'
  },
  common: { optional: '选填', cancel: '取消', save: '保存', done: '好了', loading: '正在取…' }
} as const;
