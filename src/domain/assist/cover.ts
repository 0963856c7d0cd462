/** Whether a mandate covers what somebody is about to do for somebody (M10): asked at intake, on the case page and by the county. */
import { longDate } from '../calendar/words.ts';
import { powerLabels, type MandatePower, type MandateState, type SpecialPower } from './mandate.ts';

export type Acting = {
  principal: { name: string; idNo: string };
  agent: { name: string; idNo: string };
  itemIds: readonly string[];
  /** What the agent does: hand in and sign at intake, collect at delivery. */
  powers: readonly (MandatePower | SpecialPower)[];
  /** ISO day. */
  on: string;
  /** The instant of what was done, of an act that is past: a mandate that was revoked later covered it then. */
  at?: string;
};
type Known = Pick<MandateState, 'status' | 'granted'> & Partial<Pick<MandateState, 'revoked'>>;
export type Gap = { code: 'revoked' | 'notYet' | 'expired' | 'principal' | 'agent' | 'item' | 'power'; message: string };

/** Everything that it does not cover, in words that say what to do; empty when it covers all. An empty number is not compared. */
export function mandateGaps({ status, granted, revoked }: Known, acting: Acting): Gap[] {
  const { principal, agent, items, powers, special, validFrom, validUntil } = granted;
  const isOther = (mine: { name: string; idNo: string }, theirs: { name: string; idNo: string }) =>
    mine.name !== theirs.name || (mine.idNo !== '' && mine.idNo.toUpperCase() !== theirs.idNo.toUpperCase());
  const wasBefore = acting.at !== undefined && revoked !== undefined && revoked !== null && Date.parse(acting.at) < Date.parse(revoked.at);
  const missing = acting.itemIds.filter((id) => !items.some((item) => item.id === id));
  const lacking = acting.powers.filter((power) => ![...powers, ...special].some((given) => given === power));
  return [
    ...(status === 'revoked' && !wasBefore ? [gap('revoked', '这份委托书已经撤销。要继续代办，请重新签一份。')] : []),
    ...(acting.on < validFrom ? [gap('notYet', `这份委托书${longDate(validFrom)}起才生效。`)] : []),
    ...(acting.on > validUntil ? [gap('expired', `这份委托书${longDate(validUntil)}已到期。请重新签一份。`)] : []),
    ...(isOther(acting.principal, principal) ? [gap('principal', `委托人是${principal.name}，和申请人不是同一人。请核对证件。`)] : []),
    ...(isOther(acting.agent, agent) ? [gap('agent', `代办人应是${agent.name}，和表上填的不一样。请核对证件。`)] : []),
    ...(missing.length > 0 ? [gap('item', '委托书没有写这个事项。请重新签一份，写上这个事项。')] : []),
    ...lacking.map((power) => gap('power', `委托书没有给“${powerLabels[power]}”的权限。`))
  ];
}
const gap = (code: Gap['code'], message: string): Gap => ({ code, message });
