import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { apply, judge } from '#domain/case/fold.ts';
import { countyTypes, deviceTypes, withdrawnSchema } from '#domain/case/operations.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import { lineToOperation, registry, upcast } from '#domain/case/upcast.ts';
import type { Registry } from '#domain/case/upcast.ts';
import { nameOf, readCorpora } from './corpus/corpus.ts';

const corpora = readCorpora();
const names = new Set(corpora.flatMap(({ lines }) => lines.map(nameOf)));

/** Types with a version that no corpus has. */
function unrecorded({ bodies, steps }: Registry): string[] {
  return [...Object.keys(bodies), ...Object.keys(steps)].filter((name) => !names.has(name));
}

describe('the corpus', () => {
  it('[P66] has every type and version ever released, and fails for one that has none', () => {
    expect(unrecorded(registry)).toEqual([]);
    expect(unrecorded({ ...registry, bodies: { ...registry.bodies, 'case.dreamt@1': z.unknown() } })).toEqual(['case.dreamt@1']);
  });

  it.each(corpora)('[P66] $version is read, judged and folded to the states that were recorded', ({ lines, states }) => {
    const folded = new Map<string, StreamState>();
    for (const line of lines) {
      const operation = lineToOperation(line);
      expect(operation, line.slice(0, 200)).not.toBeNull();
      if (operation === null || deviceTypes.has(operation.type)) continue;
      const before = folded.get(operation.caseId) ?? null;
      expect(judge(before, operation, countyTypes.has(operation.type) ? 'county' : 'station', { catalogue: null, today: '2026-11-22' })).toBeNull();
      folded.set(operation.caseId, apply(before, operation));
    }
    // What later rules add to a state is no part of what was recorded.
    expect([...folded.keys()].sort()).toEqual([...states.keys()].sort());
    expect(JSON.parse(JSON.stringify(Object.fromEntries(folded)))).toMatchObject(Object.fromEntries(states));
  });
});

describe('upcasters', () => {
  const wordsOnly = z.object({ words: z.string() });
  const twice: Registry = {
    bodies: { 'case.withdrawn@3': withdrawnSchema },
    steps: {
      'case.withdrawn@1': { schema: wordsOnly, next: (body) => ({ because: (body as z.infer<typeof wordsOnly>).words }) },
      'case.withdrawn@2': { schema: z.object({ because: z.string() }), next: (body) => ({ reason: (body as { because: string }).because }) }
    }
  };
  const [line = ''] = corpora.flatMap(({ lines }) => lines).filter((text) => nameOf(text) === 'case.withdrawn@1');
  const old = { ...(JSON.parse(line) as Operation), body: { words: '不办了' } };

  it('[P61] follow one another to the newest version, and leave the line as it was', () => {
    expect(upcast(old, twice)).toEqual({ ok: true, op: { ...old, version: 3, body: { reason: '不办了' } } });
    expect(old).toMatchObject({ version: 1, body: { words: '不办了' } });
  });
  it('[P17] know of nothing that came later, and guess at nothing that its own version would have refused', () => {
    expect(upcast({ ...old, version: 4 }, twice)).toEqual({ ok: false, why: 'unknown' });
    expect(upcast({ ...old, type: 'toString' }, twice)).toEqual({ ok: false, why: 'unknown' });
    expect(upcast({ ...old, body: { words: 7 } }, twice)).toEqual({ ok: false, why: 'invalid', path: 'body.words' });
  });
});
