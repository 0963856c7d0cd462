/** Routes → one Hono application: limits, identity, refusals, headers. */
import { Hono, type Context as Exchange } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { compress } from 'hono/compress';
import { countyHeader } from '#protocol/chain.ts';
import type { Context } from '../context.ts';
import { authenticateDevice } from '../devices/authenticate.ts';
import { sha256 } from '../devices/keys.ts';
import { Refusal } from '../failure.ts';
import { jsonLimit, readBody } from './body.ts';
import { problemReply, internalReply } from './problem-reply.ts';
import { isRaw, type Call, type Route } from './route.ts';
import { routes } from './routes.ts';
import { authenticateStaff } from './staff-cookie.ts';
import { serveApp } from './static-files.ts';

type Env = { Bindings: HttpBindings };

export function createServer(context: Context): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (exchange, next) => {
    await next();
    const headers = exchange.res.headers;
    // What comes without it was answered by something in between (SPEC P85).
    headers.set(countyHeader, context.instance.id);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('X-Frame-Options', 'DENY');
    headers.set('Referrer-Policy', 'no-referrer');
    headers.set('Permissions-Policy', 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    // The page's own policy, with hashes, stands in its meta tag, where frame-ancestors can't.
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', "frame-ancestors 'none'");
    if (context.config.tls !== null) headers.set('Strict-Transport-Security', 'max-age=31536000');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  });
  app.use('/api/*', compress());
  app.use('/openapi.json', compress());
  for (const route of routes) app.on(route.method, honoPath(route.path), (exchange) => answer(context, route, exchange));
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(honoPath(path), () => problemReply(new Refusal(405, 'method_not_allowed', '这个地址不支持这种请求方法。'), { Allow: methodsOf(path) }));
  }
  app.all('/api/*', () => problemReply(new Refusal(404, 'not_found', '没有这个接口，请检查地址。')));
  app.all('*', (exchange) => serveApp(context.config.buildDir, exchange.req.raw));
  app.onError((error) => (error instanceof Refusal ? problemReply(error) : internalReply(context, error)));
  return app;
}

function methodsOf(path: string): string {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

async function answer(context: Context, route: Route, exchange: Exchange<Env>): Promise<Response> {
  const request = exchange.req.raw;
  const streamed = route.body !== undefined && isRaw(route.body) && route.body.streamed === true;
  const limit = route.body === undefined ? 0 : isRaw(route.body) ? route.body.limit : jsonLimit;
  const call: Call = {
    context,
    url: new URL(request.url),
    params: readParams(exchange),
    headers: request.headers,
    body: request.method === 'GET' || streamed ? new Uint8Array(0) : await readBody(request, limit),
    stream: streamed ? request.body : null,
    remote: exchange.env.incoming.socket.remoteAddress ?? ''
  };
  if (route.caller === 'open') return route.act(call);
  if (route.caller === 'device') {
    const bodyHash = sha256(call.body);
    const device = await authenticateDevice(context, {
      method: request.method,
      pathAndQuery: call.url.pathname + call.url.search,
      headers: call.headers,
      bodyHash
    });
    return route.act({ ...call, device, bodyHash });
  }
  return route.act({ ...call, ...(await authenticateStaff(context, request)) });
}

function readParams(exchange: Exchange<Env>): Record<string, string> {
  return exchange.req.param();
}
