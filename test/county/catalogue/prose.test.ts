import { describe, expect, it } from 'vitest';
import { references } from '#domain/catalogue/condition.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { fieldPairs, materialPairs } from './pairs.ts';
import { materialConditions, visibleConditions } from './prose-conditions.ts';
import { policySource } from './policy-source.ts';
import { noteProofs, ruleProofs } from './prose-rules.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const fields = fieldPairs(catalogue);
const ofItems = fields.filter(({ owner }) => catalogue.items.some((item) => item.id === owner));

describe('the prose of the policy source', () => {
  it('[C30] turns each of the 40 material conditions into data', () => {
    const conditional = materialPairs(catalogue).filter(({ from }) => from.condition !== null);
    expect(conditional).toHaveLength(98);
    const texts = new Set(conditional.map(({ from }) => from.condition ?? ''));
    expect(texts.size).toBe(40);
    expect([...texts].filter((text) => !(text in materialConditions))).toEqual([]);
    for (const { where, item, from, to } of conditional) {
      const text = from.condition ?? '';
      expect(to.when, where).toEqual(materialConditions[`${item.id}: ${text}`] ?? materialConditions[text]);
    }
  });

  it('[C30] names on each question the conditions that it stands for', () => {
    for (const { where, from, to } of materialPairs(catalogue)) {
      if (from.condition === null || to.when === undefined) continue;
      const asked = references(to.when)
        .filter((reference) => reference.kind === 'situation')
        .map((reference) => reference.name);
      // A mixed condition is named by at least one of its questions.
      if (asked.length === 0 || from.condition === '未满16周岁或监护人申请') continue;
      const sources = catalogue.questions.filter((question) => asked.includes(question.id)).flatMap((question) => question.source);
      expect(sources, where).toContain(from.condition);
    }
    expect(catalogue.questions.filter((question) => question.source.length === 0)).toEqual([]);
    // And nothing that no guide says.
    const said = JSON.stringify(policySource);
    expect(catalogue.questions.flatMap((question) => question.source).filter((words) => !said.includes(words))).toEqual([]);
  });

  it('[C30] turns each of the 133 visibility texts into data, obligatory where shown', () => {
    const shown = fields.filter(({ from }) => from.visibleWhen !== undefined);
    expect(ofItems.filter(({ from }) => from.visibleWhen !== undefined)).toHaveLength(133);
    for (const { where, from, to } of shown) {
      const condition = visibleConditions[from.visibleWhen ?? ''];
      expect(condition, where).toBeDefined();
      expect(to.visibleWhen, where).toEqual(condition);
      expect(to.requiredWhen, where).toEqual(condition);
    }
  });

  it('[C30] turns each of the 241 rules into checks, columns, derivations, or guide text', () => {
    const ruled = fields.filter(({ from }) => from.rule !== undefined);
    expect(ofItems.filter(({ from }) => from.rule !== undefined)).toHaveLength(241);
    const unproved = ruled.filter(({ from, to }) => !ruleProofs[from.rule ?? '']?.(to));
    expect(unproved.map(({ where, from }) => `${where}: ${from.rule}`)).toEqual([]);
    expect(Object.keys(ruleProofs).filter((text) => !ruled.some(({ from }) => from.rule === text))).toEqual([]);
  });

  it('[C30] turns each of the 35 notes into a derivation or guide text', () => {
    const noted = fields.filter(({ from }) => from.note !== undefined);
    expect(ofItems.filter(({ from }) => from.note !== undefined)).toHaveLength(35);
    const unproved = noted.filter(({ from, to }) => !noteProofs[from.note ?? '']?.(to));
    expect(unproved.map(({ where, from }) => `${where}: ${from.note}`)).toEqual([]);
    expect(Object.keys(noteProofs).filter((text) => !noted.some(({ from }) => from.note === text))).toEqual([]);
  });

  it('[C30] says whether the agent acts out of the one question who comes', () => {
    const flags = fields.filter(({ from }) => from.key === 'isAgent');
    expect(flags).toHaveLength(29);
    for (const { where, to } of flags) expect(to.derive, where).toMatchObject({ from: 'situation', question: 'agent', map: { self: '否', other: '是' } });
  });
});
