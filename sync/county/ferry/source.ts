/** A sealed file on disk, and what is said of one that can't be opened. */
import { open } from 'node:fs/promises';
import { SealFailure } from '#protocol/sealed-batch.ts';
import type { SealedSource, SealFault } from '#protocol/sealed-batch.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { Refusal } from '../failure.ts';

export async function openSource(path: string): Promise<SealedSource & { close(): Promise<void> }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return {
      size,
      read: async (at, length) => {
        const bytes = new Uint8Array(length);
        for (let filled = 0; filled < length;) {
          const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
          if (bytesRead === 0) throw new SealFailure('truncated');
          filled += bytesRead;
        }
        return bytes;
      },
      close: () => file.close()
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const words: Readonly<Record<SealFault, readonly [ErrorCode, string]>> = {
  not_sealed: ['ferry_not_sealed', '这不是平板导出的摆渡文件，请重新选择。'],
  unknown_format: ['unknown_version', '这个摆渡文件是另一个版本的程序导出的，请先升级县平台。'],
  truncated: ['ferry_truncated', '摆渡文件不完整，可能没有拷完。请重新拷贝；还不行，请在平板上重新导出。'],
  other_key: ['ferry_other_key', '这个摆渡文件不是给本县平台的，请核对是哪个县的平板。'],
  damaged: ['ferry_damaged', '摆渡文件已损坏或被改动过，没有导入。请重新拷贝；还不行，请在平板上重新导出。'],
  bad_signature: ['bad_signature', '摆渡文件的签名与平板不符，没有导入。请在平板上重新导出。']
};

/** Runs `act`; a file that can't be opened becomes a refusal. */
export async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SealFailure)) throw error;
    const [code, message] = words[error.code];
    throw new Refusal(422, code, message, 'file');
  }
}
