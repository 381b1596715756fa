import { type Answer, type Ask, sameAnswer } from './routes.ts';
import type { Turns } from './turns.ts';

/** An answer, ready to be sent to any number of clients: its body exists once. */
export interface ReadyAnswer extends Answer {
  readonly bytes: Buffer;
}

/** Who waits for an answer. */
export interface Asker {
  /** Whether nobody waits any more. */
  readonly gone: () => boolean;
  readonly send: (answer: ReadyAnswer) => void;
  /** There is none: making it failed beyond words. */
  readonly fail: () => void;
}

/**
 * Makes answers one at a time. All who wait for the same one when its turn has come share it; who asks later gets a
 * newer one. Each is sent in a turn of its own.
 */
export class SharedAnswers {
  readonly #turns: Pick<Turns, 'add'>;
  readonly #make: (ask: Ask) => Promise<Answer>;
  readonly #waiting = new Map<string, Asker[]>();

  constructor(turns: Pick<Turns, 'add'>, make: (ask: Ask) => Promise<Answer>) {
    this.#turns = turns;
    this.#make = make;
  }

  ask(ask: Ask, asker: Asker): void {
    const key = sameAnswer(ask);
    const askers = this.#waiting.get(key);
    if (askers !== undefined) {
      askers.push(asker);
      return;
    }
    this.#waiting.set(key, [asker]);
    this.#turns.add(() => this.#answer(key, ask));
  }

  async #answer(key: string, ask: Ask): Promise<void> {
    const askers = (this.#waiting.get(key) ?? []).filter(({ gone }) => !gone());
    this.#waiting.delete(key);
    if (askers.length === 0) return;
    let ready: ReadyAnswer;
    try {
      const made = await this.#make(ask);
      ready = { ...made, bytes: Buffer.from(made.body) };
    } catch {
      for (const { fail } of askers) fail();
      return;
    }
    for (const { gone, send } of askers) {
      this.#turns.add(() => {
        if (!gone()) send(ready);
      });
    }
  }
}
