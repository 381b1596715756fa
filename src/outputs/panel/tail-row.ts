/**
 * Which unterminated line is shown, decided once per frame. Most miners end their lines, and what is seen of a line
 * in between would only flicker: so it must have stood still for a frame. The newest line of the WhiteFire family
 * stays unterminated until the next message: there, one follows the other without a gap.
 */
export class TailRow {
  #now: string | null = null;
  #before: string | null = null;
  #shown: string | null = null;

  /** The unterminated line as it is now. */
  set(text: string | null): void {
    this.#now = text === '' ? null : text;
  }

  /** To be called once per frame. */
  tick(): void {
    const stoodStill = this.#now !== null && this.#now === this.#before;
    const follows = this.#shown !== null && this.#shown !== '';
    if (stoodStill || (this.#now !== null && follows)) this.#shown = this.#now;
    else if (this.#shown !== null) this.#shown = '';
    this.#before = this.#now;
  }

  /** What is in the row; `''` once it is reserved but empty, `null` before it was ever needed. */
  get shown(): string | null {
    return this.#shown;
  }

  /** The unterminated line, shown or not; it is no longer held. */
  take(): string | null {
    const text = this.#now;
    this.#now = null;
    this.#before = null;
    this.#shown = null;
    return text;
  }
}
