/** What the terminal shows after the start. */
import { renderUnicodeCompact } from 'uqr';
import type { RunningCounty } from './county.ts';
import type { Role } from './people/roles.ts';

const roleNames: Readonly<Record<Role, string>> = {
  stationWorker: '站点帮办员',
  stationLead: '站点负责人',
  townshipReviewer: '乡镇审核',
  countyReviewer: '县级受理',
  countyLead: '县级负责人',
  publisher: '目录发布',
  administrator: '管理员',
  auditor: '审计员'
};

export function banner(county: RunningCounty): string {
  const { context, enrolmentCodes, url } = county;
  const lines = [
    '',
    `帮办 · ${context.instance.countyName}县平台已启动`.replace('县县', '县'),
    '',
    `  平板和站点  ${url}`,
    `  县级审批    ${url}/county`,
    `  数据目录    ${context.config.dataDir}`,
    ''
  ];
  if (county.recoveryPassphrase !== null)
    lines.push('恢复口令（只显示这一次，请抄下来锁好；忘记 PIN 的平板要靠它打开）：', `  ${county.recoveryPassphrase}`, '');
  if (county.administrator !== null) lines.push('管理员（密码只显示这一次）：', `  ${county.administrator.username}  ${county.administrator.password}`, '');
  if (county.sampleSignIns.length > 0) {
    lines.push('示例账号（仅供试用）：');
    for (const { username, password, name, role, stationCode } of county.sampleSignIns) {
      lines.push(`  ${username.padEnd(10)} ${password.padEnd(16)} ${name}  ${roleNames[role]}${stationCode === null ? '' : `  ${stationCode}`}`);
    }
    lines.push('');
  }
  if (enrolmentCodes.length > 0) {
    lines.push('平板登记码（每个站点一个，用过或重启后失效）：', '');
    for (const { station, name, code } of enrolmentCodes)
      lines.push(`  ${station}  ${name}  ${code}`, renderUnicodeCompact(code, { border: 1 }).replaceAll(/^/gm, '    '), '');
  }
  lines.push('按 Ctrl-C 停止。');
  return lines.join('\n');
}
