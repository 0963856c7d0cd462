/** A file of any size from a page: to disk as it comes, within a limit, and gone again afterwards. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';

const megabyte = 1024 * 1024;
/** 5,000 photos; FERRY_LIMIT_MB says otherwise. */
const defaultLimit = 2048 * megabyte;
/** Left behind by a county that was killed in the middle. */
const staleMs = 24 * 3_600_000;

/** Calls `act` with the path of what came, which is sealed as it came, and removes it. */
export async function withUpload<T>(context: Context, body: ReadableStream<Uint8Array> | null, act: (path: string) => Promise<T>): Promise<T> {
  const folder = join(context.config.dataDir, 'ferry');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await dropStale(folder, context.now().getTime() - staleMs);
  const path = join(folder, `${randomUUID()}.part`);
  try {
    await writeWithin(path, body, context.config.ferryBytes ?? defaultLimit);
    return await act(path);
  } finally {
    await rm(path, { force: true });
  }
}

async function writeWithin(path: string, body: ReadableStream<Uint8Array> | null, limit: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const part of body ?? []) {
      size += part.byteLength;
      if (size > limit) {
        const most = String(Math.floor(limit / megabyte));
        throw new Refusal(
          413,
          'too_large',
          `文件超过 ${most} MB 的上限。请在平板上分段导出，或请管理员调高 FERRY_LIMIT_MB，或在服务器上用 npm run ferry 导入。`,
          'file',
          { limit }
        );
      }
      await file.write(part);
    }
  } catch (error) {
    if (error instanceof Refusal || (error as { code?: string }).code === 'ENOSPC') throw error;
    throw new Refusal(400, 'invalid_body', '文件没有收全，请重新选择文件再导入。', 'file');
  } finally {
    await file.close();
  }
}

async function dropStale(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (name.endsWith('.part') && found !== null && found.mtimeMs < before) await rm(path, { force: true });
  }
}
