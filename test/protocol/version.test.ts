import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { bodies, operationSchema } from '#domain/case/operations.ts';
import { problemSchema } from '#protocol/errors.ts';
import * as messages from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';

/** Version → hash of its schemas. A version that has been out is never changed here: raise `protocolVersion` and add a line. */
const history: Record<number, string> = {
  1: '9bc6da23b48036d7',
  2: '71ba14596e1ed630',
  3: 'a838e1c314389199'
};

function wire(): Record<string, unknown> {
  const shapes = Object.entries(messages).filter(([name]) => name.endsWith('Schema')) as [string, z.ZodMiniType][];
  const all = [...shapes, ['problem', problemSchema], ['operation', operationSchema], ...Object.entries(bodies)] as [string, z.ZodMiniType][];
  return Object.fromEntries(all.map(([name, schema]) => [name, z.toJSONSchema(schema)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}
const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

describe('the wire', () => {
  it('[P61] is what its version says; a change of a schema raises protocolVersion and adds a line to its history', () => {
    expect(hashOf(wire())).toBe(history[protocolVersion]);
  });
  it('[P61] the hash feels each schema', () => {
    const all = wire();
    for (const name of Object.keys(all)) expect(hashOf({ ...all, [name]: { type: 'changed' } })).not.toBe(hashOf(all));
    expect(Object.keys(all).length).toBeGreaterThan(25);
  });
  it('[P61] every version has its line in version.ts', () => {
    const text = readFileSync(new URL('../../sync/protocol/version.ts', import.meta.url), 'utf8');
    for (const version of Object.keys(history)) expect(text).toMatch(new RegExp(`^ \\* ${version}: `, 'm'));
    expect(Math.max(...Object.keys(history).map(Number))).toBe(protocolVersion);
  });
});
