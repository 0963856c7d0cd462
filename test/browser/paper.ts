/** Photographs of documents: real JPEGs, drawn and encoded by a browser page. */
import type { Page } from 'playwright';

/** A 1600×1200 JPEG of a sheet with the title and some lines; different text gives different bytes. */
export async function photograph(page: Page, title: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(async (text) => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const paint = canvas.getContext('2d');
    if (!paint) throw new Error('no canvas');
    paint.fillStyle = '#dcd7cf';
    paint.fillRect(0, 0, 1600, 1200);
    paint.fillStyle = '#f8f4ea';
    paint.fillRect(140, 120, 1320, 960);
    paint.fillStyle = '#252b35';
    paint.font = '72px sans-serif';
    paint.fillText(text, 220, 260);
    paint.font = '32px sans-serif';
    for (let i = 0; i < 14; i++) paint.fillText(`第 ${i + 1} 行 ${text} ${'—'.repeat((i * 7) % 20)}`, 220, 350 + i * 48);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, title);
  return { name: `${title}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
