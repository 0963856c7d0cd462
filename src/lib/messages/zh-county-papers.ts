import type { Verdict } from '#domain/documents/evidence.ts';

export const evidence = {
  title: '文书与签名',
  given: (when: string, by: string) => `${when} ${by}交给本人`,
  unsigned: '没有签名',
  open: '看原文',
  thin: '笔迹过短',
  hash: 'SHA-256',
  verdict: { intact: '原文与校验值一致', changed: '原文与校验值不一致', noText: '没有原文，不能核对' } satisfies Record<Verdict, string>
};

export const remedy = {
  review: '行政复议机关（可不填）',
  reviewHint: '不填的，通知上写本县人民政府',
  court: '行政诉讼法院（可不填）',
  courtHint: '不填的，通知上写本县人民法院',
  both: '复议机关和法院要一起填，或者都不填。'
};
