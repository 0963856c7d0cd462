/** The words of the pages behind the QR codes: for residents, so plainer than those of the window. */
export const zhPublic = {
  loading: '正在查…',
  again: '再查一次',
  hotline: '打 12345',
  hotlineNumber: '12345',
  away: { title: '没有连上', text: '看看手机有没有网，再点一次。' },
  busy: { title: '查的人太多', text: '请过十分钟再试。' },
  progress: {
    title: '办件进度',
    labelSteps: '办到哪一步',
    held: '天数暂停',
    children: '各部门办到哪了',
    childDue: (day: string) => `${day}前办结`,
    todo: '您要做的',
    steps: { received: '收件', accepted: '受理', completed: '办结' },
    marks: { done: '已过', now: '正在', open: '还没到' },
    facts: {
      department: '办理部门',
      received: '收件',
      due: { received: '最迟答复', correction: '补齐期限', accepted: '办结期限' },
      station: '收件的站',
      updated: '进度更新'
    },
    call: (station: string) => `给${station}打电话`,
    private: '凭收件凭证上的二维码才能看到这一页。页上不写姓名和证件号，请不要把二维码给外人。',
    says: {
      received: (due: string) => ({
        now: `材料已经送到县里。${due}前告诉您是否受理，缺什么会一次说清。`,
        todo: ['先不用跑，等消息。', '凭证上写了要后补的材料，请按日子交。']
      }),
      receivedLate: (due: string) => ({
        now: `县里本该在${due}前答复。没有告知您的，按规定自收件那天起就算受理。`,
        todo: ['打电话给站里，请他们问县里。', '问不清楚，打 12345。']
      }),
      correction: (count: number, due: string) => ({
        now: `还有 ${count} 项要补。补齐以前，不算办理天数。`,
        todo: [`请在${due}前补齐。缺什么、怎么补，写在一次性告知书上。`, '没拿到告知书，或者走不开，打电话给站里。']
      }),
      accepted: (due: string | null) => ({ now: due === null ? '县里已经受理，正在办。' : `县里已经受理，${due}前办结。`, todo: ['不用跑，等消息。'] }),
      acceptedLate: (due: string) => ({ now: `县里说好${due}前办结，已经过了日子。`, todo: ['打电话给站里，请他们催一催。', '没有回音，打 12345。'] }),
      notAccepted: { now: '县里决定不予受理。', todo: ['打电话或者到站里问原因，可以要一份写明理由的书面凭证。', '有意见，打 12345。'] },
      completed: { now: '这件已经办结。', todo: ['打电话问站里结果怎么取，走不开可以请站里送。'] },
      suspended: { now: '县里正在做听证、检验或公示一类的程序，这段时间不算办理天数。', todo: ['不用跑，等消息。'] },
      returned: { now: '这件已经退回，没有办成。', todo: ['打电话或者到站里问原因，可以要一份写明理由的书面凭证。', '材料备齐了，随时可以重新申请。'] },
      voided: { now: '这件已经作废。', todo: ['打电话问站里。', '还想办，随时到站里重新收件。'] },
      withdrawn: { now: '这件已经撤回，不再办。', todo: ['还想办，随时到站里重新收件。'] }
    },
    unknown: {
      title: '没有查到这件',
      todo: [
        '刚收的件，要等站里联网送到县里，一般是当天晚上。请明天再扫一次。',
        '把凭证放平，对准二维码重新扫。',
        '还是没有，打凭证上写的站里电话，报上凭证编号。'
      ]
    }
  },
  rating: {
    title: '评价这一件',
    ask: '这件事办得怎么样？',
    about: '站里看不到，只有县里看得到。一件只评一次。',
    open: '我要评价',
    sent: '谢谢，您的评价已经交给县里。',
    given: '这一件已经扫码评价过了。'
  },
  guide: {
    newer: (scanned: string, now: number) => `您扫的码是第 ${scanned} 版，现在已经是第 ${now} 版，以这一页为准。`,
    unknown: { title: '没有这个事项', text: '可能已经取消或者换了名字。到就近的便民服务站问，或者打 12345。' },
    how: '怎么办',
    bring: '带上要带的材料，到就近的便民服务站办。站里帮办代办，不收费。',
    home: '走不开的，可以请站里上门。',
    ask: '有不清楚的，先打 12345 问。'
  }
} as const;
