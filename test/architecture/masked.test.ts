/** No screen writes a person's number out as it stands (rules 3, M30): it goes through a mask, a field in which it is typed, or a link that calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../src/', import.meta.url);
const screens = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'));
/** Text between tags: an office's own numbers are public, and `full` is what a noted look has asked for. */
const written = /(?<![=:])\{[^{}]*\.(?:phone|idNo)\b[^{}]*\}/gu;
const isOpen = (text: string) => /^\{words\.\w+\}$|mask|station|office|error|\?\s*full|full\s*\?|^\{#|^\{:/u.test(text);
/** What comes masked already. */
const masked = ['routes/(station)/household/[id]/+page.svelte', 'lib/ui/people/CaseFacts.svelte'];

test('[M30] numbers of people stand in no template in full', () => {
  const bare = screens
    .filter((path) => !masked.includes(path))
    .flatMap((path) => {
      const text = readFileSync(new URL(path, root), 'utf8').replace(/<script[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/gu, '');
      return [...text.matchAll(written)]
        .map(([found]) => found)
        .filter((found) => !isOpen(found))
        .map((found) => `${path}: ${found}`);
    });
  expect(bare).toEqual([]);
  expect(screens.length).toBeGreaterThan(100);
});

test('[M30] each page of papers that have numbers in full notes who opens it', () => {
  const pages = ['lib/ui/assist/SheetPage.svelte', 'lib/ui/paper/CasePaperPage.svelte', 'routes/(station)/cases/[id]/form/[item]/+page.svelte'];
  for (const path of pages) {
    const text = readFileSync(new URL(path, root), 'utf8');
    expect([path, /void reveal\.open\(/u.test(text) && /reveal\.shown/u.test(text)]).toEqual([path, true]);
  }
});
