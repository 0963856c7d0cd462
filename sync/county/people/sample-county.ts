/** 示例县: an invented county to try the software with. Names, numbers and passwords are samples. */
import type pg from 'pg';
import { hashPassword } from './passwords.ts';
import type { Role } from './roles.ts';

/** 43 and 4301 are real prefixes, 99 is an unassigned county number. */
export const sampleCountyName = { name: '示例县', divisionCode: '430199' } as const;

const townships = [
  ['100', '松溪镇'],
  ['200', '白石乡'],
  ['001', '东河街道']
] as const;
const stations = [
  ['SX01', '松溪镇便民服务中心', '松溪镇', '100', '430199100000', true],
  ['LT03', '柳塘村便民服务站', '柳塘村', '100', '430199100200', false],
  ['BS01', '白石乡便民服务中心', '白石乡', '200', '430199200000', true],
  ['YL05', '云岭村便民服务站', '云岭村', '200', '430199200201', false],
  ['DH01', '东河街道便民服务中心', '东河街道', '001', '430199001000', true],
  ['XQ02', '新桥社区便民服务站', '新桥社区', '001', '430199001002', false]
] as const;

export type SampleSignIn = { username: string; password: string; name: string; role: Role; stationCode: string | null; township: string | null };
const worker = (username: string, name: string, stationCode: string, role: Role = 'stationWorker'): SampleSignIn => ({
  username,
  password: `${username}-2026`,
  name,
  role,
  stationCode,
  township: null
});
const office = (username: string, name: string, role: Role, township: string | null = null): SampleSignIn => ({
  username,
  password: `${username}-2026`,
  name,
  role,
  stationCode: null,
  township
});

export const sampleStaff: readonly SampleSignIn[] = [
  worker('chenmin', '陈敏', 'LT03'),
  worker('zhouling', '周玲', 'LT03', 'stationLead'),
  worker('liuyang', '刘洋', 'SX01'),
  worker('hejun', '何军', 'BS01'),
  worker('tangxiu', '唐秀', 'XQ02'),
  worker('pengbo', '彭波', 'DH01'),
  worker('xiaohong', '肖红', 'YL05'),
  office('wangshen', '王慎', 'countyReviewer'),
  office('huangjing', '黄静', 'countyReviewer'),
  office('luozhen', '罗镇', 'townshipReviewer', '100'),
  office('admin', '管理员', 'administrator'),
  office('auditor', '审计员', 'auditor'),
  office('fangzheng', '方正', 'countyLead')
];

/** Writes the sample county into an empty database. */
export async function loadSampleCounty(owner: pg.Client): Promise<void> {
  const hashes = await Promise.all(sampleStaff.map(({ password }) => hashPassword(password)));
  await owner.query('BEGIN');
  for (const township of townships) await owner.query('INSERT INTO townships (code, name) VALUES ($1, $2)', [...township]);
  for (const [code, name, shortName, township, division, authorized] of stations) {
    await owner.query(
      `INSERT INTO stations (code, name, short_name, township, address, phone, hours, supervision_phone, division_code, acceptance_authorized)
       VALUES ($1, $2, $3, $4, $5, $6, '周一至周五 8:30—12:00，13:30—17:30', '0731-00012345', $7, $8)`,
      [code, name, shortName, township, `示例县${name}一楼`, `0731-0000${division.slice(-4)}`, division, authorized]
    );
  }
  for (const [index, person] of sampleStaff.entries()) {
    await owner.query('INSERT INTO staff (id, username, name, role, station_code, township, password_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      `s${String(index + 1).padStart(3, '0')}`,
      person.username,
      person.name,
      person.role,
      person.stationCode,
      person.township,
      hashes[index]
    ]);
  }
  await owner.query('COMMIT');
}
