/**
 * Which unterminated line is shown, decided once per frame. Most miners end their lines, and what is seen of a line
 * in between would only flicker: so it must have stood still for a frame. The newest line of the WhiteFire family
 * stays unterminated until the next message: there, one follows the other without a gap.
 */
export class TailRow {
  #before = '';
  #shown: string | null = null;

  /**
   * To be called once per frame.
   *
   * @param now the unterminated line as it is, `''` when there is none
   */
  tick(now: string): void {
    const stoodStill = now !== '' && now === this.#before;
    const follows = this.#shown !== null && this.#shown !== '';
    if (stoodStill || (now !== '' && follows)) this.#shown = now;
    else if (this.#shown !== null) this.#shown = '';
    this.#before = now;
  }

  /** What is in the row; `''` once it is reserved but empty, `null` before it was ever needed. */
  get shown(): string | null {
    return this.#shown;
  }

  /** The row goes away. */
  clear(): void {
    this.#before = '';
    this.#shown = null;
  }
}
