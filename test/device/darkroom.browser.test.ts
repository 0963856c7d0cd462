import { describe, expect, it } from 'vitest';
import { develop } from '#device/darkroom.ts';
import { photoLimit } from '#device/world.ts';

/** Noise over a gradient: as hard for JPEG as a bad photo. */
async function picture(width: number, height: number, noise: number): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  const image = pen.createImageData(width, height);
  for (let at = 0; at < image.data.length; at++) image.data[at] = at % 4 === 3 ? 255 : 128 + 90 * Math.sin(at / 9000) + noise * Math.random();
  pen.putImageData(image, 0, 0);
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer();
}
async function sizeOf(bytes: Uint8Array<ArrayBuffer>): Promise<[number, number]> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  return [bitmap.width, bitmap.height];
}

describe('photos', () => {
  for (const noise of [0, 60, 250]) {
    it(`of 12 megapixels with noise ${noise} shrink to 400 KB and an edge of 2,000 px at most`, async () => {
      const bytes = await picture(4000, 3000, noise);
      const photo = await develop({ bytes, mime: 'image/jpeg' }, '仅用于高龄津贴申领 示例站 2026-11-22');
      if (photo === null) throw new Error('not developed');
      expect(photo.bytes.length).toBeLessThanOrEqual(photoLimit);
      expect(Math.max(photo.width, photo.height)).toBeLessThanOrEqual(2000);
      expect(photo.width / photo.height).toBeCloseTo(4 / 3, 2);
      expect(await sizeOf(photo.bytes)).toEqual([photo.width, photo.height]);
    });
  }
  it('that are small keep their size, and carry the watermark at their foot', async () => {
    const bytes = await picture(800, 600, 0);
    const [plain, marked] = [await develop({ bytes, mime: 'image/jpeg' }, ''), await develop({ bytes, mime: 'image/jpeg' }, '仅用于核对')];
    expect([marked?.width, marked?.height]).toEqual([800, 600]);
    const row = async (photo: typeof plain, y: number) => {
      const canvas = new OffscreenCanvas(800, 600);
      const pen = canvas.getContext('2d');
      pen?.drawImage(await createImageBitmap(new Blob([photo?.bytes ?? new Uint8Array()], { type: 'image/jpeg' })), 0, 0);
      const { data } = pen?.getImageData(0, y, 800, 1) ?? { data: new Uint8ClampedArray() };
      return data.reduce((sum, value) => sum + value, 0) / data.length;
    };
    expect(Math.abs((await row(plain, 300)) - (await row(marked, 300)))).toBeLessThan(2);
    expect(Math.abs((await row(plain, 595)) - (await row(marked, 595)))).toBeGreaterThan(10);
  });
  it('that are no pictures are refused', async () => {
    expect(await develop({ bytes: new TextEncoder().encode('%PDF-1.7').buffer, mime: 'image/jpeg' }, '')).toBeNull();
  });
});
