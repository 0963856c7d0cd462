/** What the command says of an import. */
import type { FerryImport } from '#protocol/messages.ts';
import type { Rescued } from './rescue.ts';

export function rangeWords({ fromSeq, count }: Pick<FerryImport, 'fromSeq' | 'count'>): string {
  return count === 0 ? '只取回执' : `第 ${String(fromSeq)}-${String(fromSeq + count - 1)} 号`;
}
export function missingWords(missing: FerryImport['missing']): string {
  return missing.map(({ from, through }) => (from === through ? `第 ${String(from)} 号` : `第 ${String(from)}-${String(through)} 号`)).join('、');
}
export function rescueWords(found: Rescued, drafts: string | null): string {
  const count = (verdict: string) => String(found.verdicts.filter((one) => one.verdict === verdict).length);
  const lines = [`${found.stationCode} 平板${found.deviceNo}  抢救文件  ${found.madeAt.slice(0, 10)} 导出，记到第 ${String(found.lastSeq)} 号`];
  lines.push(`  补入 ${count('applied')}，退回 ${count('rejected')}，待判 ${count('parked')}；照片 ${String(found.photosCommitted)}/${String(found.photos)}`);
  if (found.error !== null) lines.push(`  ${found.error.message}`);
  if (found.unreadable > 0) lines.push(`  有 ${String(found.unreadable)} 条内容打不开，可能在平板上已损坏。`);
  if (drafts !== null)
    lines.push(`  未收件的草稿 ${String(found.drafts)} 份、照片 ${String(found.draftPhotos)} 张，写在 ${drafts}，请交给站点重新录入后删除。`);
  return lines.join('\n');
}
export function importWords(found: FerryImport): string {
  const lines = [`${found.stationCode} 平板${found.deviceNo}  ${rangeWords(found)}  ${found.madeAt.slice(0, 10)} 导出`];
  lines.push(
    `  入库 ${String(found.applied)}，退回 ${String(found.rejected)}，待判 ${String(found.parked)}；照片 ${String(found.photosCommitted)}/${String(found.photos)}`
  );
  if (found.missing.length > 0) lines.push(`  县平台还缺${missingWords(found.missing)}，请从平板再导出一次。`);
  else if (found.error !== null) lines.push(`  ${found.error.message}`);
  return lines.join('\n');
}
