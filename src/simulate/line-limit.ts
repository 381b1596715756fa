/** Ends a text after so many lines: exactly so many newlines are let through, as `wc -l` counts. */
export class LineLimit {
  readonly #newlineFirst: boolean;
  #left: number;

  /** With `newlineFirst` a line's newline stands before it, else behind; `lines` may be endless. */
  constructor(lines: number | null, newlineFirst: boolean) {
    this.#left = lines ?? Number.POSITIVE_INFINITY;
    this.#newlineFirst = newlineFirst;
  }

  /** All lines are through. */
  get reached(): boolean {
    return this.#left <= 0;
  }

  /** What may still be printed of a text made of whole lines. */
  cut(text: string): string {
    if (this.#left === Number.POSITIVE_INFINITY) return text;
    let end = 0;
    while (this.#left > 0) {
      const newline = text.indexOf('\n', end);
      if (newline < 0) return text;
      this.#left -= 1;
      end = newline + 1;
    }
    if (!this.#newlineFirst) return text.slice(0, end);
    const next = text.indexOf('\n', end);
    return next < 0 ? text : text.slice(0, next);
  }
}
