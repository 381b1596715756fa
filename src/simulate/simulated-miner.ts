import type { FailureReason, ShareCount } from '../readings/reading.ts';
import { type CardState, clockStep, createCard, restartCard, stepCard, withClock } from './card.ts';
import type { CardLine, Format, Surroundings } from './formats/format.ts';
import { figuresOf } from './formats/printf.ts';
import { Habits } from './habits.ts';
import type { Happening } from './happening.ts';
import type { Printer } from './printer.ts';
import { binomial, chance, exponential, hexDigits, integer, pick, poisson, type Random } from './random.ts';
import type { Schedule, Timer } from './schedule.ts';
import { Tally } from './tally.ts';

/** What a miner program is started with, and what it works upon. */
export interface MinerParts {
  readonly format: Format;
  readonly cards: number;
  /** Printings of statistics a simulated second and card (tables a second). */
  readonly rate: number;
  readonly colour: boolean;
  /** Unix seconds at simulated time 0. */
  readonly startAt: number;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly printer: Printer;
}

/** °C. Source: "Maximum temperature (80.000000) exceeded". */
const temperatureLimit = 80;
/** Seconds between two complaints about the temperature. */
const complaintEvery = 5;
const rejectProbability = 0.015;
const noShares: ShareCount = { total: 0, rejected: 0 };

/** The miner program: its cards, and what it prints of them while it runs. Times are simulated seconds. */
export class SimulatedMiner {
  readonly tally: Tally;
  readonly #parts: MinerParts;
  readonly #habits: Habits;
  #cards: readonly CardState[];
  #steppedAt: number[] = [];
  #cardShares: ShareCount[] = [];
  #shares = noShares;
  #startedAt = 0;
  #printings = 0;
  #complainAt = 0;

  constructor(parts: MinerParts) {
    const { format, random, schedule } = parts;
    const numbers = Array.from({ length: parts.cards }, (_, index) => index);
    this.#parts = parts;
    this.#cards = numbers.map((index) => createCard(format.model, index, random));
    this.tally = new Tally(format, this.#cards);
    this.#habits = new Habits({
      ...{ format, random, schedule },
      tell: (happening, now) => this.tell(happening, now),
      accepted: () => this.#shares.total - this.#shares.rejected,
      retune: (now) => this.#retune(now),
    });
  }

  get cards(): readonly CardState[] {
    return this.#cards;
  }

  /** The program starts: its banner, every count from 0. */
  start(now: number): void {
    const { format, printer } = this.#parts;
    this.tally.restart();
    this.#cards = this.#cards.map(restartCard);
    this.#steppedAt = this.#cards.map(() => now);
    this.#cardShares = this.#cards.map(() => noShares);
    this.#shares = noShares;
    this.#startedAt = now;
    this.#printings = 0;
    printer.say(format.banner(this.#cards, this.#surroundings(now)));
    this.#scheduleStats(now);
    this.#habits.start(now);
  }

  /** From now on nothing happens but mining. */
  quiet(): void {
    this.#habits.stop();
  }

  /** Nothing happens any more. */
  stop(): void {
    this.#habits.stop();
    this.#parts.schedule.clear('stats');
  }

  /** A timer that {@link start} set is due. */
  due(timer: Timer, now: number): void {
    if (timer === 'stats') {
      this.#printStats(now);
      this.#scheduleStats(now);
    } else {
      this.#habits.due(timer, now);
    }
  }

  /** Prints what there are words for in the format. */
  tell(happening: Happening, now: number): void {
    this.#parts.printer.say(this.#parts.format.tell(happening, this.#surroundings(now)));
  }

  /** Sets a card's clock (Hz) and says so; nothing where it is at that clock, or cannot go there. */
  setClock(index: number, clock: number, now: number): void {
    const card = this.#cards[index];
    if (card === undefined) return;
    const changed = withClock(card, clock);
    if (changed.clock === card.clock) return;
    this.#cards = this.#cards.with(index, changed);
    this.tell({ type: 'clock-set', dna: card.dna, clock: changed.clock }, now);
  }

  #surroundings(now: number): Surroundings {
    const { startAt, colour, cards } = this.#parts;
    return { at: startAt + now, colour, cards };
  }

  /** Statistics at intervals come at multiples of the interval after the start, so that no rounding adds up. */
  #scheduleStats(now: number): void {
    const { format, rate, cards, random, schedule } = this.#parts;
    const perSecond = format.table ? rate : rate * cards;
    if (format.statsAt === 'solution') schedule.set('stats', now + exponential(random, 1 / perSecond));
    else schedule.set('stats', this.#startedAt + this.#printings / perSecond);
  }

  #printStats(now: number): void {
    const { format, printer, random, cards } = this.#parts;
    const whose = format.statsAt === 'solution' ? integer(random, 0, cards - 1) : this.#printings % cards;
    this.#printings += 1;
    const answers: Happening[] = [];
    const lines = (format.table ? this.#cards : this.#cards.slice(whose, whose + 1)).map((card) =>
      this.#mine(card, now, answers),
    );
    printer.stats(format.stats(lines, this.#surroundings(now)), lines.length);
    for (const line of lines) this.tally.stats(line);
    for (const answer of answers) this.tell(answer, now);
    if (answers.length > 0) this.tally.shares(this.#shares);
    for (const line of lines) this.#watchTemperature(line.card, now);
  }

  /** Brings a card up to now. Hardware errors are told on the way; the pool's answers come after the statistics. */
  #mine(card: CardState, now: number, answers: Happening[]): CardLine {
    const { format, random, startAt } = this.#parts;
    const seconds = now - (this.#steppedAt[card.index] ?? now);
    const hour = ((startAt + now) / 3600) % 24;
    const expected = format.solutionRate * seconds * (card.clock / card.targetClock);
    const found = format.statsAt === 'solution' ? 1 : poisson(random, expected);
    const surroundings = { seconds, hour, heat: this.#habits.heat(now), found };
    const mined = stepCard(card, format.model, surroundings, random);
    const bad = mined.solutionsBad - card.solutionsBad;
    this.#steppedAt[card.index] = now;
    this.#cards = this.#cards.with(card.index, mined);
    for (let error = 0; error < bad; error += 1) {
      this.tell({ type: 'hardware-error', nonce: hexDigits(random, 8) }, now);
    }
    if (this.#habits.connected) {
      this.#submit(card.index, binomial(random, found - bad, format.shareProbability), answers);
    }
    // The hashrate of the very first solution is a division by no time.
    const unknown = format.statsAt === 'solution' && card.solutions === 0 && chance(random, 0.3);
    const hashrate = unknown ? pick(random, [Number.NaN, Number.POSITIVE_INFINITY]) : mined.hashrate;
    return {
      card: mined,
      figures: figuresOf({ ...mined, hashrate }, format.precision),
      shares: this.#cardShares[card.index] ?? noShares,
      queue: integer(random, 0, 5),
    };
  }

  #submit(index: number, count: number, answers: Happening[]): void {
    const { random } = this.#parts;
    for (let share = 0; share < count; share += 1) {
      const rejected = chance(random, rejectProbability);
      const reason = rejected ? pick<FailureReason>(random, ['stale', 'difficulty', 'other']) : null;
      this.#shares = addShare(this.#shares, rejected);
      this.#cardShares[index] = addShare(this.#cardShares[index] ?? noShares, rejected);
      answers.push({ type: 'share', shares: this.#shares, reason });
    }
  }

  /** Complains about a card that is too hot, and lowers its clock. */
  #watchTemperature(card: CardState, now: number): void {
    if (card.temperature <= temperatureLimit || now < this.#complainAt) return;
    this.#complainAt = now + complaintEvery;
    this.tell({ type: 'over-temperature', limit: temperatureLimit, temperature: card.temperature }, now);
    this.setClock(card.index, card.clock - clockStep, now);
  }

  /** A card gets another clock, more often than not one nearer to that asked for at the start. */
  #retune(now: number): void {
    const { random, cards } = this.#parts;
    const card = this.#cards[integer(random, 0, cards - 1)];
    if (card === undefined) return;
    const upwards = card.clock === card.targetClock ? 0.5 : card.clock < card.targetClock ? 0.8 : 0.2;
    this.setClock(card.index, card.clock + (chance(random, upwards) ? clockStep : -clockStep), now);
  }
}

function addShare(shares: ShareCount, rejected: boolean): ShareCount {
  return { total: shares.total + 1, rejected: shares.rejected + (rejected ? 1 : 0) };
}
