import { Refusal } from '../failure.ts';
import type { StoredBlob } from '../blobs/read.ts';

export function parseHash(text: string | undefined): string {
  if (text === undefined || !/^[0-9a-f]{64}$/.test(text)) throw new Refusal(400, 'invalid_body', '照片编号应为 64 位十六进制数。', 'sha256');
  return text;
}

/** What a device calls its photo is a claim: only known picture types are named, nothing is ever run as a page. */
const shown = new Set(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']);

export function blobReply(blob: StoredBlob | null): Response {
  if (blob === null) throw new Refusal(404, 'not_found', '县平台还没有这张照片，请等站点同步。', 'sha256');
  return new Response(blob.bytes, {
    headers: {
      'Content-Type': shown.has(blob.mime) ? blob.mime : 'application/octet-stream',
      'Content-Length': String(blob.bytes.byteLength),
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox"
    }
  });
}
