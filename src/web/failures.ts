/** What fails at the moment: each failure is told, and once that nothing fails any more. */
export class Failures {
  readonly #failing = new Set<string>();
  readonly #onProblem: (line: string) => void;
  readonly #onRecovered: () => void;

  constructor(onProblem: (line: string) => void, onRecovered: () => void) {
    this.#onProblem = onProblem;
    this.#onRecovered = onRecovered;
  }

  /** @param part what has failed, until it works again */
  failed(part: string, line: string): void {
    this.#failing.add(part);
    this.#onProblem(line);
  }

  worked(part: string): void {
    if (this.#failing.delete(part) && this.#failing.size === 0) this.#onRecovered();
  }
}
