/** What one request will be, as data; names that begin with `@` are filled in when it is sent. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { bodies, operationSchema } from '#domain/case/operations.ts';
import { received, visit } from '../county/acts.ts';
import { hostileText, hostileValue, mutation, spoil, spoiled, type Mutation, type Spoil } from './hostile.ts';
import { valuesOf, type Schema } from './schema.ts';
import type { Endpoint, Surface } from './surface.ts';

export type BatchPlan = {
  /** An operation, or a line as it is. */
  lines: unknown[];
  place: 'next' | 'again' | 'gap' | 'fork' | 'epoch';
  spoil: Spoil | null;
};
export type Content =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'batch'; batch: BatchPlan }
  | { kind: 'chunk'; bytes: Uint8Array; digest: 'right' | 'wrong' | 'none' }
  | { kind: 'enrolment'; spoil: Spoil | null }
  | { kind: 'sealed'; batch: BatchPlan };
export type Plan = {
  endpoint: Endpoint;
  method: string;
  params: string[];
  query: [string, string][];
  content: Content;
  coding: 'as it is' | 'gzip' | 'bomb' | 'named gzip' | 'br' | 'two';
  mutations: readonly Mutation[];
  identity: 'right' | 'none' | 'other body' | 'stale' | 'replayed' | 'garbled';
  headers: readonly [string, string][];
  framing: 'whole' | 'short' | 'long' | 'chunked' | 'doubled' | 'raw path';
};

/** Beyond what the parser takes. */
export const longHeader = 'X-Long';

/** An optional that comes once in so many. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: freq - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
/** Mostly the first. */
const mostly = <T>(freq: number, usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: freq, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const known = (...names: string[]): fc.Arbitrary<string> => fc.constantFrom(...names);

const bodySchemas = Object.entries(bodies).map(([name, schema]) => {
  const [type = '', version = '1'] = name.split('@');
  return { type, version: Number(version), schema: z.toJSONSchema(schema, { unrepresentable: 'any' }) as Schema };
});
const bodyHints = {
  queryToken: fc.stringMatching(/^[0-9A-Za-z_-]{16,64}$/),
  item: fc.constantFrom(
    { id: 'elderly-allowance', name: '高龄津贴申请', version: 9999, handlingItemCode: '', department: '民政部门' },
    { id: 'elderly-allowance', name: '高龄津贴申请', version: 1, handlingItemCode: '', department: '民政部门' }
  ),
  sha256: known('@sha256'),
  opId: known('@op')
};
const bodyOf = (schema: Schema): fc.Arbitrary<unknown> => valuesOf(schema, {}, bodyHints);
const anyBody = fc.oneof(...bodySchemas.map(({ schema }) => bodyOf(schema)));

const frame = z.toJSONSchema(operationSchema, { unrepresentable: 'any' }) as Schema;
/** A first act most of the time, since a later one needs a case that stands. */
const operation: fc.Arbitrary<unknown> = fc.oneof(
  ...bodySchemas.map(({ type, version, schema }) =>
    valuesOf(
      frame,
      {},
      {
        type: fc.constant(type),
        version: mostly(30, version, 2, 0, -1),
        body: bodyOf(schema),
        caseId:
          type === 'case.received' || type === 'visit.planned'
            ? fc.oneof({ weight: 5, arbitrary: fc.uuid() }, { weight: 1, arbitrary: known('@case') })
            : known('@case'),
        base: type === 'case.received' || type === 'visit.planned' ? fc.constant(0) : fc.nat({ max: 4 }),
        groupSize: mostly(9, 1, 2, 0, 5000, 1e9),
        dependsOn: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(known('@op'), { maxLength: 3 }) }),
        opId: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, { weight: 1, arbitrary: known('@op') }),
        blobs: fc.array(known('@sha256'), { maxLength: 2 })
      }
    )
  )
);
/** What stands without more ado, so that there are cases to work on. */
const plain: fc.Arbitrary<unknown> = fc
  .tuple(fc.uuid(), fc.uuid(), fc.uuid(), fc.stringMatching(/^[0-9A-Za-z_-]{20}$/), fc.boolean())
  .map(([opId, groupId, caseId, queryToken, isCase]) =>
    isCase ? received({ opId, groupId, caseId, blobs: [] }, { queryToken }) : visit({ opId, groupId, caseId })
  );
const line = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 5, arbitrary: operation },
  { weight: 4, arbitrary: fc.tuple(operation, spoil).map(([op, how]) => spoiled(op, how)) },
  { weight: 1, arbitrary: hostileText.map((text) => text.replaceAll('\n', ' ').toWellFormed()) }
);
const batch: fc.Arbitrary<BatchPlan> = fc.record({
  lines: fc.oneof(
    { weight: 8, arbitrary: fc.array(line, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(line, { minLength: 20, maxLength: 60 }) }
  ),
  place: mostly<BatchPlan['place']>(20, 'next', 'again', 'gap', 'fork', 'epoch'),
  spoil: seldom(spoil, 8)
});

const requestHints = {
  protocol: mostly(9, 1, 0, 2),
  type: fc.constantFrom(...bodySchemas.map(({ type }) => type)),
  base: fc.nat({ max: 4 }),
  body: anyBody,
  sha256: known('@sha256', '@sha256', '@unfinished'),
  bytes: known('@bytes'),
  mime: known('image/jpeg', 'image/png', 'text/html', ''),
  stationCode: known('@station', 'SX01', 'BS01'),
  username: known('@worker', '@victim'),
  password: known('@worker password', 'wrong'),
  epoch: known('@epoch'),
  code: known('@code')
};
const paramOf = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: known(`@${name === 'id' ? 'case' : name}`) },
    { weight: 1, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-f]{64}$/) }
  );
const queryOf = (name: string): fc.Arbitrary<[string, string]> =>
  fc
    .oneof({ weight: 3, arbitrary: known(`@${name}`) }, { weight: 2, arbitrary: hostileText }, { weight: 1, arbitrary: fc.nat().map(String) })
    .map((value) => [name, value]);

function contentOf(endpoint: Endpoint, components: Record<string, Schema>): fc.Arbitrary<Content> {
  const { body, path } = endpoint;
  if (body === null) return mostly<Content>(9, { kind: 'none' }, { kind: 'text', text: '{}' });
  const noise: fc.Arbitrary<Content> = fc.oneof(
    hostileValue.map((value): Content => ({ kind: 'json', value })),
    hostileText.map((text): Content => ({ kind: 'text', text })),
    fc.uint8Array({ maxLength: 2000 }).map((bytes): Content => ({ kind: 'bytes', bytes }))
  );
  const right = ((): fc.Arbitrary<Content> => {
    if (body.kind === 'json') {
      const value = valuesOf(body.schema, components, requestHints);
      const plain = fc
        .oneof(
          value,
          fc.tuple(value, spoil).map(([good, how]) => spoiled(good, how))
        )
        .map((made): Content => ({ kind: 'json', value: made }));
      return path.endsWith('/enrolments')
        ? fc.oneof({ weight: 9, arbitrary: plain }, { weight: 1, arbitrary: seldom(spoil, 3).map((how): Content => ({ kind: 'enrolment', spoil: how })) })
        : plain;
    }
    if (path.endsWith('/batches')) return batch.map((made): Content => ({ kind: 'batch', batch: made }));
    if (path.endsWith('/{chunk}'))
      return fc.record({
        kind: fc.constant('chunk' as const),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 3000 }),
        digest: mostly<'right' | 'wrong' | 'none'>(4, 'right', 'wrong', 'none')
      });
    return batch.map((made): Content => ({ kind: 'sealed', batch: made }));
  })();
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: noise });
}

const header = fc.constantFrom<[string, string][]>(
  ['Accept-Encoding', 'gzip;q=0, *'],
  ['Content-Type', 'text/plain'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['If-None-Match', '*'],
  ['X-Forwarded-Proto', 'https, http'],
  ['Range', 'bytes=0-0'],
  ['Expect', '100-continue'],
  ['Expect', 'a miracle'],
  [longHeader, 'x'.repeat(20_000)],
  ['X-Http-Method-Override', 'DELETE'],
  ['Origin', 'null'],
  ['Content-Digest', 'sha-256=:AAAA:'],
  ['Cookie', 'bangban_session=; bangban_session=x'],
  ['X-Bangban-Time', 'yesterday']
);

export function planOf({ endpoints, components }: Surface): fc.Arbitrary<Plan> {
  const one = (endpoint: Endpoint): fc.Arbitrary<Plan> =>
    fc.record({
      endpoint: fc.constant(endpoint),
      method: mostly(40, endpoint.method, 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'),
      params: fc.tuple(...endpoint.params.map(paramOf)),
      query: fc.tuple(...endpoint.query.map((name) => seldom(queryOf(name), 2))).map((found) => found.filter((each) => each !== null)),
      content: contentOf(endpoint, components),
      coding: mostly<Plan['coding']>(12, endpoint.path.endsWith('/batches') ? 'gzip' : 'as it is', 'as it is', 'gzip', 'bomb', 'named gzip', 'br', 'two'),
      mutations: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 3 }) }),
      identity: mostly<Plan['identity']>(15, 'right', 'none', 'other body', 'stale', 'replayed', 'garbled'),
      headers: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(header, { minLength: 1, maxLength: 3 }) }),
      framing: mostly<Plan['framing']>(40, 'whole', 'short', 'long', 'chunked', 'doubled', 'raw path')
    });
  // A person presses these; each works through all that waits.
  const isHeavy = (path: string): boolean => path.endsWith('/review') || path.endsWith('/judgements');
  const weightOf = ({ path, body }: Endpoint): number => (path.endsWith('/batches') ? 24 : isHeavy(path) ? 1 : body === null ? 4 : 8);
  return fc.oneof(...endpoints.map((endpoint) => ({ weight: weightOf(endpoint), arbitrary: one(endpoint) })));
}
