/** A batch as a file on a stick, sealed to the county and signed by the tablet. */
import { randomUUID, webcrypto } from 'node:crypto';
import { fromBase64, tools } from '#county/ferry/key.ts';
import { frame, frameKind } from '#protocol/frames.ts';
import type { FerryManifest } from '#protocol/messages.ts';
import { seal } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import type { TestDevice } from '../county/test-device.ts';

export async function sealedFile(device: TestDevice, ferryKey: string, batch: string, count: number): Promise<Uint8Array> {
  const sign = await webcrypto.subtle.importKey(
    'pkcs8',
    new Uint8Array(device.keys.privateKey.export({ type: 'pkcs8', format: 'der' })),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign']
  );
  const header = {
    suite,
    kind: 'batch' as const,
    id: randomUUID(),
    station: device.deviceId.split('-')[0] ?? '',
    deviceId: device.deviceId,
    deviceNo: device.deviceNo,
    epoch: device.epoch,
    fromSeq: device.lastSeq + 1,
    count,
    photos: 0,
    madeAt: new Date().toISOString()
  };
  const parts: Uint8Array[] = [];
  for await (const piece of seal(tools, header, { to: fromBase64(ferryKey), sign }, contents(batch))) parts.push(piece.slice());
  return Buffer.concat(parts);
}

async function* contents(batch: string): AsyncGenerator<Uint8Array> {
  const manifest: FerryManifest = { no: 1, feed: null, catalogueRevision: 1, photos: [] };
  yield* frame(frameKind.manifest, tools.encode(JSON.stringify(manifest)));
  yield* frame(frameKind.batch, tools.encode(batch));
}
