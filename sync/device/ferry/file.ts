/** Sealed files in a browser: read by slices, written into blobs, which the browser keeps on disk when they grow. */
import { SealFailure } from '#protocol/sealed-batch.ts';
import type { SealedSource, SealFault, SealTools } from '#protocol/sealed-batch.ts';
import { bytesToText, codec } from '#store/bytes.ts';
import type { Platform } from '#store/platform.ts';
import type { Result } from '../api.ts';
import { failure } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';

/** What is held in memory before it is handed to the browser. */
const gathered = 4 * 1024 * 1024;

export function toolsOf({ crypto }: Platform): SealTools<CryptoKey> {
  return { crypto, encode: (text) => codec.encode(text), decode: (bytes) => bytesToText(bytes) };
}

export async function toBlob(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const done: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < gathered) continue;
    done.push(new Blob(waiting));
    [waiting, size] = [[], 0];
  }
  return new Blob([...done, ...waiting], { type: 'application/octet-stream' });
}

export function sourceOf(file: Blob): SealedSource {
  return { size: file.size, read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()) };
}

const words: Readonly<Record<SealFault, Sentence>> = {
  not_sealed: 'ferry_not_sealed',
  unknown_format: 'ferry_unknown_format',
  truncated: 'ferry_truncated',
  other_key: 'ferry_other_device',
  damaged: 'ferry_damaged',
  bad_signature: 'ferry_damaged'
};
/** A stick that was pulled out while the file was read is no defect either. */
export async function refusing<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SealFailure) return failure(words[error.code]);
    if (error instanceof DOMException && ['NotReadableError', 'NotFoundError'].includes(error.name)) return failure('ferry_unreadable');
    throw error;
  }
}
