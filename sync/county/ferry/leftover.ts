/** Drafts and their photos in a folder for the station: drafts are no operations, so nothing but a person can go on with them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue, Field } from '#domain/catalogue/format.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { Context } from '../context.ts';
import type { Leftover } from './rescue.ts';

/** What is read of a draft; the tablet wrote it. */
type Draft = {
  itemId: string;
  bundle: { id: string; itemIds: string[] } | null;
  caseId: string | null;
  answers: Record<string, unknown>;
  materials: Record<string, { state?: string; pages?: { sha256: string; label?: string }[] }>;
  updatedAt: string;
};

export function leftoverFolder(context: Context, folder: string): Leftover & { end(): Promise<string | null> } {
  const texts: string[] = [];
  const catalogue = context.catalogues.current()?.catalogue ?? null;
  // Names people: for its owner alone.
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, name), content, { mode: 0o600 });
  };
  return {
    draft: (content) => {
      texts.push(wordsOf(content, catalogue));
      return Promise.resolve();
    },
    photo: (sha256, bytes) => write(`照片-${sha256.slice(0, 12)}.jpg`, bytes),
    end: async () => {
      if (texts.length === 0) return null;
      await write('草稿.txt', `${texts.join('\n\n')}\n`);
      return join(folder, '草稿.txt');
    }
  };
}

/** Nothing of its shape is sure; one that can't be told in words is handed over as it is. */
function wordsOf(content: unknown, catalogue: Catalogue | null): string {
  try {
    return draftText(content as Draft, catalogue);
  } catch {
    return JSON.stringify(content);
  }
}

export function draftText(draft: Draft, catalogue: Catalogue | null): string {
  const definition = definitionOf(draft, catalogue);
  const fields = new Map((definition?.fields ?? []).map((field: Field) => [field.key, field.label]));
  const materials = new Map((definition?.materials ?? []).map((material) => [material.id, material.name]));
  const lines = [`【${definition?.name ?? draft.itemId}】最后修改 ${draft.updatedAt}${draft.caseId === null ? '' : `，是对办件 ${draft.caseId} 的修改`}`];
  for (const [key, value] of Object.entries(draft.answers)) {
    const words = valueWords(value);
    if (words !== '') lines.push(`  ${fields.get(key) ?? key}：${words}`);
  }
  for (const [id, { pages = [] }] of Object.entries(draft.materials))
    if (pages.length > 0)
      lines.push(`  材料 ${materials.get(id) ?? id}：${pages.map(({ sha256, label }) => `${label ?? ''}(照片-${sha256.slice(0, 12)}.jpg)`).join('、')}`);
  return lines.join('\n');
}

/** A catalogue that has changed since may know the item no longer. */
function definitionOf({ itemId, bundle }: Draft, catalogue: Catalogue | null) {
  if (catalogue === null) return null;
  try {
    return bundle === null ? itemDefinition(catalogue, itemId) : bundleDefinition(catalogue, bundle.id, bundle.itemIds);
  } catch {
    return null;
  }
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueWords).filter(Boolean).join('；');
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([key]) => key !== 'thumbnail')
      .map(([, part]) => valueWords(part))
      .filter(Boolean)
      .join(' ');
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value as string | number);
}
