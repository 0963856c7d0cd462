/** A page as it is met: on a tablet, on a phone, in the dark, in elder mode; what is wrong with each, and a picture for whoever changes it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { narrowTargets, tooWide } from './targets.ts';

const looks = [
  { elder: false, theme: 'light', width: 1280, height: 800 },
  { elder: false, theme: 'dark', width: 1280, height: 800 },
  { elder: false, theme: 'light', width: 390, height: 844 },
  { elder: true, theme: 'light', width: 1280, height: 800 },
  { elder: true, theme: 'dark', width: 390, height: 844 }
] as const;

/** Set PICTURES to a folder to have them. */
export const pictures = process.env['PICTURES'];

/** Serious findings of axe, targets too small for a finger, and what is wider than the screen. */
export async function flaws(page: Page, place: string): Promise<string[]> {
  const found: string[] = [];
  for (const { elder, theme, width, height } of looks) {
    await page.setViewportSize({ width, height });
    await page.evaluate(
      ([mode, shade]) => {
        const root = document.documentElement;
        root.dataset['theme'] = shade;
        root.style.setProperty('--elder', '22px');
        if (mode === 'elder') root.dataset['mode'] = mode;
        else delete root.dataset['mode'];
      },
      [elder ? 'elder' : '', theme]
    );
    const at = `${place} ${width} ${theme}${elder ? ' elder' : ''}`;
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical') found.push(`${at} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    }
    for (const target of await narrowTargets(page, elder)) found.push(`${at} ${target}`);
    for (const wide of await tooWide(page)) found.push(`${at} ${wide}`);
    if (pictures) {
      // A page behind another one is not drawn.
      await page.bringToFront();
      await page.screenshot({ path: `${pictures}/${at.replaceAll(' ', '-')}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => {
    delete document.documentElement.dataset['mode'];
    delete document.documentElement.dataset['theme'];
  });
  return found;
}
