/** 摆渡 on the console. */
import type { FerryImport } from '#protocol/messages.ts';

const range = (from: number, through: number) => (from === through ? `第 ${from} 号` : `第 ${from}-${through} 号`);

export const ferry = {
  title: '摆渡',
  lead: '没有网的站点用 U 盘送来的文件在这里导入；导入后把回执拷回 U 盘，带给平板导入。同一个文件再导一次不会重复。',
  choose: '选择摆渡文件',
  drop: '也可以把文件拖到这里，一次可放几个',
  queued: '等着导入',
  importing: '正在导入…',
  done: '已导入',
  refused: '没有导入',
  now: '这次导入',
  past: '以前导入的',
  none: '还没有导入过摆渡文件。',
  file: '文件',
  from: '站点和平板',
  range: '号数',
  made: '平板导出',
  imported: '导入',
  result: '结果',
  answer: '回执',
  getAnswer: '下载回执',
  answerOf: (what: string) => `下载回执：${what}`,
  device: (station: string, no: string) => `${station} ${no} 号平板`,
  numbers: ({ fromSeq, count, photos }: Pick<FerryImport, 'fromSeq' | 'count' | 'photos'>) =>
    [count > 0 ? range(fromSeq, fromSeq + count - 1) : '', photos > 0 ? `${photos} 张照片` : ''].filter(Boolean).join('，') || '只取回执',
  outcome: ({ applied, rejected, parked, photosCommitted, photos }: Pick<FerryImport, 'applied' | 'rejected' | 'parked' | 'photosCommitted' | 'photos'>) =>
    [`入库 ${applied}`, rejected > 0 ? `退回 ${rejected}` : '', parked > 0 ? `待判 ${parked}` : '', photos > 0 ? `照片 ${photosCommitted}/${photos}` : '']
      .filter(Boolean)
      .join('，'),
  missing: (ranges: FerryImport['missing']) => `还缺${ranges.map(({ from, through }) => range(from, through)).join('、')}，请站点再导出一次送来`,
  retry: '再导一次'
} as const;
