/** What the HTTP parser refuses before there is a request: Node would answer with an empty page, or with none. */
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerType } from '@hono/node-server';
import { countyHeader } from '#protocol/chain.ts';
import type { Problem } from '#protocol/errors.ts';

type Refused = { status: number; problem: Problem };
const broken: Refused = { status: 400, problem: { code: 'invalid_header', message: '请求不是有效的 HTTP，请检查后重新发送。', path: '' } };
const refusals: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: { status: 431, problem: { code: 'invalid_header', message: '请求头太长，请缩短后重新发送。', path: 'headers' } },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, problem: { code: 'invalid_body', message: '内容没有按时收全，请重新发送。', path: '' } }
};

export function refuseBroken(server: ServerType, instanceId: string): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response);
    // A balancer's probe names none, and a strange one would get an empty page; nothing here depends on it.
    request.headers.host = 'county';
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const answer = answering.get(socket);
    const isInTheMiddle = answer?.headersSent === true && !answer.writableFinished;
    // In the middle of an answer nothing can be said any more; after a reset nobody hears it.
    if (error.code === 'ECONNRESET' || !socket.writable || isInTheMiddle) {
      socket.destroy();
      return;
    }
    const { status, problem } = refusals[error.code ?? ''] ?? broken;
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      `${countyHeader}: ${instanceId}`,
      'Cache-Control: no-store',
      'Connection: close'
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const problem: Problem = { code: 'invalid_header', message: '不支持这种 Expect，请去掉后重新发送。', path: 'headers.expect' };
    const body = JSON.stringify(problem);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), [countyHeader]: instanceId, Connection: 'close' };
    response.writeHead(417, headers).end(body);
  });
}
