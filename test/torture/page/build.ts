/** The torture's script for the station's page: one classic script, made of the real modules. */
import { build } from 'vite';
import { root } from '../../process.ts';

export async function buildFace(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      write: false,
      target: 'chrome107',
      lib: { entry: `${root}test/torture/page/face.ts`, formats: ['iife'], name: 'tortureFace' }
    }
  });
  const outputs = Array.isArray(built) ? built : [built];
  const code = outputs.flatMap((output) => ('output' in output ? output.output.map((chunk) => ('code' in chunk ? chunk.code : '')) : [])).join('\n');
  if (code === '') throw new Error('no script was built');
  return code;
}
