import { commitReplySchema, commitRequestSchema, missingReplySchema, missingRequestSchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import { commitBlobs } from '../blobs/commit.ts';
import { missingChunks, storeChunk } from '../blobs/chunks.ts';
import { readBlob } from '../blobs/read.ts';
import { audit } from '../people/audit.ts';
import { Refusal } from '../failure.ts';
import { decodeText, parseBody } from './body.ts';
import { blobReply, parseHash } from './blob-reply.ts';
import { done, reply, type Route } from './route.ts';

export const blobsMissing: Route = {
  method: 'post',
  path: '/api/v1/blobs/missing',
  caller: 'device',
  summary: 'Which chunks of which photos the county already has',
  body: missingRequestSchema,
  reply: missingReplySchema,
  act: async ({ context, device, body }) => {
    const { blobs } = parseBody(missingRequestSchema, decodeText(body));
    if (blobs.length > defaultLimits.missingHashes) throw new Refusal(413, 'too_large', `一次最多问 ${String(defaultLimits.missingHashes)} 个。`, 'blobs');
    return reply(missingReplySchema, { blobs: await missingChunks(context, device.stationCode, blobs) });
  }
};

export const blobChunk: Route = {
  method: 'put',
  path: '/api/v1/blobs/{sha256}/{chunk}',
  caller: 'device',
  summary: 'One chunk of a photo; idempotent, `Content-Digest` required',
  body: { mime: 'application/octet-stream', limit: defaultLimits.chunkBytes, describe: 'the bytes of chunk number {chunk}' },
  reply: 'none',
  act: async ({ context, device, body, bodyHash, params, headers }) => {
    await storeChunk(context, device.stationCode, parseHash(params.sha256), params.chunk ?? '', body, headers.get('content-digest'), bodyHash);
    return done();
  }
};

export const blobsCommit: Route = {
  method: 'post',
  path: '/api/v1/blobs/commit',
  caller: 'device',
  summary: 'Put chunks together, re-hash, make durable; an answer per photo',
  body: commitRequestSchema,
  reply: commitReplySchema,
  act: async ({ context, device, body }) => {
    const { blobs } = parseBody(commitRequestSchema, decodeText(body));
    if (blobs.length > defaultLimits.commitHashes) throw new Refusal(413, 'too_large', `一次最多提交 ${String(defaultLimits.commitHashes)} 个。`, 'blobs');
    return reply(commitReplySchema, { results: await commitBlobs(context, device.stationCode, blobs) });
  }
};

export const deviceBlob: Route = {
  method: 'get',
  path: '/api/v1/device-blobs/{sha256}',
  caller: 'device',
  summary: "A photo of the station's own case, for a tablet that no longer holds it",
  reply: 'bytes',
  act: async ({ context, device, params }) => {
    const hash = parseHash(params.sha256);
    const blob = await readBlob(context, device.stationCode, hash);
    await audit(context, device.deviceId, 'blob.read', device.stationCode, hash);
    return blobReply(blob);
  }
};
