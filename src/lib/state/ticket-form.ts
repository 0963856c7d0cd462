import type { NewTicket, TicketDeed, TicketView } from '#device/voice-api.ts';
import type { Page } from '#domain/form/values.ts';
import type { TicketCategory, TicketChannel, TicketState } from '#domain/voice/ticket.ts';
import { tickets } from '#lib/messages/zh-tickets.ts';

export type { TicketDeed, TicketState, TicketView };
export type TicketForm = {
  category: TicketCategory;
  channel: TicketChannel;
  text: string;
  name: string;
  phone: string;
  itemId: string;
  asked: string;
  by: string;
  label: string;
  shared: string;
  claimed: string;
  keeper: string;
};
export type TicketFindings = Partial<Record<keyof TicketForm, string>>;

export function blankTicket(category: TicketCategory, itemId: string): TicketForm {
  return { category, channel: 'onSite', text: '', name: '', phone: '', itemId, asked: '', by: '', label: '', shared: '', claimed: '', keeper: '' };
}

/** What keeps a ticket from being taken down: as little as its kind can do without. */
export function checkTicket(form: TicketForm): TicketFindings {
  const { bad } = tickets.new;
  const findings: TicketFindings = {};
  const need = (key: keyof TicketForm, words: string): void => {
    if (form[key].trim() === '') findings[key] = words;
  };
  need('text', bad.text);
  if (form.category === 'unusualDemand') {
    need('asked', bad.asked);
    need('by', bad.by);
  }
  if (form.category === 'dataDispute') for (const key of ['label', 'shared', 'claimed', 'keeper'] as const) need(key, bad.dispute);
  const digits = form.phone.replace(/[\s-]/g, '');
  if (digits !== '' && !/^(1\d{10}|0\d{9,11}|\d{7,8})$/.test(digits)) findings.phone = bad.phone;
  return findings;
}

/** `itemName`: of the catalogue; absent when the matter is no item of it. */
export function ticketOf(form: TicketForm, itemName: string | undefined, caseId: string | null, pages: Page[]): NewTicket {
  const [name, phone] = [form.name.trim(), form.phone.trim()];
  return {
    category: form.category,
    channel: form.channel,
    text: form.text.trim(),
    ...(name !== '' && { name }),
    ...(phone !== '' && { phone }),
    ...(itemName !== undefined && { item: { id: form.itemId, name: itemName } }),
    ...(caseId !== null && { caseId }),
    ...(form.category === 'unusualDemand' && { demand: { asked: form.asked.trim(), by: form.by.trim() } }),
    ...(form.category === 'dataDispute' && {
      dispute: { label: form.label.trim(), shared: form.shared.trim(), claimed: form.claimed.trim(), keeper: form.keeper.trim(), pages }
    })
  };
}
