import type { StationApi } from '#device/api.ts';
import { checkSaid, type Said } from '#domain/voice/answer.ts';
import type { Grade } from '#domain/voice/grades.ts';

type Parts = { api: StationApi; about: string | null; now: () => Date };

/** The page in the resident's hands. What was chosen is forgotten as soon as it is sealed: the last screen is the same for every answer. */
export class VoicePage {
  grade = $state<Grade | null>(null);
  reasons = $state<string[]>([]);
  words = $state('');
  mayContact = $state(false);
  phone = $state('');
  problem = $state('');
  busy = $state(false);
  done = $state(false);
  readonly #parts: Parts;
  readonly #openedAt: string;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#openedAt = parts.now().toISOString();
  }

  choose(grade: Grade): void {
    if (grade !== this.grade) this.reasons = [];
    this.grade = grade;
    this.problem = '';
  }
  toggle(code: string): void {
    this.reasons = this.reasons.includes(code) ? this.reasons.filter((other) => other !== code) : [...this.reasons, code];
    this.problem = '';
  }

  rate(): Promise<void> {
    const { grade, words, mayContact } = this;
    if (grade === null) return Promise.resolve();
    return this.#give({ kind: 'rating', grade, reasons: [...this.reasons], words: words.trim(), mayContact });
  }
  refuse(): Promise<void> {
    return this.#give({ kind: 'refused' });
  }
  find(): Promise<void> {
    const phone = this.phone.trim();
    return this.#give({ kind: 'finding', words: this.words.trim(), ...(phone !== '' && { phone }) });
  }

  async #give(said: Said): Promise<void> {
    if (this.busy) return;
    const problem = checkSaid(said);
    this.problem = problem?.message ?? '';
    if (problem !== null) return;
    this.busy = true;
    const given = await this.#parts.api.desk('giveVoice', this.#parts.about, said, this.#openedAt);
    this.busy = false;
    if (!given.ok) {
      this.problem = given.error.message;
      return;
    }
    this.grade = null;
    this.reasons = [];
    this.words = '';
    this.phone = '';
    this.mayContact = false;
    this.done = true;
  }
}
