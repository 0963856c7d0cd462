/** What is too small for a finger: buttons, fields, and the links of the frame; and what is wider than the place in which it stands. */
import type { Page } from 'playwright';

/** Wet hands, bad light: 44 px; in elder mode 60 for what one works with (acts, places, fields). */
export async function narrowTargets(page: Page, elder: boolean): Promise<string[]> {
  return page.evaluate((isElder) => {
    const found: string[] = [];
    const targets = document.querySelectorAll('button, select, textarea, input, summary, [role=button], nav a, header a, a.btn, a.row, a.back');
    for (const target of targets) {
      // Drawn by its label: that is what a finger hits.
      const drawn = target.matches('input[type=radio], input[type=checkbox], input[type=file]') ? (target.closest('label') ?? target) : target;
      const style = getComputedStyle(drawn);
      const { width, height } = drawn.getBoundingClientRect();
      if (style.visibility === 'hidden' || width === 0 || height === 0 || !drawn.checkVisibility()) continue;
      // A skip link waits outside the page for the keyboard.
      if (target.matches('.skip')) continue;
      const isMain = target.matches('.btn.primary, nav a, input, select, textarea');
      const least = isElder && isMain ? 60 : 44;
      if (width < least - 0.5 || height < least - 0.5) {
        found.push(`${Math.round(width)}×${Math.round(height)} ${drawn.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 120)}`);
      }
    }
    return [...new Set(found)];
  }, elder);
}

/** The page, and each place in it that is read by scrolling down: none is to be pushed sideways as well. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const beyond = document.documentElement.scrollWidth - innerWidth;
    const places = [...document.querySelectorAll('*')].filter(
      (place) =>
        place.scrollWidth > place.clientWidth + 1 && place.scrollHeight > place.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(place).overflowX)
    );
    const culprit = (place: Element) => {
      const edge = place.getBoundingClientRect().left + place.clientWidth + 1;
      const inside = [...place.querySelectorAll('*')];
      const boxes = inside.filter((child) => child.getBoundingClientRect().right > edge);
      // No box stands beyond: a word does.
      const wide = boxes.length > 0 ? boxes : inside.filter((child) => child.clientWidth > 0 && child.scrollWidth > child.clientWidth);
      return wide.at(-1)?.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 160) ?? '';
    };
    return [
      ...(beyond > 0 ? [`is ${beyond} px too wide`] : []),
      ...places.map((place) => `${place.tagName} scrolls sideways by ${place.scrollWidth - place.clientWidth} px: ${culprit(place)}`)
    ];
  });
}
