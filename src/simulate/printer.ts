import type { EventKind, FailureReason } from '../readings/reading.ts';
import type { Message } from './formats/format.ts';

/** How many printed lines stood for what. */
export interface PrintedCounts {
  /** All lines, empty ones too: newlines printed. */
  readonly lines: number;
  /** Stats lines, rows of a table included, its header and sum not. */
  readonly statsLines: number;
  /** Lines that tell of an event. */
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
  /** Lines that give the reason why a share was refused. */
  readonly failures: Readonly<Record<FailureReason, number>>;
}

/** Where a miner prints to: puts in the newlines, keeps the text until it is taken, and counts. */
export class Printer {
  readonly #newlineFirst: boolean;
  #text = '';
  #muted = false;
  #lines = 0;
  #statsLines = 0;
  readonly #events: Partial<Record<EventKind, number>> = {};
  readonly #failures: Record<FailureReason, number> = { stale: 0, difficulty: 0, other: 0 };

  /** With `newlineFirst` each line begins with its newline and ends with none. */
  constructor(newlineFirst: boolean) {
    this.#newlineFirst = newlineFirst;
  }

  /** From now on nothing is printed, and nothing counted. */
  mute(): void {
    this.#muted = true;
  }

  /** Prints lines that carry no statistics. */
  say(messages: readonly Message[]): void {
    if (this.#muted) return;
    for (const { text, event, failure } of messages) {
      this.#line(text);
      if (event !== undefined) this.#events[event] = (this.#events[event] ?? 0) + 1;
      if (failure !== undefined) this.#failures[failure] += 1;
    }
  }

  /** Prints statistics of so many cards. */
  stats(lines: readonly string[], cards: number): void {
    if (this.#muted) return;
    for (const line of lines) this.#line(line);
    this.#statsLines += cards;
  }

  /** The text since it was last taken. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  counts(): PrintedCounts {
    return {
      lines: this.#lines,
      statsLines: this.#statsLines,
      events: { ...this.#events },
      failures: { ...this.#failures },
    };
  }

  #line(text: string): void {
    this.#text += this.#newlineFirst ? `\n${text}` : `${text}\n`;
    this.#lines += 1;
  }
}
