/** OpenAPI 3.1, made of the routes' own schemas. */
import * as z from 'zod/mini';
import { problemSchema } from '#protocol/errors.ts';
import { isRaw, type Route, type Schema } from './route.ts';

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
  for (const route of routes) (paths[route.path] ??= {})[route.method] = describeRoute(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bangban county',
      version: '1',
      description: 'Device calls are signed by the device (X-Bangban-* headers); staff calls carry a session cookie, unsafe ones also X-Csrf-Token.'
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema) },
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

function jsonSchema(schema: Schema): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}

function describeRoute(route: Route): Record<string, unknown> {
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
    operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+/g, '_')}`,
    security: route.caller === 'open' ? [] : [{ [route.caller]: [] }],
    ...(inPath.length + inQuery.length > 0 ? { parameters: [...inPath, ...inQuery] } : {}),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: describeBody(route.body) } }),
    responses: {
      ...describeReply(route.reply),
      '4XX': { description: 'Refused: what is wrong, where, and what to do', content: { 'application/json': { schema: problemRef } } },
      '5XX': { description: 'A defect, or the database is away', content: { 'application/json': { schema: problemRef } } }
    }
  };
}

function describeBody(body: NonNullable<Route['body']>): Record<string, unknown> {
  if (!isRaw(body)) return { 'application/json': { schema: jsonSchema(body) } };
  return { [body.mime]: { schema: { type: 'string', description: body.describe, maxLength: body.limit } } };
}

function describeReply(reply: Route['reply']): Record<string, unknown> {
  if (reply === 'none') return { '204': { description: 'Done' } };
  if (reply === 'bytes')
    return { '200': { description: 'The bytes', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } };
  return { '200': { description: 'Answered', content: { 'application/json': { schema: jsonSchema(reply) } } } };
}
