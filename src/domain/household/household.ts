/** 一户: people whom the cases on this device join, by a shared number or a shared home. For the worker's eye; no office's household register. */
import type { CaseState, CaseStatus } from '../case/state.ts';
import type { Address, Answers, Row } from '../form/values.ts';
import { applicantIdNoKey, applicantNameKey, textAnswer } from '../form/known-fields.ts';
import { maskIdNumber } from '../identity/mask.ts';
import { normalizeIdNumber } from '../identity/id-number.ts';
import { homeKey, homeKeys, linksOf, type Links } from './links.ts';

export type HouseholdCase = { caseId: string; name: string; status: CaseStatus; receivedOn: string };
/** `idNo` is masked. `relations`: as the forms have them, each said of whom. */
export type Member = { name: string; idNo: string; relations: string[]; cases: HouseholdCase[] };
export type Household = { addresses: Address[]; members: Member[] };
type Linked = { id: string; links: Links };

/** Ids of all cases that the first leads to, over shared people and homes; the first among them. Each joins through what it names. */
export function joined(all: readonly Linked[], first: string): string[] {
  const start = all.find(({ id }) => id === first);
  if (start === undefined) return [];
  const [people, homes, found] = [new Set(start.links.people), new Set(start.links.homes), new Set([first])];
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { id, links } of all) {
      if (found.has(id) || !(links.people.some((one) => people.has(one)) || links.homes.some((one) => homes.has(one)))) continue;
      found.add(id);
      links.people.forEach((one) => people.add(one));
      links.homes.forEach((one) => homes.add(one));
    }
  }
  return [...found];
}

/** `cases`: those that are joined. Members in the order in which the newest case names them. */
export function householdOf(cases: readonly Pick<CaseState, 'id' | 'status' | 'received' | 'answers'>[]): Household {
  const ordered = [...cases].sort((a, b) => b.received.receivedOn.localeCompare(a.received.receivedOn));
  const members = new Map<string, Member>();
  const addresses = new Map<string, Address>();
  for (const { id, status, received, answers } of ordered) {
    const applicant = memberAt(members, textAnswer(answers, applicantIdNoKey), textAnswer(answers, applicantNameKey));
    applicant?.cases.push({ caseId: id, name: received.bundle?.name ?? received.item.name, status, receivedOn: received.receivedOn });
    for (const { idNo, name, relation } of othersIn(answers)) {
      const member = memberAt(members, idNo, name);
      const said = relation === '' || relation === '本人' ? '' : `${applicant?.name ?? ''}的${relation}`;
      if (member !== null && said !== '' && !member.relations.includes(said)) member.relations.push(said);
    }
    for (const key of homeKeys) {
      const value = answers[key];
      if (typeof value === 'object' && 'detail' in value) addresses.set(homeKey(value.division, value.detail) || `${value.division} ${value.detail}`, value);
    }
  }
  return { addresses: [...addresses.values()], members: [...members.values()] };
}

/** People whom a form names beside the applicant, and who live with them. */
function othersIn(answers: Answers): { idNo: string; name: string; relation: string }[] {
  const known = new Set(linksOf(answers).people);
  const relations: Readonly<Record<string, string>> = { spouse: '配偶', child: '子女', guardian: '监护人' };
  const single = Object.entries(relations).map(([person, relation]) => ({
    idNo: textAnswer(answers, `${person}IdNo`),
    name: textAnswer(answers, `${person}Name`),
    relation
  }));
  const rows = Object.values(answers).flatMap((value) => (Array.isArray(value) ? value.filter(isRow) : []));
  const listed = rows.map((row) => ({ idNo: row['idNo'] ?? '', name: row['name'] ?? '', relation: row['relation'] ?? '' }));
  return [...single, ...listed].filter(({ idNo }) => known.has(normalizeIdNumber(idNo)));
}

function memberAt(members: Map<string, Member>, idNo: string, name: string): Member | null {
  const number = normalizeIdNumber(idNo);
  if (number === '') return null;
  const member = members.get(number) ?? { name, idNo: maskIdNumber(number), relations: [], cases: [] };
  if (member.name === '') member.name = name;
  members.set(number, member);
  return member;
}
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !('sha256' in value);
