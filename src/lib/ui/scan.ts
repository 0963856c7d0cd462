/** Reading codes with the camera. The decoder and its wasm are the app's own files, loaded when a person asks to scan. */

/** The rear camera; null when the person or the device says no. Closes with `signal`. */
export async function openCamera(signal: AbortSignal): Promise<MediaStream | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
    const close = () => stream.getTracks().forEach((track) => track.stop());
    if (signal.aborted) close();
    else signal.addEventListener('abort', close);
    return stream;
  } catch {
    return null;
  }
}

/** The first code seen in the picture; null when `signal` came first. Throws when no decoder can be had. */
export async function readCodes(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasmUrl }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url')
  ]);
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: ['qr_code', 'code_128', 'pdf417', 'data_matrix'] });
  while (!signal.aborted) {
    const [found] = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await detector.detect(video) : [];
    if (found && found.rawValue !== '') return found.rawValue;
    // Four looks a second find a held code at once and leave the tablet cool.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return null;
}
