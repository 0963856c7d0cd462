import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeStep, stageOf, usualVoiceDays, voiceClock, type VoiceStep } from '#domain/voice/rectify.ts';

const contacted = (reached: boolean): VoiceStep => ({ kind: 'contacted', reached, note: '打了电话' });
const replied: VoiceStep = { kind: 'replied', note: '已核实' };
const closed: VoiceStep = { kind: 'closed', finding: 'mended', note: '已改' };
const off = { 2026: { off: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'], work: ['2026-10-10'], source: '国办' } };

test('[M25] who left a name is called first; who did not is answered in writing', () => {
  expect(stageOf([], true)).toBe('contact');
  expect(stageOf([contacted(false)], true)).toBe('contact');
  expect(stageOf([contacted(false), contacted(true)], true)).toBe('reply');
  expect(stageOf([], false)).toBe('reply');
  expect(judgeStep([], true, replied)).toMatchObject({ code: 'not_contacted' });
  expect(judgeStep([], false, contacted(true))).toMatchObject({ code: 'wrong_state' });
  expect(judgeStep([], false, closed)).toMatchObject({ code: 'wrong_state' });
});

test('[M25] the clock counts working days from the day of arrival, over the holidays', () => {
  const voice = { arrivedOn: '2026-09-30', mayContact: true, steps: [] };
  expect(voiceClock(voice, usualVoiceDays, '2026-09-30', off)).toMatchObject({ stage: 'contact', due: '2026-10-08', light: 'amber' });
  expect(voiceClock(voice, usualVoiceDays, '2026-10-09', off)).toMatchObject({ light: 'red', daysLeft: -1 });
  expect(voiceClock({ ...voice, steps: [contacted(true)] }, { ...usualVoiceDays, reply: 3 }, '2026-09-30', off)).toMatchObject({
    stage: 'reply',
    due: '2026-10-10'
  });
  expect(voiceClock({ ...voice, steps: [contacted(true), replied, closed] }, usualVoiceDays, '2027-01-01', off)).toMatchObject({
    stage: 'done',
    light: 'none'
  });
});

test('[M25] however steps are tried, none is closed without an answer, no named one without a call, and nothing follows the end', () => {
  const step = fc.oneof(
    fc.boolean().map(contacted),
    fc.constant(replied),
    fc.constantFrom('mended', 'planned', 'explained', 'groundless').map((finding): VoiceStep => ({ kind: 'closed', finding, note: '查过' }))
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 12 }), (mayContact, tried) => {
      const taken = tried.reduce<VoiceStep[]>((before, next) => (judgeStep(before, mayContact, next) === null ? [...before, next] : before), []);
      const kinds = taken.map(({ kind }) => kind);
      const end = kinds.indexOf('closed');
      if (end >= 0) {
        expect(kinds.slice(0, end)).toContain('replied');
        expect(end).toBe(kinds.length - 1);
      }
      if (mayContact && kinds.includes('replied')) {
        expect(taken.slice(0, kinds.indexOf('replied')).some((each) => each.kind === 'contacted' && each.reached)).toBe(true);
      }
      if (!mayContact) expect(kinds).not.toContain('contacted');
    })
  );
});
