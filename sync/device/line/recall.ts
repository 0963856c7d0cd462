/** Photos that the county once confirmed and has no longer: it was put back to an earlier day, when it had the records alone (SPEC P95). */
import { missingReplySchema } from '#protocol/messages.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Run } from './run.ts';

/** The photo that was confirmed last stands for all before it. When the county lacks it, all that the tablet still holds wait again. */
export async function recallPhotos({ core, keys, signer, signal }: Run): Promise<Problem | null> {
  const last = await core.blobs.lastCommitted(keys);
  if (last === null) return null;
  const { sha256, bytes } = last;
  const asked = await core.line.call({
    method: 'POST',
    path: '/api/v1/blobs/missing',
    reply: missingReplySchema,
    body: { blobs: [{ sha256, bytes }] },
    signer,
    signal
  });
  if (!asked.ok) return asked.error;
  if (asked.value.blobs.some((blob) => !blob.committed)) await core.blobs.queueAllAgain();
  return null;
}
