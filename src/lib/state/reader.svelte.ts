/** Reads aloud with a voice that is on the device: nothing leaves it. */
export class Reader {
  /** A Chinese voice is installed. */ able = $state(false);
  /** Which piece is being read; null: silent. */ at = $state<number | null>(null);
  #voice: SpeechSynthesisVoice | undefined;

  /** Looks for a voice; some browsers name them late. Returns the end. */
  start(): () => void {
    if (!('speechSynthesis' in window)) return () => undefined;
    const look = () => {
      this.#voice = speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().startsWith('zh'));
      this.able = this.#voice !== undefined;
    };
    look();
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look);
      this.stop();
    };
  }

  read(pieces: readonly string[], from = 0): void {
    this.stop();
    const say = (index: number) => {
      const text = pieces[index];
      if (text === undefined || !this.#voice) {
        this.at = null;
        return;
      }
      this.at = index;
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = this.#voice;
      utterance.lang = this.#voice.lang;
      // Slower than speech at a window: the listener is old.
      utterance.rate = 0.85;
      utterance.onend = () => {
        if (this.at === index) say(index + 1);
      };
      speechSynthesis.speak(utterance);
    };
    say(from);
  }
  stop(): void {
    this.at = null;
    if ('speechSynthesis' in window) speechSynthesis.cancel();
  }
}
