/** What a copy says of itself: `manifest.json`, whose own hash stands in `manifest.sha256`; and the mark of its verification. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { BackupFailure } from './failure.ts';
import { writeFlushed } from './files.ts';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const photoSchema = z.object({ station: z.string(), sha256: hash });
const manifestSchema = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  schemaVersion: z.number(),
  instanceId: z.uuid(),
  feedGeneration: z.uuid(),
  countyName: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number(), bytes: z.number(), sha256: hash })),
  photos: z.object({ count: z.number(), bytes: z.number() }),
  /** Photos that the county had confirmed and that were gone or damaged on its disk when the copy was made. */
  lost: z.array(photoSchema)
});
export type Manifest = z.infer<typeof manifestSchema>;
export type PhotoName = z.infer<typeof photoSchema>;

/** `devices`: through which number of which epoch the copy holds every operation with every photo that it names. */
const markSchema = z.object({
  digest: hash,
  verifiedAt: z.iso.datetime(),
  devices: z.array(z.object({ station: z.string(), deviceId: z.string(), epoch: z.uuid(), through: z.number() })),
  operations: z.number(),
  countyOperations: z.number(),
  cases: z.number(),
  photosNotArrived: z.number()
});
/** What verification found; only `verifyCopy` makes one. */
export type Verified = z.infer<typeof markSchema>;

/** Answers the manifest's hash, which names the copy: it covers every table's hash. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFlushed(join(folder, 'manifest.json'), text);
  // As `sha256sum -c` reads it.
  await writeFlushed(join(folder, 'manifest.sha256'), `${digest}  manifest.json\n`);
  return digest;
}

export async function readManifest(folder: string): Promise<{ manifest: Manifest; digest: string }> {
  const [text, claimed] = await Promise.all([readText(join(folder, 'manifest.json')), readText(join(folder, 'manifest.sha256'))]);
  if (text === null || claimed === null) throw new BackupFailure(`${folder} 里没有备份清单，不是一份备份；请指定备份目录下带日期的那个文件夹。`);
  const digest = createHash('sha256').update(text).digest('hex');
  const parsed = manifestSchema.safeParse(parse(text));
  if (claimed.split(' ')[0] !== digest || !parsed.success) throw new BackupFailure(`${folder} 的备份清单已损坏，这份备份不能用；请换另一份。`);
  return { manifest: parsed.data, digest };
}

export async function writeMark(folder: string, mark: Verified): Promise<void> {
  await writeFlushed(join(folder, 'verified.json'), `${JSON.stringify(mark, null, 2)}\n`);
}
/** Null for a copy that was never verified, or has changed since. */
export async function readMark(folder: string, digest: string): Promise<Verified | null> {
  const parsed = markSchema.safeParse(parse((await readText(join(folder, 'verified.json'))) ?? 'null'));
  return parsed.success && parsed.data.digest === digest ? parsed.data : null;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
