/** Whose file it is, and whether it is whole and theirs, before anything of it is used. */
import type { SealedHeader } from '#protocol/messages.ts';
import { checkSealed, readSealedHead, SealFailure, unseal } from '#protocol/sealed-batch.ts';
import type { Opening, SealedHead, SealedSource } from '#protocol/sealed-batch.ts';
import { readFrames } from '#protocol/frames.ts';
import type { Frame } from '#protocol/frames.ts';
import type { Context } from '../context.ts';
import { readDevice, stationOfDevice, type Device } from '../devices/device.ts';
import { Refusal } from '../failure.ts';
import { fromBase64, tools, type Key } from './key.ts';
import { refusing } from './source.ts';

export type OpenFile = { header: SealedHeader; device: Device; frames(): AsyncGenerator<Frame> };

/** What a file calls itself: the console shows it, and asks by it who may import the file. */
export async function peek(source: SealedSource): Promise<SealedHead> {
  const head = await refusing(() => readSealedHead(tools, source));
  const { station, deviceId, deviceNo } = head.header;
  // The number stands in names of folders and files.
  if (stationOfDevice(deviceId) !== station || deviceId.split('-')[1] !== deviceNo)
    throw new Refusal(422, 'ferry_damaged', '摆渡文件的站点和平板对不上，没有导入。', 'file');
  return head;
}

export async function openFile(context: Context, source: SealedSource, head: SealedHead, kind: SealedHeader['kind']): Promise<OpenFile> {
  const { header } = head;
  if (header.kind !== kind) throw new Refusal(422, 'ferry_other_kind', kindWords[header.kind], 'file');
  const device = await context.database.inStation(header.station, (sql) => readDevice(sql, header.station, header.deviceId));
  if (device === null)
    throw new Refusal(422, 'device_unknown', '县平台没有登记过这台平板，请核对是哪个县的平板；若平板在备份之后登记，请重新登记后再导出。', 'file');
  const way: Opening<Key> = { mine: context.ferry.own, mineSpki: context.ferry.spki, signedBy: fromBase64(device.signKey) };
  await refusing(() => checkSealed(tools, source, head, way));
  return { header, device, frames: () => readFrames(unseal(tools, source, head, way)) };
}

const kindWords: Readonly<Record<SealedHeader['kind'], string>> = {
  batch: '这是摆渡文件，请在县平台的“摆渡”里导入。',
  answer: '这是县平台给平板的回执，请拿到平板上导入。',
  rescue: '这是抢救文件，要由管理员在县平台的服务器上用恢复口令打开（npm run ferry -- rescue）。'
};

/** The frame that says what follows. */
export async function firstFrame(frames: AsyncGenerator<Frame>, kind: number): Promise<string> {
  const { value } = await frames.next();
  if (value === undefined || (value as Frame).kind !== kind) throw new SealFailure('unknown_format');
  return tools.decode((value as Frame).bytes);
}
