/** Words of the form's controls and of the form read aloud. */
export const zhForm = {
  day: '如 1939-03-08',
  month: '如 2026-03',
  pick: '选日子',
  offers: (field: string) => `${field}可以直接填`,
  sameAs: (label: string, value: string) => `同${label}：${value}`,
  sameAddress: (label: string) => `和${label}一样`,
  stationPhone: (phone: string) => `没有电话，填本站 ${phone}`,
  stationPhoneHint: '填的是本站电话，通知由站里转告本人。',
  readForm: '念表、大字',
  read: {
    title: (name: string) => `${name} 念给本人听`,
    back: '回到表单',
    smaller: '小一点',
    bigger: '大一点',
    play: '念给我听',
    stop: '停',
    noVoice: '本机没有中文语音，请照着大字念。',
    print: '打印大字',
    intro: (name: string) => `现在把填的内容念一遍。有不对的，请马上说。办的是：${name}。`,
    question: '办事情形',
    open: '还没填',
    openChoice: (options: string) => `还没选，可选：${options}`,
    materials: '要交的材料',
    end: '念完了。内容都对，再签名。'
  }
} as const;
