/** A route says who may call it, what it takes and what it answers; the server and `/openapi.json` are made of the same list. */
import type * as z from 'zod/mini';
import type { Context } from '../context.ts';
import type { Device } from '../devices/device.ts';
import type { StaffMember } from '../people/sign-in.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';
export type Schema = z.ZodMiniType;
/** A body that isn't one JSON value. */
export type RawBody = {
  mime: 'application/x-ndjson' | 'application/octet-stream';
  limit: number;
  describe: string;
  /** Not read before the route is called, which bounds it. */ streamed?: true;
};

export type Call = {
  context: Context;
  url: URL;
  params: Readonly<Record<string, string>>;
  headers: Headers;
  /** As sent: still compressed when it came so. */
  body: Uint8Array<ArrayBuffer>;
  /** The body that isn't read yet, of a route that takes it streamed. */
  stream: ReadableStream<Uint8Array> | null;
  /** The caller's address, for rate limits only. */
  remote: string;
};
/** `bodyHash`: hex SHA-256 of the body as sent, which the device has signed. */
export type DeviceCall = Call & { device: Device; bodyHash: string };
export type StaffCall = Call & { member: StaffMember; token: string; csrf: string };

type Described = {
  method: Method;
  /** `/api/v1/blobs/{sha256}/{chunk}`. */
  path: string;
  summary: string;
  body?: Schema | RawBody;
  reply: Schema | 'bytes' | 'none';
  query?: Readonly<Record<string, string>>;
};
export type Route = Described &
  (
    | { caller: 'open'; act: (call: Call) => Promise<Response> }
    | { caller: 'device'; act: (call: DeviceCall) => Promise<Response> }
    | { caller: 'staff'; act: (call: StaffCall) => Promise<Response> }
  );

export function isRaw(body: Schema | RawBody): body is RawBody {
  return 'mime' in body;
}

/** Keeps the compiler honest: what is answered has the type that the schema promises. */
export function reply<S extends Schema>(_schema: S, value: z.infer<S>, headers: Record<string, string> = {}): Response {
  return Response.json(value, { headers });
}
export function done(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 204, headers });
}
