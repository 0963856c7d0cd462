/** Photos as they leave the camera are ten times too big: straightened, shrunk, marked and coded as JPEG here, off the screen's thread. */
import { photoLimit } from './world.ts';
import type { Darkroom } from './world.ts';

const longEdge = 2000;
/** Tried in turn until the photo fits; then again with a shorter edge. */
const qualities = [0.82, 0.72, 0.62, 0.52, 0.42];
const edges = [longEdge, 1600, 1280];

export const develop: Darkroom = async (file, watermark) => {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(new Blob([file.bytes], { type: file.mime }), { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  try {
    for (const edge of edges) {
      const canvas = draw(picture, edge, watermark);
      for (const quality of qualities) {
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
        const last = edge === edges.at(-1) && quality === qualities.at(-1);
        if (blob.size > photoLimit && !last) continue;
        return { bytes: new Uint8Array(await blob.arrayBuffer()), mime: 'image/jpeg', width: canvas.width, height: canvas.height };
      }
    }
    return null;
  } finally {
    picture.close();
  }
};

function draw(picture: ImageBitmap, edge: number, watermark: string): OffscreenCanvas {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('this browser gives no 2d canvas in a worker');
  // JPEG knows no transparency; a clear PNG would turn black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (watermark !== '') mark(pen, canvas, watermark);
  return canvas;
}
/** Small, at the foot, on a band of its own, so that it covers little and is legible on any photo. */
function mark(pen: OffscreenCanvasRenderingContext2D, { width, height }: OffscreenCanvas, text: string): void {
  const size = Math.max(12, Math.round(Math.min(width, height) / 45));
  pen.font = `${size}px sans-serif`;
  pen.textBaseline = 'middle';
  pen.fillStyle = 'rgb(0 0 0 / 45%)';
  pen.fillRect(0, height - size * 1.6, width, size * 1.6);
  pen.fillStyle = 'rgb(255 255 255 / 92%)';
  pen.fillText(text, size * 0.6, height - size * 0.8, width - size * 1.2);
}
