/** What the terminal tells at the end. */
import type { BackupSummary } from './backup.ts';
import type { Verified } from './manifest.ts';
import type { RestoreSummary } from './restore.ts';

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

export function backupWords(done: BackupSummary): string {
  return [
    `备份完成并已校验：${done.folder}`,
    `  办件 ${String(done.cases)} 件，操作 ${String(done.operations)} 条，照片 ${String(done.photos)} 张（${mebibytes(done.photoBytes)}，新增 ${String(done.freshPhotos)} 张），共 ${mebibytes(done.bytes)}，用时 ${done.seconds.toFixed(1)} 秒`,
    `  平板 ${String(done.devices)} 台，其中 ${String(done.devicesMoved)} 台的“已备份到”向前移动${done.photosNotArrived > 0 ? `；还有 ${String(done.photosNotArrived)} 张照片不在县平台` : ''}`,
    ...(done.removed > 0 ? [`  删除了 ${String(done.removed)} 份旧备份`] : [])
  ].join('\n');
}

export function verifyWords(folder: string, { cases, operations, countyOperations }: Verified): string {
  return `校验通过：${folder}\n  办件 ${String(cases)} 件，操作 ${String(operations + countyOperations)} 条，校验链、办件内容和照片都对得上。`;
}

export function restoreWords(done: RestoreSummary): string {
  return [
    `恢复完成：${done.createdAt} 的备份，${String(done.rows)} 行数据、${String(done.photos)} 张照片、${String(done.devices)} 台平板，用时 ${done.seconds.toFixed(1)} 秒。`,
    '  现在照常启动县平台。平板下次同步时会把之后的记录和照片自己补上来；备份之后县里作出的审批决定需要重做。'
  ].join('\n');
}
