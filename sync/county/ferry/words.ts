/** What the command says of an import. */
import type { FerryImport } from '#protocol/messages.ts';

export function rangeWords({ fromSeq, count }: Pick<FerryImport, 'fromSeq' | 'count'>): string {
  return count === 0 ? '只取回执' : `第 ${String(fromSeq)}-${String(fromSeq + count - 1)} 号`;
}
export function missingWords(missing: FerryImport['missing']): string {
  return missing.map(({ from, through }) => (from === through ? `第 ${String(from)} 号` : `第 ${String(from)}-${String(through)} 号`)).join('、');
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
