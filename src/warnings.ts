/** What a warning is about. One at a time is kept for each: the newest says how things are. */
export type Topic = 'log' | 'output' | 'metrics' | 'panel' | 'reading' | 'input' | 'tool';

/** What is wrong at the moment, a line each with the way out, for the panel, the page and stderr. */
export class Warnings {
  readonly #lines = new Map<Topic, string>();
  readonly #say: (line: string) => void;

  /** @param say told each new line once, as it comes up */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  raise(topic: Topic, line: string): void {
    if (this.#lines.get(topic) === line) return;
    // Deleted first, so that the newest stands last.
    this.#lines.delete(topic);
    this.#lines.set(topic, line);
    this.#say(line);
  }

  /** It is over. */
  clear(topic: Topic): void {
    this.#lines.delete(topic);
  }

  /** Newest last. */
  list(): readonly string[] {
    return [...this.#lines.values()];
  }
}
