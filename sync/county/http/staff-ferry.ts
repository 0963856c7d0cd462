/** Files that came on a stick. They stand under `/staff`, where the session's cookie goes. */
import { ferryImportSchema, ferryImportsSchema } from '#protocol/messages.ts';
import { Refusal } from '../failure.ts';
import { answerName, makeAnswer } from '../ferry/answer.ts';
import { importFile } from '../ferry/import.ts';
import { listImports, readImport } from '../ferry/imports.ts';
import { peek } from '../ferry/open-file.ts';
import { openSource } from '../ferry/source.ts';
import { withUpload } from '../ferry/upload.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import type { StaffCall } from './route.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

const path = '/api/v1/staff/ferry';

async function demandStation({ context, member }: StaffCall, station: string): Promise<void> {
  const scope = await staffScope(context, member);
  if (!scope.county && !scope.stations.includes(station)) throw new Refusal(403, 'forbidden', '这台平板的站点不在您的管辖范围内，请交给县平台导入。', 'file');
}

/** An answer is sent as it is made. */
function asStream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    pull: async (to) => {
      const { value, done } = await pieces.next();
      if (done === true) to.close();
      else to.enqueue(value);
    },
    cancel: async () => {
      await pieces.return(undefined);
    }
  });
}

export const ferryUpload: Route = {
  method: 'post',
  path,
  caller: 'staff',
  summary: 'A sealed batch from a stick, streamed; what became of it. The same file again changes nothing',
  body: { mime: 'application/octet-stream', limit: 0, streamed: true, describe: 'the file as the tablet wrote it; its limit is FERRY_LIMIT_MB' },
  reply: ferryImportSchema,
  act: async (call) => {
    demand(call.member, 'importFerry');
    return withUpload(call.context, call.stream, async (file) => {
      const source = await openSource(file);
      try {
        const head = await peek(source);
        await demandStation(call, head.header.station);
        return reply(ferryImportSchema, await importFile(call.context, source, head, call.member.id));
      } finally {
        await source.close();
      }
    });
  }
};

export const ferryList: Route = {
  method: 'get',
  path,
  caller: 'staff',
  summary: 'The newest imports',
  reply: ferryImportsSchema,
  act: async ({ context, member }) => {
    demand(member, 'importFerry');
    return reply(ferryImportsSchema, { imports: await listImports(context, await staffScope(context, member)) });
  }
};

export const ferryAnswer: Route = {
  method: 'get',
  path: `${path}/{station}/{id}/answer`,
  caller: 'staff',
  summary: 'The answer to an import, made now and sealed to its tablet',
  reply: 'bytes',
  act: async (call) => {
    demand(call.member, 'importFerry');
    const { station = '', id = '' } = call.params;
    const isNamed = /^[A-Z0-9]{2,12}$/.test(station) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
    if (isNamed) await demandStation(call, station);
    const found = isNamed ? await readImport(call.context, station, id) : null;
    if (found === null) throw new Refusal(404, 'not_found', '没有导入过这个文件，请先导入。', 'id');
    const answer = await makeAnswer(call.context, found);
    await audit(call.context, call.member.id, 'ferry.answered', station, id);
    return new Response(asStream(answer), {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="answer.bba"; filename*=UTF-8''${encodeURIComponent(answerName(found.report))}`,
        'Cache-Control': 'private, no-store'
      }
    });
  }
};
