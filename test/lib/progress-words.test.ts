import { describe, expect, it } from 'vitest';
import { progressSteps, progressWords } from '#lib/state/progress-words.ts';
import type { Progress } from '#lib/state/public.ts';

function progress(status: Progress['status'], changes: Partial<Progress> = {}): Progress {
  return {
    itemName: '高龄津贴申领',
    department: '民政局',
    status,
    light: { light: 'green', words: '剩 3 个工作日' },
    receivedOn: '2026-11-20',
    due: '2026-11-27',
    updatedAt: '2026-11-22T02:00:00.000Z',
    stationName: '柳塘村便民服务站',
    stationPhone: '0731-00000200',
    correctionItems: 0,
    ...changes
  };
}
const text = (of: Progress) => [progressWords(of).now, ...progressWords(of).todo].join('\n');
const late = { light: { light: 'red', words: '已超期' } } as const;

describe("a resident's words for progress", () => {
  it('say the day that counts', () => {
    expect(text(progress('received'))).toContain('11月27日前告诉您是否受理');
    expect(text(progress('accepted'))).toContain('11月27日前办结');
    expect(text(progress('correction', { correctionItems: 3 }))).toMatch(/还有 3 项要补[\s\S]*11月27日前补齐/);
  });
  it('name no day where there is none', () => {
    expect(text(progress('accepted', { due: null, light: { light: 'none', words: '' } }))).not.toMatch(/null|日前/);
  });
  it('tell of the law and of whom to call once the day has passed', () => {
    expect(text(progress('received', late))).toMatch(/自收件那天起就算受理[\s\S]*12345/);
    expect(text(progress('accepted', late))).toMatch(/已经过了日子[\s\S]*12345/);
  });
  it('always leave something to do', () => {
    for (const status of ['received', 'correction', 'accepted', 'notAccepted', 'completed', 'withdrawn'] as const) {
      expect(progressWords(progress(status)).todo.length, status).toBeGreaterThan(0);
    }
  });
  it('count the steps that are behind', () => {
    const marks = (status: Progress['status']) => progressSteps(progress(status)).map(({ mark }) => mark);
    expect(marks('received')).toEqual(['done', 'now', 'open']);
    expect(marks('correction')).toEqual(['done', 'now', 'open']);
    expect(marks('accepted')).toEqual(['done', 'done', 'now']);
    expect(marks('completed')).toEqual(['done', 'done', 'done']);
    expect(marks('notAccepted')).toEqual([]);
  });
});
