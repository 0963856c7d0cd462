/** OpenAPI 3.1, made of the routes' own schemas. */
import * as z from 'zod/mini';
import { problemSchema } from '#protocol/errors.ts';
import { isRaw, type Route, type Schema } from './route.ts';

type Schemas = Record<string, unknown>;
const problemRef = { $ref: '#/components/schemas/Problem' };

export function openApiRoute(routes: readonly Route[]): Route {
  const route: Route = {
    method: 'get',
    path: '/openapi.json',
    caller: 'open',
    summary: 'This description',
    reply: z.record(z.string(), z.unknown()),
    act: () => Promise.resolve(Response.json(describeApi([...routes, route])))
  };
  return route;
}

export function describeApi(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Schemas = {};
  schemas.Problem = jsonSchema(problemSchema, 'Problem', schemas);
  for (const route of routes) (paths[route.path] ??= {})[route.method] = describeRoute(route, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bangban county',
      version: '1',
      description: 'Device calls are signed by the device (X-Bangban-* headers); staff calls carry a session cookie, unsafe ones also X-Csrf-Token.'
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        device: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Bangban-Signature',
          description: 'ECDSA P-256 over method, path, body digest, nonce and time; with X-Bangban-Device, X-Bangban-Time, X-Bangban-Nonce'
        },
        staff: { type: 'apiKey', in: 'cookie', name: 'bangban_session' }
      }
    }
  };
}

/** A schema that refers to itself brings `$defs`, which mean nothing inside a larger document: they become components. */
function jsonSchema(schema: Schema, name: string, schemas: Schemas): unknown {
  const text = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' })).replaceAll('"#/$defs/', `"#/components/schemas/${name}`);
  const { $schema: _dialect, $defs = {}, ...rest } = JSON.parse(text) as Record<string, unknown> & { $defs?: Schemas };
  for (const [key, definition] of Object.entries($defs)) schemas[name + key] = definition;
  return rest;
}

function describeRoute(route: Route, schemas: Schemas): Record<string, unknown> {
  const operationId = `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+/g, '_')}`;
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, description]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' }
  }));
  return {
    summary: route.summary,
    operationId,
    security: route.caller === 'open' ? [] : [{ [route.caller]: [] }],
    ...(inPath.length + inQuery.length > 0 ? { parameters: [...inPath, ...inQuery] } : {}),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: describeBody(route.body, `${operationId}_body`, schemas) } }),
    responses: {
      ...describeReply(route.reply, `${operationId}_reply`, schemas),
      '4XX': { description: 'Refused: what is wrong, where, and what to do', content: { 'application/json': { schema: problemRef } } },
      '5XX': { description: 'A defect, or the database is away', content: { 'application/json': { schema: problemRef } } }
    }
  };
}

function describeBody(body: NonNullable<Route['body']>, name: string, schemas: Schemas): Record<string, unknown> {
  if (!isRaw(body)) return { 'application/json': { schema: jsonSchema(body, name, schemas) } };
  return { [body.mime]: { schema: { type: 'string', description: body.describe, maxLength: body.limit } } };
}

function describeReply(reply: Route['reply'], name: string, schemas: Schemas): Record<string, unknown> {
  if (reply === 'none') return { '204': { description: 'Done' } };
  if (reply === 'bytes')
    return { '200': { description: 'The bytes', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } };
  return { '200': { description: 'Answered', content: { 'application/json': { schema: jsonSchema(reply, name, schemas) } } } };
}
