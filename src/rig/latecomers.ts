import type { CardId } from '../readings/reading.ts';

/** How often a latecomer was seen, and since which turn. */
interface Seen {
  readonly times: number;
  readonly since: number;
}

/** Cards remembered at once; of more the one not seen for longest is forgotten. */
const most = 1024;

/** Cards that came when there was no room for more: noise is seen once, a card again and again. */
export class Latecomers {
  readonly #seen = new Map<string, Seen>();

  /** One was seen. */
  see(id: CardId, turn: number): Seen {
    const key = keyOf(id);
    const { times, since } = this.#seen.get(key) ?? { times: 0, since: turn };
    const seen = { times: times + 1, since };
    // Set anew, so that the one seen last stands last.
    this.#seen.delete(key);
    this.#seen.set(key, seen);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > most && oldest !== undefined) this.#seen.delete(oldest);
    return seen;
  }

  /** It got a place. */
  forget(id: CardId): void {
    this.#seen.delete(keyOf(id));
  }
}

function keyOf({ dna, index, device }: CardId): string {
  return dna ?? (index === null ? `device ${device}` : `index ${index}`);
}
