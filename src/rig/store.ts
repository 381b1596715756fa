import type { LineKind } from '../readings/reading.ts';
import type { Clock } from '../time.ts';
import type { Card } from './card.ts';
import { Miner, type MinerWords } from './miner.ts';
import type { NameGiver } from './names.ts';
import type { RigSnapshot } from './snapshot.ts';

/** Everything known of a rig's miners and cards. Readings go in, snapshots come out; nothing in it runs by itself. */
export class Store {
  readonly #clock: Clock;
  readonly #staleAfter: number;
  readonly #slowBelow: number | null;
  readonly #miners: Miner[] = [];
  readonly #cards: Card[] = [];
  readonly #lines: Record<LineKind, number> = { stats: 0, share: 0, event: 0, other: 0 };

  /**
   * @param staleAfter seconds after which a card without a new reading is silent
   * @param slowBelow the fraction of its own median hashrate below which a card is slow; `null`: never
   */
  constructor(clock: Clock, staleAfter: number, slowBelow: number | null = null) {
    this.#clock = clock;
    this.#staleAfter = staleAfter;
    this.#slowBelow = slowBelow;
  }

  /**
   * @param source `stdin`, a log's base name, or a miner's name: the label `source` of its metrics
   * @param words what is to be said of it besides, as it is when it is asked for
   */
  addMiner(source: string, names: NameGiver, words: MinerWords = {}): Miner {
    const onNewCard = (card: Card) => this.#cards.push(card);
    const miner = new Miner(source, names, this.#clock, onNewCard, this.#slowBelow, words);
    this.#miners.push(miner);
    return miner;
  }

  countLine(kind: LineKind): void {
    this.#lines[kind] += 1;
  }

  /** @param trendSpan seconds that the trends show; `null`: all so far, an hour at the most */
  snapshot(trendSpan: number | null = null): RigSnapshot {
    const now = this.#clock.monotonic();
    return {
      takenAt: this.#clock.wall(),
      miners: this.#miners.map((miner) => miner.snapshot(now, this.#staleAfter)),
      cards: this.#cards.map((card) => card.snapshot(now, this.#staleAfter, trendSpan)),
      lines: { ...this.#lines },
    };
  }
}
