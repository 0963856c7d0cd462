/** What the county and the station are shown of backups, in a real Chromium on the built app. */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBackup } from '#county/backup/backup.ts';
import { line, visit } from '../county/acts.ts';
import { TestDevice } from '../county/test-device.ts';
import { pin, Scene, staffName } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

const pictures = process.env['PICTURES'];
async function shoot(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}
async function backup(): Promise<void> {
  const { dataDir } = scene.county;
  const options = { to: join(dataDir, 'backups'), keep: 1, now: () => new Date(), log: () => undefined, signal: new AbortController().signal };
  await runBackup({ dataDir, databaseUrl: null }, options);
}
const violations = async (page: Page) => (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);

describe('the console', () => {
  test('[P70] warns while there is no backup, to whom it concerns, and of each tablet says how far it reaches', async () => {
    scene.showsFailures('backup-console');
    const tablet = await TestDevice.enrol(scene.county.url, scene.county.code('SX01'));
    await tablet.push([line(visit()), line(visit())]);
    const { page } = await scene.clerk();
    const warning = page.getByRole('alert').filter({ hasText: '还没有做过备份' });
    await page.reload();
    await warning.waitFor();
    expect(await warning.textContent()).toContain('2 条记录只有这一份');
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'console-never');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'console-never-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${scene.county.url}/county/stations`);
    await page.getByText('2 条，还没备份').waitFor();
    await shoot(page, 'console-stations');
    await page.setViewportSize({ width: 1024, height: 768 });
    await shoot(page, 'console-stations-1024');
    expect(await violations(page)).toEqual([]);

    await backup();
    await page.reload();
    await page.getByText('2 条，都已备份').waitFor();
    expect(await warning.count()).toBe(0);
  });
});

describe("the station's sync page", () => {
  test('[P74] tells apart what is backed up and what is only delivered', async () => {
    scene.showsFailures('backup-station');
    const { page } = scene.worker;
    await page.goto(`${scene.county.url}/sync`);
    await scene.worker.unlocks(staffName, pin);
    await page.getByText('还没有送达的记录').waitFor();
    // As a tablet that was short of room has written it.
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('bangban');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const writing = opening.result.transaction('meta', 'readwrite');
            writing.objectStore('meta').put({ key: 'released', value: { photos: 12, early: 3, last: null } });
            writing.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        })
    );
    await page.reload();
    await scene.worker.unlocks(staffName, pin);
    await page.getByText('3 张照片在县平台备份之前').waitFor();
    expect(await page.getByText('12 张旧照片').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    for (const [name, width, height] of [
      ['station-sync', 1280, 800],
      ['station-sync-phone', 390, 844]
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByText('3 张照片在县平台备份之前').scrollIntoViewIfNeeded();
      await shoot(page, name);
    }
  });
});
