/** The acts on a mandate: given, whole and signed, and taken back. Nothing in it is changed afterwards: another one is given instead. */
import { toDayCount } from '../calendar/iso-date.ts';
import { longDate } from '../calendar/words.ts';
import type { Lookup } from '../case/lookup.ts';
import type { Problem } from '../case/problem.ts';
import type { Signature } from '../case/schemas.ts';
import { isIntact } from '../documents/evidence.ts';
import { beginning, changing, type RecordAct } from '../record/record.ts';
import { longestMandateDays, mandateGrantedSchema, mandateRevokedSchema, signatureOf, type MandateGranted, type MandateState } from './mandate.ts';

export const mandateActs: Readonly<Record<string, RecordAct>> = {
  'mandate.granted': beginning<MandateState, typeof mandateGrantedSchema>('mandate', {
    by: 'station',
    schema: mandateGrantedSchema,
    judge: (granted, _op, lookup) => mandateProblem(granted, lookup.catalogue),
    begin: (granted) => ({ status: 'given', granted, revoked: null }),
    text: ({ agent, items, validUntil }) => `委托${agent.name}办 ${items.map(({ name }) => name).join('、')}，到${longDate(validUntil)}`
  }),
  'mandate.revoked': changing<MandateState, typeof mandateRevokedSchema>('mandate', {
    by: 'station',
    schema: mandateRevokedSchema,
    from: ['given'],
    crosses: true,
    change: (_state, body, { at }) => ({ status: 'revoked', revoked: { ...body, at } }),
    text: ({ by, reason }) => `${by === 'principal' ? '委托人撤销' : '代办人辞去'}：${reason}`
  })
};

/** The first thing that keeps a mandate from standing; null when it may stand. Without a catalogue what wants the person can't be told. */
export function mandateProblem(granted: MandateGranted, catalogue: Lookup['catalogue']): Problem | null {
  return partiesProblem(granted) ?? periodProblem(granted) ?? itemsProblem(granted, catalogue) ?? paperProblem(granted) ?? signingProblem(granted);
}

function partiesProblem({ principal, agent }: MandateGranted): Problem | null {
  if (principal.idNo.toUpperCase() !== agent.idNo.toUpperCase()) return null;
  return bad('agent.idNo', '代办人的证件号码不能和委托人的相同，请对照证件核对。');
}
function periodProblem({ validFrom, validUntil }: MandateGranted): Problem | null {
  if (validUntil < validFrom) return bad('validUntil', '到期日要在生效日之后，请改日期。');
  if (toDayCount(validUntil) - toDayCount(validFrom) <= longestMandateDays) return null;
  return bad('validUntil', '委托期限最长一年，请改短；到期还要办，再签一份。');
}
/** What the law wants done in person can't be delegated (M11). */
function itemsProblem({ items }: MandateGranted, catalogue: Lookup['catalogue']): Problem | null {
  const personal = items.find(({ id }) => catalogue?.items.find((item) => item.id === id)?.agentAllowed === false);
  return personal === undefined ? null : bad('items', `“${personal.name}”要本人亲自办，不能委托。请去掉这一项，约本人到场或上门办。`);
}
/** What was signed is kept word for word: the hash that the signatures name is that of the text. */
function paperProblem({ paper }: MandateGranted): Problem | null {
  return paper.kind === 'mandate' && isIntact(paper) ? null : bad('paper.hash', '委托书的内容和签名时的不一样。请重新签一份。');
}
function signingProblem(granted: MandateGranted): Problem | null {
  const { cannotSign, principal, agent } = granted;
  const count = (role: Signature['role'], name: string) => signatureOf(granted, role).filter((signature) => signature.name === name).length;
  if (count('agent', agent.name) === 0) return bad('signatures.agent', `还缺代办人${agent.name}签名。`);
  if (count('principal', principal.name) === 0) {
    return bad('signatures.principal', cannotSign === undefined ? `还缺委托人${principal.name}签名。` : `还缺委托人${principal.name}的指印或记号。`);
  }
  if (cannotSign === undefined) return null;
  const witnesses = signatureOf(granted, 'witness').filter(({ name }) => name.trim() !== '' && name !== agent.name && name !== principal.name);
  if (witnesses.length >= 2) return null;
  return bad('signatures.witness', '委托人不能签字时，要有两名见证人签名；代办人不能当见证人。');
}
const bad = (path: string, message: string): Problem => ({ code: 'invalid_mandate', path: `body.${path}`, message });
