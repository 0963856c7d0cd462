import { backupStatusSchema } from '#protocol/messages.ts';
import { readBackupStatus } from '../backup/status.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

export const staffBackup: Route = {
  method: 'get',
  path: '/api/v1/staff/backup',
  caller: 'staff',
  summary: 'The last verified backup, and how many operations have come since',
  reply: backupStatusSchema,
  act: async ({ context, member }) => {
    demand(member, 'readBackups');
    return reply(backupStatusSchema, await readBackupStatus(context));
  }
};
