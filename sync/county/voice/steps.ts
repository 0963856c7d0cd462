/** A step of 整改, added to those that are there. */
import { judgeStep, type VoiceStep } from '#domain/voice/rectify.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import type { StaffMember } from '../people/sign-in.ts';

type VoiceName = { station: string; about: string; occasion: string };

/** `base`: how many steps the person saw; two who answer at once do not both. */
export async function addStep(context: Context, member: StaffMember, { station, about, occasion }: VoiceName, base: number, step: VoiceStep): Promise<void> {
  await context.database.inStation(station, async (sql) => {
    const found = await sql.query<{ may_contact: boolean; isOpen: boolean }>(
      `SELECT may_contact, (kind IN ('finding', 'unreadable') OR grade IN ('dissatisfied', 'veryDissatisfied')) IS TRUE AS "isOpen" FROM voices
       WHERE station_code = $1 AND about = $2 AND occasion = $3`,
      [station, about, occasion]
    );
    const [voice] = found.rows;
    if (voice === undefined) throw new Refusal(404, 'not_found', '没有这条评价，或它不在您的管辖范围内。', 'about');
    if (!voice.isOpen) throw new Refusal(409, 'wrong_state', '这条不是差评，不用整改。', 'about');
    const steps = await sql.query<{ body: string }>(`SELECT body FROM voice_steps WHERE station_code = $1 AND about = $2 AND occasion = $3 ORDER BY step`, [
      station,
      about,
      occasion
    ]);
    if (steps.rows.length !== base) throw new Refusal(409, 'stale_revision', '刚有同事处理过这一条，请刷新后再办。', 'base');
    const before = steps.rows.map(({ body }) => JSON.parse(body) as VoiceStep);
    const problem = judgeStep(before, voice.may_contact, step);
    if (problem !== null) throw new Refusal(409, 'wrong_state', problem.message, `step.${problem.path}`);
    const { rowCount } = await sql.query(
      `INSERT INTO voice_steps (station_code, about, occasion, step, at, staff_id, staff_name, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [station, about, occasion, base + 1, context.now(), member.id, member.name, JSON.stringify(step)]
    );
    if (rowCount === 0) throw new Refusal(409, 'stale_revision', '刚有同事处理过这一条，请刷新后再办。', 'base');
  });
}
