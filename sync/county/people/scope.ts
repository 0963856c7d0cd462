import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { scopeOf } from './roles.ts';
import type { StaffMember } from './sign-in.ts';
import { readStations } from './stations.ts';

export async function staffScope(context: Context, member: StaffMember): Promise<Scope> {
  if (member.township === null) return scopeOf(member.role, []);
  const stations = await context.database.inCounty((sql) => readStations(sql, context.instance, member.township));
  return scopeOf(
    member.role,
    stations.map(({ code }) => code)
  );
}
