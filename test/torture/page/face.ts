/** What the torture puts at `window.torture` of the station's page, before the app's own scripts run. */
import type { StationApi } from '#device/api.ts';
import type { Page } from '#domain/form/values.ts';
import { inspect, type DeviceReading } from './inspect.ts';

export interface TortureFace {
  /** Whether the app has made its station worker. */
  ready(): boolean;
  /** Calls the app's own worker as comlink would, and answers with what it answered. */
  call(method: keyof StationApi, args: unknown[]): Promise<unknown>;
  /** Takes a photo of noise that no other photo shares and adds it. */
  photograph(label: string): Promise<{ ok: true; value: Page } | { ok: false; error: { code: string } }>;
  /** The durable database, opened with the PIN and read row by row. */
  inspect(pin: string): Promise<DeviceReading>;
}

type Answer = { id: string; type: 'RAW'; value: unknown } | { id: string; type: 'HANDLER'; name: 'throw'; value: { value: { message?: string } } };

const made: Worker[] = [];
const Native = window.Worker;
window.Worker = class extends Native {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    if (options?.name === 'bangban-station') made.push(this);
  }
};

let calls = 0;
function call(method: keyof StationApi, args: unknown[]): Promise<unknown> {
  const worker = made.at(-1);
  if (worker === undefined) throw new Error('the app has made no worker');
  const id = `torture-${++calls}`;
  return new Promise((resolve, reject) => {
    const hear = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) return;
      worker.removeEventListener('message', hear);
      if (data.type === 'RAW') resolve(data.value);
      else reject(new Error(`${method}: ${data.value.value.message ?? 'thrown'}`));
    };
    worker.addEventListener('message', hear);
    worker.postMessage({ id, type: 'APPLY', path: [method], argumentList: args.map((value) => ({ type: 'RAW', value })) });
  });
}

/** About 300 KiB when the darkroom has coded it again. */
async function noise(): Promise<ArrayBuffer> {
  const [width, height] = [1200, 900];
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  const picture = pen.createImageData(width, height);
  const words = new Uint32Array(picture.data.buffer);
  for (let at = 0; at < words.length; at += 16384) crypto.getRandomValues(words.subarray(at, at + 16384));
  // Softer: white noise at full strength does not fit into a photo.
  for (let at = 0; at < words.length; at++) words[at] = 0xff707070 | ((words[at] ?? 0) & 0x001f1f1f);
  pen.putImageData(picture, 0, 0);
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer();
}

const face: TortureFace = {
  ready: () => made.length > 0,
  call,
  photograph: async (label) => {
    const added = await call('addPhoto', [
      { bytes: await noise(), mime: 'image/jpeg' },
      { label, watermark: label }
    ]);
    // What the worker's `addPhoto` answers.
    return added as Awaited<ReturnType<TortureFace['photograph']>>;
  },
  inspect
};
Object.assign(window, { torture: face });
