import { type CardLimits, usualLimits } from '../readings/card-limits.ts';
import type { LineKind } from '../readings/reading.ts';
import type { Clock } from '../time.ts';
import type { Quantity, Series, SeriesWish } from './history.ts';
import { Miner } from './miner.ts';
import type { MinerWords } from './miner-parts.ts';
import type { NameGiver } from './names.ts';
import { RejectRatios } from './reject-ratios.ts';
import { RigCards } from './rig-cards.ts';
import { ownShares } from './shares.ts';
import { type RigSnapshot, type TrendWish, usualTrend } from './snapshot.ts';

/** Everything known of a rig's miners and cards. Readings go in, snapshots come out; nothing in it runs by itself. */
export class Store {
  readonly #clock: Clock;
  readonly #staleAfter: number;
  readonly #slowBelow: number | null;
  readonly #limitsOf: (card: string) => CardLimits;
  readonly #cards: RigCards;
  readonly #rejects = new RejectRatios();
  readonly #miners: Miner[] = [];
  readonly #lines: Record<LineKind, number> = { stats: 0, share: 0, event: 0, other: 0 };

  /**
   * @param staleAfter seconds after which a card without a new reading is silent
   * @param slowBelow the fraction of its own median hashrate below which a card is slow; `null`: never
   * @param onProblem told, again and again, what is wrong, and of which card
   * @param limitsOf from where on the values of the card with that name are yellow and red
   */
  constructor(
    clock: Clock,
    staleAfter: number,
    slowBelow: number | null = null,
    onProblem: (line: string, card: string) => void = () => {},
    limitsOf: (card: string) => CardLimits = () => usualLimits,
  ) {
    this.#clock = clock;
    this.#staleAfter = staleAfter;
    this.#slowBelow = slowBelow;
    this.#limitsOf = limitsOf;
    this.#cards = new RigCards({
      staleAfter,
      onSeenTwice: ({ name, dna, source }, other) =>
        onProblem(
          `${name} (${dna}) is in ${source} and in ${other}: it is counted once, from ${source}`,
          name,
        ),
    });
  }

  /**
   * @param source `stdin`, a log's base name, or a miner's name: the label `source` of its metrics
   * @param words what is to be said of it besides, as it is when it is asked for
   */
  addMiner(source: string, names: NameGiver, words: MinerWords = {}): Miner {
    const miner = new Miner({
      source,
      names,
      clock: this.#clock,
      cards: this.#cards,
      slowBelow: this.#slowBelow,
      words,
      lines: this.#lines,
    });
    this.#miners.push(miner);
    return miner;
  }

  /** A card's quantity over time; `null` where there is no such card. */
  series(card: string, quantity: Quantity, wish: Omit<SeriesWish, 'staleAfter'>): Series | null {
    const found = this.#cards.list.find(({ name }) => name === card);
    const now = this.#clock.monotonic();
    return found?.history.series(quantity, now, { ...wish, staleAfter: this.#staleAfter }) ?? null;
  }

  /** @param trend what the trends of the cards show */
  snapshot(trend: TrendWish = usualTrend): RigSnapshot {
    const now = this.#clock.monotonic();
    return {
      takenAt: this.#clock.wall(),
      miners: this.#miners.map((miner) => {
        const taken = miner.snapshot(now, this.#staleAfter);
        return { ...taken, rejectRatio: this.#rejects.of(`miner ${taken.source}`, now, taken.shares) };
      }),
      cards: this.#cards.list.map((card) => {
        const taken = card.snapshot(now, this.#staleAfter, trend, this.#limitsOf(card.name));
        return { ...taken, rejectRatio: this.#rejects.of(`card ${card.name}`, now, ownShares(taken)) };
      }),
      lines: { ...this.#lines },
    };
  }
}
