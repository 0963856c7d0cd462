/** What the device side tells a person, in one place. */
import type { Problem } from '#protocol/errors.ts';
import { chinaDate } from '#store/platform.ts';

export const sentences = {
  practice: '现在是练习模式，练习的内容不能送出，也不能存成文件。退出练习再做。',
  not_enrolled: '本设备还没有登记，请先输入登记码。',
  already_enrolled: '本设备已经登记过了。',
  other_stations_code: '这个登记码是别的站点的，请向县平台要本站点的登记码。内容都还在本设备上。',
  other_county: '这个登记码来自另一个县平台，本设备不会把内容交给它。请核对网址；内容都还在本设备上。',
  locked: '请先用 PIN 解锁。',
  wrong_pin: 'PIN 不正确，请重新输入。',
  locked_out: 'PIN 输错次数过多，请稍后再试。',
  short_pin: 'PIN 至少 6 位。',
  weak_pin: '这个 PIN 太容易猜到，请不要用同一个数字或连续的数字。',
  broken_way: '这位工作人员的解锁信息已经损坏。请已解锁的同事重新添加这位工作人员，或联系管理员。',
  unknown_staff: '本设备上没有这位工作人员，请联网登录一次。',
  other_station: '这个账号不属于本站点，不能在本设备上使用。',
  needs_colleague: '请已解锁的同事先打开本设备，再添加新的工作人员。',
  offline: '连不上县平台，请检查网络后再试。',
  captive_portal: '现在的网络要先登录才能用（例如宾馆、校园的无线网）。请打开浏览器完成登录，或换一个网络；内容都在本设备上，之后会自动继续。',
  storage_lost: '本机存储刚才断开，现在已重新连上，刚才这一步没有保存。请再按一次。',
  storage_stuck: '本机存储很久没有回应，这一步可能还没有保存。请不要关闭，稍等再按一次；仍不行请重启平板，数据不会丢。',
  timeout: '县平台很久没有回答，稍后会自动再试。',
  bad_reply: '县平台的回答无法识别，请联系管理员。',
  no_catalogue: '本设备还没有事项目录，请联网同步一次。',
  bad_catalogue: '收到的事项目录签名或内容不对，没有采用，请联系管理员。',
  unknown_item: '事项目录里没有这个事项。',
  unknown_draft: '这份草稿已经不在了，可能已经收件或删除，请到“办件”里查看。',
  draft_changed: '草稿刚刚又有改动，还没有提交。请核对内容后再提交一次。',
  unknown_case: '本设备上没有这个办件。',
  grant_ended: '本设备离线太久，请先联网同步一次再收新件；已开始的草稿可以继续。',
  not_ready: '还有内容没有填完，请按提示补齐。',
  changed_meanwhile: '您修改期间，别人也改了标出的内容，还没有提交。请核对：仍以您填的为准，请再提交一次。',
  nothing_changed: '还没有改动，没有可以提交的内容。',
  not_mendable: '这个办件现在不能修改。',
  too_large: '这份办件的内容太大，请减少附件说明或签名后再试。',
  not_a_picture: '这个文件不是图片，请拍照或选择照片。',
  lost_photo: '有一张照片在本设备上已经读不出来，没有送出；其他照片照常上传。请打开所属办件重新拍照。',
  picture_too_large: '这张照片压缩后仍然太大，请重新拍摄。',
  storage_full: '本机存储空间不足，没有保存。请先联网同步，再清理空间。',
  parked: '县平台先收着，等前一步处理完再办，不用管它。',
  depends_on_refused: '它所依据的上一步被县平台退回，请先改好上一步。',
  fork: '本设备的记录与县平台对不上，已停止上传，请联系管理员。内容都还在本设备上。',
  record_too_large: '有一份记录超过县平台现在的上限，它和之后的记录还没有送出。内容都在本设备上，请联系管理员调高县平台的上限。',
  unknown_version: '有办件需要升级后查看。请刷新页面升级，再同步一次；其他办件照常办理。',
  needs_upgrade: '这个办件有本版本还看不懂的新变化。请先刷新页面升级，再办这一步。',
  lost_line: '县平台提到一条本设备没有的记录，请联系管理员。',
  ferry_not_sealed: '这不是县平台的回执文件，请重新选择。',
  ferry_not_answer: '这个文件是平板导出的，不是县平台的回执。请选择县平台给的回执文件。',
  ferry_unknown_format: '这份回执是新版程序做的，请先升级本设备。',
  ferry_truncated: '回执文件不完整，可能没有拷完，请重新拷贝。',
  ferry_damaged: '回执文件已损坏或不是本县平台做的，没有采用。请重新拷贝；还不行，请在县平台重新下载。',
  ferry_unreadable: '读不到这个文件，请插好 U 盘再选一次。',
  ferry_other_device: '这份回执是给另一台平板的，请核对文件名上的平板号。',
  ferry_other_epoch: '这份回执答复的是本设备恢复之前的导出，不能再用。请重新导出一次。',
  ferry_unknown_export: '本设备没有导出过这份回执所答复的文件，或已隔太久。请重新导出一次。',
  ferry_overtaken: '联网同步已经带来更新的消息，这份回执不用再导入。',
  nothing_to_rescue: '本设备还没有登记或还没有人用过，没有要抢救的内容。',
  ferry_busy: '正在同步，请等它结束或先按“停止”，再来一次。'
} as const;
export type Sentence = keyof typeof sentences;

type Carried = { station: string; deviceNo: string; madeAt: string; fromSeq: number; count: number };
const day = (iso: string) => chinaDate(Date.parse(iso)).replaceAll('-', '');
/** Who finds the file on a stick knows whose it is. */
export const fileNames = {
  batch: ({ station, deviceNo, madeAt, fromSeq, count }: Carried) =>
    `摆渡_${station}_平板${deviceNo}_${day(madeAt)}_${count === 0 ? '取回执' : `第${fromSeq}-${fromSeq + count - 1}号`}.bbf`,
  rescue: ({ station, deviceNo, madeAt }: Carried) => `抢救_${station}_平板${deviceNo}_${day(madeAt)}.bbr`
};

/** At a place that a colleague has changed too. */
export function theirWords(value: unknown): string {
  return typeof value === 'string' && value !== '' ? `别人已改为“${value}”，请核对。` : '别人也改过这一项，请核对。';
}

export function problem(code: Sentence, path = ''): Problem {
  return { code, message: sentences[code], path };
}
export function failure(code: Sentence, path = ''): { ok: false; error: Problem } {
  return { ok: false, error: problem(code, path) };
}
