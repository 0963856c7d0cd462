/** Journals of every version that was released, and what they came to. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';

export type Corpus = { version: string; lines: string[]; states: Map<string, StreamState> };

const readLines = (file: URL): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);

export function readCorpora(): Corpus[] {
  const versions = readdirSync(new URL('.', import.meta.url)).filter((name) => /^v\d+$/.test(name));
  return versions.map((version) => {
    const folder = new URL(`${version}/`, import.meta.url);
    const states = readLines(new URL('states.ndjson', folder)).map((line) => JSON.parse(line) as { id: string; state: StreamState });
    return { version, lines: readLines(new URL('day.ndjson', folder)), states: new Map(states.map(({ id, state }) => [id, state])) };
  });
}
export const nameOf = (line: string): string => {
  const { type, version } = JSON.parse(line) as Operation;
  return `${type}@${String(version)}`;
};
