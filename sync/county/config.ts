/** Environment and `.env` → typed settings. Every setting is listed in README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import type { VoiceDays } from '#domain/voice/rectify.ts';
import { StartFailure } from './failure.ts';

export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url));

export type CountyConfig = {
  host: string;
  /** 0 asks for a free port. */
  port: number;
  dataDir: string;
  /** Null runs the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | null;
  tls: { cert: string; key: string } | null;
  /** The built PWA. */
  buildDir: string;
  /** The largest file of a ferry that the console takes; absent: the default. */
  ferryBytes?: number;
  /** Working days to contact, to reply and to close after a bad rating; absent: the usual ones. */
  voiceDays?: VoiceDays;
  /** Days after which tablets clear a draft that nobody touches; absent: 30. */
  draftDays?: number;
  /** False starts with no sample county (`--empty`). */
  sample: boolean;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that stand in the environment win over those in `.env`. */
export function readEnvironment(folder: string, environment: Environment): Environment {
  const file = join(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...environment } : environment;
}

export function parseConfig(environment: Environment, args: readonly string[], defaultDataDir: (embedded: boolean) => string): CountyConfig {
  const unknown = args.find((arg) => arg !== '--empty');
  if (unknown !== undefined) throw new StartFailure(`不认识的参数 ${unknown}；可用的参数只有 --empty。`);
  const portText = environment.PORT?.trim() || '8000';
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65535) throw new StartFailure(`PORT 的值 ${portText} 不是端口号，请改为 0 到 65535 的整数。`);
  const databaseUrl = environment.DATABASE_URL?.trim() || null;
  const ferryText = environment.FERRY_LIMIT_MB?.trim() ?? '';
  if (ferryText !== '' && !/^[1-9]\d{0,5}$/.test(ferryText)) throw new StartFailure(`FERRY_LIMIT_MB 的值 ${ferryText} 不对，请改为 1 到 999999 的整数（MB）。`);
  const daysText = environment.RATING_DAYS?.trim() ?? '';
  const [contact = 0, reply = 0, close = 0] = daysText.split(',').map(Number);
  if (daysText !== '' && !(/^[1-9]\d?(,[1-9]\d?){2}$/.test(daysText) && contact <= reply && reply <= close))
    throw new StartFailure(`RATING_DAYS 的值 ${daysText} 不对，请写三个从小到大的工作日数，例如 1,5,15（联系、回复、办结）。`);
  const draftText = environment.DRAFT_DAYS?.trim() ?? '';
  if (draftText !== '' && !/^([89]|[1-9]\d{1,2})$/.test(draftText)) throw new StartFailure(`DRAFT_DAYS 的值 ${draftText} 不对，请改为 8 到 999 的整数（天）。`);
  return {
    host: environment.HOST?.trim() || '127.0.0.1',
    port,
    dataDir: resolve(environment.DATA_DIR?.trim() || defaultDataDir(databaseUrl === null)),
    databaseUrl,
    tls: readTls(environment.TLS_CERT?.trim() ?? '', environment.TLS_KEY?.trim() ?? ''),
    buildDir: join(repositoryFolder, 'build'),
    ...(ferryText === '' ? {} : { ferryBytes: Number(ferryText) * 1024 * 1024 }),
    ...(daysText === '' ? {} : { voiceDays: { contact, reply, close } }),
    ...(draftText === '' ? {} : { draftDays: Number(draftText) }),
    sample: !args.includes('--empty')
  };
}

function readTls(certFile: string, keyFile: string): CountyConfig['tls'] {
  if (certFile === '' && keyFile === '') return null;
  if (certFile === '' || keyFile === '') throw new StartFailure('TLS_CERT 和 TLS_KEY 要一起填写，现在只填了一个。');
  let tls: { cert: string; key: string };
  try {
    tls = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } catch {
    throw new StartFailure(`读不到 TLS 证书或私钥（${certFile}、${keyFile}），请检查路径和权限。`);
  }
  try {
    createSecureContext(tls);
  } catch {
    throw new StartFailure(`TLS 证书或私钥不能用（${certFile}、${keyFile}），请检查是否为 PEM 格式、是否成对、私钥是否没有口令。`);
  }
  return tls;
}
