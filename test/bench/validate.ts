/** `validate`: one judgement of the largest bundle's form, filled in to the last field, at the 95th percentile. */
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { assess } from '#domain/form/assess.ts';
import { bundleDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { fill } from '#test/domain/answerer.ts';
import type { Cell } from './cell.ts';
import { median, rowOf } from './row.ts';

const today = '2026-11-20';
/** What was asked, in ms. */
const atMost = 4;
const runs = 400;

export const validate: Cell = {
  names: ['validate'],
  needsBuild: false,
  measure({ rounds }) {
    const catalogue = sampleCatalogue(1, `${today}T00:00:00Z`);
    const [largest] = catalogue.bundles
      .flatMap(({ id, children }): IntakeDefinition[] => {
        const definition = bundleDefinition(
          catalogue,
          id,
          children.flatMap(({ itemId }) => itemId ?? [])
        );
        return definition === null ? [] : [definition];
      })
      .sort((a, b) => b.fields.length - a.fields.length);
    if (largest === undefined) throw new Error('the sample has no bundle');
    const { calendar } = catalogue;
    const { input } = fill(largest, { today, calendar, pick: () => 0, born: '1939-03-08', thorough: true, defers: false });
    const slow: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const times: number[] = [];
      for (let run = 0; run < runs; run++) {
        const begun = performance.now();
        assess(largest, input, today, calendar);
        times.push(performance.now() - begun);
      }
      times.sort((a, b) => a - b);
      // The first round warms the machine up.
      if (round > 0) slow.push(times[Math.floor(runs * 0.95)] ?? Infinity);
    }
    return Promise.resolve([rowOf('validate', 'ms', median(slow), atMost)]);
  }
};
