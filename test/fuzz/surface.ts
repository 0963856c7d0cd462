/** What there is to be fuzzed: every operation of `/openapi.json`, so that a new route is in from its first day. */
import type { Schema } from './schema.ts';

export type Endpoint = {
  method: string;
  path: string;
  caller: 'open' | 'device' | 'staff';
  params: string[];
  query: string[];
  body: { kind: 'json'; schema: Schema } | { kind: 'raw'; mime: string; limit: number } | null;
};
export type Surface = { endpoints: Endpoint[]; components: Record<string, Schema> };

type Described = {
  security: Record<string, unknown>[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type OpenApi = { paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } };

export async function readSurface(url: string): Promise<Surface> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const endpoints = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security, parameters = [], requestBody }]): Endpoint => {
      const [mime, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      const named = (place: string): string[] => parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
      return {
        method: method.toUpperCase(),
        path,
        caller: security.some((way) => 'device' in way) ? 'device' : security.some((way) => 'staff' in way) ? 'staff' : 'open',
        params: named('path'),
        query: named('query'),
        body:
          mime === undefined || content === undefined
            ? null
            : mime === 'application/json'
              ? { kind: 'json', schema: content.schema }
              : { kind: 'raw', mime, limit: content.schema.maxLength ?? 0 }
      };
    })
  );
  return { endpoints, components: document.components.schemas };
}
