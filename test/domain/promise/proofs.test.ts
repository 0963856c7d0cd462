/** [M14] 证明事项清单: six elements for whatever is asked, over the whole sample catalogue; and what stands on no list. */
import { expect, test } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { proofList, unlistedDemands } from '#domain/promise/proofs.ts';

const catalogue = sampleCatalogue(1, '2026-11-19T06:00:00.000Z');

test('[M14] each proof has its six elements, and none stands twice', () => {
  const proofs = proofList(catalogue.items);
  expect(new Set(proofs.map(({ materialId }) => materialId)).size).toBe(proofs.length);
  for (const { name, items, basis, askedBy, issuedBy, guide } of proofs)
    expect([
      name,
      items.length > 0,
      ...[name, basis, askedBy, issuedBy, guide].map((text) => text.trim() !== ''),
      items.every(({ code }) => code !== '')
    ]).toEqual([name, ...Array<boolean>(7).fill(true)]);
});

test('[M14] the list is all that the items ask for, and nothing besides', () => {
  const asked = new Set(catalogue.items.flatMap(({ materials }) => materials.flatMap(({ id, generated }) => (generated ? [] : [id]))));
  expect(new Set(proofList(catalogue.items).map(({ materialId }) => materialId))).toEqual(asked);
});

test('[M14] what is neither a material nor a field of the form is an unusual demand', () => {
  const form = itemDefinition(catalogue, 'elderly-allowance');
  if (form === null) throw new Error('no such item');
  const item = (target: 'material' | 'field' | 'other', key: string) => ({ target, key, label: key, problem: '', remedy: '' });
  const items = [
    item('material', 'mat-id'),
    item('field', 'applicantPhone'),
    item('material', 'applicantPhone'),
    item('field', 'mat-id'),
    item('other', 'note')
  ];
  expect(unlistedDemands(items, form)).toEqual(['applicantPhone', 'mat-id', 'note']);
});
