import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { spell } from '#county/catalogue/spell.ts';
import { addDays, isWorkingDay } from '#domain/calendar/working-days.ts';

const catalogue = sampleCatalogue(7, '2026-11-22T00:00:00Z');
const shared = catalogue.items.flatMap((item) => item.materials.map((material) => ({ item: item.id, material })));

describe('the sample catalogue', () => {
  it('[C2] carries the revision and the time of its publication', () => {
    expect(catalogue).toMatchObject({ format: 1, revision: 7, publishedAt: '2026-11-22T00:00:00Z', region: { code: '430199' } });
  });

  it('[C6] is found by syllables and initials of names and aliases', () => {
    expect(spell('高龄津贴(补贴)申领')).toEqual(['gaolingjintiebutieshenling', 'gljtbtsl']);
    expect(catalogue.pinyin['elderly-allowance']).toEqual(expect.arrayContaining(['gaolingbutie', 'glbt']));
    expect(catalogue.pinyin['bundle-newborn']).toContain('xsecsyjs');
    expect(Object.keys(catalogue.pinyin)).toHaveLength(36);
    for (const spellings of Object.values(catalogue.pinyin)) for (const spelling of spellings) expect(spelling).toMatch(/^[a-z0-9]+$/);
  });

  it('[C8] knows the working days of 2025 and 2026, and none of 2027', () => {
    expect(Object.keys(catalogue.calendar)).toEqual(['2025', '2026']);
    const workingDays = (year: number) => {
      const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10));
      return days.filter((day) => isWorkingDay(day, catalogue.calendar)).length;
    };
    expect([workingDays(2025), workingDays(2026)]).toEqual([248, 248]);
    const due = (start: string, value: number) => addDays(start, { value, unit: 'workingDay' }, catalogue.calendar);
    expect(due('2026-09-18', 5)).toEqual({ date: '2026-09-24', estimated: false });
    expect(due('2026-02-13', 3).date).toBe('2026-02-25');
    expect([due('2026-09-30', 1).date, due('2026-09-30', 5).date]).toEqual(['2026-10-08', '2026-10-13']);
    expect(due('2026-12-30', 5).estimated).toBe(true);
  });

  it('[C37] names three townships with their villages, and a way to write any other place', () => {
    const codes = catalogue.divisions.map((division) => division.code);
    expect(new Set(codes).size).toBe(codes.length);
    const inside = codes.filter((code) => code.length === 12 && code.startsWith(catalogue.region.code));
    const [townships, villages] = [inside.filter((code) => code.endsWith('000')), inside.filter((code) => !code.endsWith('000'))];
    expect([townships.length, villages.length]).toEqual([3, 6]);
    for (const village of villages) expect(townships).toContain(`${village.slice(0, 9)}000`);
    for (const digits of [6, 12]) expect(codes.filter((code) => code.length === digits && /^\d\d0+$/.test(code))).toHaveLength(34);
  });

  it('[C13] preselects the ordinary answer, and never who acts', () => {
    for (const question of catalogue.questions) {
      expect(
        question.options.map((option) => option.value),
        question.id
      ).toEqual(expect.arrayContaining(question.default === undefined ? [] : [question.default]));
    }
    expect(catalogue.questions.find((question) => question.id === 'agent')).not.toHaveProperty('default');
  });

  it('[C29] says for every material that is handed in what to look at', () => {
    for (const { item, material } of shared) expect(material.reviewPoints?.length, `${item}.${material.id}`).toBeGreaterThan(0);
    const points = (id: string) => new Set(shared.filter(({ material }) => material.id === id).map(({ material }) => material.reviewPoints?.join('|')));
    for (const id of ['mat-agid', 'mat-bank', 'mat-hk', 'mat-dis', 'mat-photo']) expect(points(id).size, id).toBe(1);
  });

  it('[C20] marks what PIPL §28 protects', () => {
    const legally = (key: string) =>
      catalogue.items.flatMap((item) => item.fields.filter((field) => field.key === key)).every((field) => field.legallySensitive === true);
    for (const key of ['bankAccountNo', 'disabilityCertNo', 'diagnosis', 'selfCare', 'childIdNo', 'biometricConsent', 'children'])
      expect(legally(key), key).toBe(true);
    const child = catalogue.items.find((item) => item.id === 'unattended-child');
    expect(child?.fields.filter((field) => field.section === 'applicant' && !field.legallySensitive)).toEqual([]);
  });

  it('[C31] lets nobody else prove that a person is alive', () => {
    expect(catalogue.items.filter((item) => !item.agentAllowed).map((item) => item.id)).toEqual(['pension-qualification']);
  });
});
