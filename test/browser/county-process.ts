/** The county as it is really started: its own process, its own embedded PostgreSQL, its own folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectOwner } from '#county/database/database.ts';
import { startEmbedded } from '#county/database/embedded.ts';
import { catalogueKey, signPack } from '#county/instance.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { root } from '../process.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export class CountyProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly #port: number;
  #process: ChildProcess | null = null;
  output = '';

  private constructor(port: number, dataDir: string) {
    this.#port = port;
    this.dataDir = dataDir;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<CountyProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'bangban-county-'));
    // PostgreSQL runs as another user when this runs as root, and must be able to walk there.
    await chmod(folder, 0o755);
    const county = new CountyProcess(await freePort(), folder);
    await county.comesBack();
    return county;
  }

  async comesBack(): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'sync/county/main.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PORT: String(this.#port), HOST: '127.0.0.1', DATA_DIR: this.dataDir, DATABASE_URL: '' }
    });
    this.#process = child;
    this.output = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (this.output.includes('按 Ctrl-C 停止')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => {
        reject(new Error(`the county ended with ${code}: ${this.output}`));
      });
    });
  }

  /**
   * Somebody at the county changes the newest pack under the number that it has: tablets that hold the old words can't know.
   * The county must be stopped.
   */
  async rewritesCatalogue(change: (catalogue: Catalogue) => void): Promise<void> {
    const server = await startEmbedded(this.dataDir);
    const owner = await connectOwner({ ...server.connection, database: 'bangban' });
    try {
      const { rows } = await owner.query<{ revision: number; pack: string }>('SELECT revision, pack FROM catalogue_packs ORDER BY revision DESC LIMIT 1');
      const [newest] = rows;
      if (!newest) throw new Error('the county has no catalogue');
      const catalogue = JSON.parse(newest.pack) as Catalogue;
      change(catalogue);
      const pack = JSON.stringify(catalogue);
      await owner.query('UPDATE catalogue_packs SET pack = $2, signature = $3 WHERE revision = $1', [
        newest.revision,
        pack,
        signPack(await catalogueKey(owner), pack)
      ]);
    } finally {
      await owner.end();
      await server.stop();
    }
  }

  /** The one-time code that was printed for a station. */
  code(station: string): string {
    const line = this.output.split('\n').find((text) => text.trimStart().startsWith(`${station} `) && /[0-9A-Z]{4}-[0-9A-Z]{4}\s*$/.test(text));
    const code = /([0-9A-Z]{4}-[0-9A-Z]{4})\s*$/.exec(line ?? '')?.[1];
    if (code === undefined) throw new Error(`no code for ${station} in: ${this.output}`);
    return code;
  }

  async stops(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
    this.#process = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stops();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
