import type { ShareCount } from '../readings/reading.ts';
import { clockStep, idleClock } from './card.ts';
import { formats } from './formats/index.ts';
import type { SimulatedBitstream } from './formats/names.ts';
import { type PrintedCounts, Printer } from './printer.ts';
import { createRandom } from './random.ts';
import { Schedule, type Timer } from './schedule.ts';
import { SimulatedMiner } from './simulated-miner.ts';
import type { CardTruth } from './tally.ts';

/** What a session is made from. The same options give the same bytes. */
export interface SessionOptions {
  readonly bitstream: SimulatedBitstream;
  readonly cards: number;
  readonly seed: number;
  /** Stats lines a simulated second and card; tables a simulated second. Above 0. */
  readonly rate: number;
  /** Simulated seconds from each start of the miner to its end, after which it is started anew. */
  readonly restartEvery: number | null;
  /** Simulated seconds until the output stops for good. */
  readonly stallAfter: number | null;
  readonly colour: boolean;
  /** Simulated seconds in a real one. */
  readonly speedUp: number;
  /** Unix seconds at the beginning; 2021-03-15 00:00:00 UTC unless told. */
  readonly startAt?: number;
}

/** The keys that a miner listens to. */
export type SessionKey = '+' | '-' | 'esc';

/** What was printed up to now; what a program that read all of it must know. */
export interface SessionTruth extends PrintedCounts {
  /** In the order of their numbers. */
  readonly cards: readonly CardTruth[];
  /** Running totals where the miner counts shares for all its cards together, else `null`. */
  readonly shares: ShareCount | null;
  readonly restarts: number;
}

/** A miner, started again and again, told by nothing but the time that passes. */
export interface Session {
  /** Lets real seconds pass (taken to the nearest simulated microsecond), and gives the text printed in them. */
  step(seconds: number): string;
  /** A key is pressed now; what it prints comes with the next step. */
  key(key: SessionKey): void;
  /** The ramp-down begins, as at a SIGINT. Does nothing once it has begun. */
  interrupt(): void;
  truth(): SessionTruth;
  /** Real seconds that passed. */
  readonly elapsed: number;
  /** Nothing is printed any more, though the miner lives. */
  readonly stalled: boolean;
  /** From the interrupt on. */
  readonly ramping: boolean;
  /** The miner has ended. */
  readonly done: boolean;
}

/** 2021-03-15 00:00:00 UTC, Unix seconds. */
const defaultStart = 1_615_766_400;
/** Simulated seconds from the end of a miner to its next start: `while true; do miner; sleep 10; done`. */
const pause = 10;
/** The ramp-down: so many steps, so many real seconds apart. */
const ramp = { steps: 20, every: 0.25 };

/** A new session at time 0; its first step prints the banner. */
export function createSession(options: SessionOptions): Session {
  return new SimulatedSession(options);
}

class SimulatedSession implements Session {
  readonly #options: SessionOptions;
  readonly #schedule = new Schedule();
  readonly #printer: Printer;
  readonly #miner: SimulatedMiner;
  /** Simulated microseconds, whole, so that sums of steps are exact. */
  #micros = 0;
  #starts = 0;
  /** A miner program is running, and not the pause between two. */
  #running = false;
  #ramped = 0;
  #rampedFrom: readonly number[] = [];
  stalled = false;
  ramping = false;
  done = false;

  constructor(options: SessionOptions) {
    const { bitstream, cards, rate, colour, seed, startAt = defaultStart } = options;
    const format = formats[bitstream];
    this.#options = options;
    this.#printer = new Printer(format.newlineFirst);
    this.#miner = new SimulatedMiner({
      ...{ format, cards, rate, colour, startAt },
      random: createRandom(seed),
      schedule: this.#schedule,
      printer: this.#printer,
    });
    this.#schedule.set('boot', 0);
    if (options.stallAfter !== null) this.#schedule.set('stall', options.stallAfter);
  }

  get elapsed(): number {
    return this.#now / this.#options.speedUp;
  }

  get #now(): number {
    return this.#micros / 1e6;
  }

  step(seconds: number): string {
    this.#micros += Math.round(seconds * this.#options.speedUp * 1e6);
    const now = this.#now;
    for (let due = this.#schedule.take(now); due !== null; due = this.#schedule.take(now)) {
      this.#due(due.timer, due.at);
    }
    return this.#printer.take();
  }

  key(key: SessionKey): void {
    if (key === 'esc') {
      this.interrupt();
      return;
    }
    const first = this.#miner.cards[0];
    if (first === undefined || !this.#running || this.ramping || this.stalled) return;
    const change = key === '+' ? clockStep : -clockStep;
    const { clock } = first;
    this.#miner.tell({ type: 'key', key, clock, requested: clock + change }, this.#now);
    for (const card of this.#miner.cards) {
      this.#miner.setClock(card.index, card.clock + change, this.#now);
    }
  }

  interrupt(): void {
    if (this.ramping) return;
    this.ramping = true;
    this.#miner.quiet();
    for (const timer of ['boot', 'exit', 'stall'] as const) this.#schedule.clear(timer);
    this.#rampedFrom = this.#miner.cards.map((card) => card.clock);
    if (this.#running) this.#scheduleRamp(this.#now);
    else this.done = true;
  }

  truth(): SessionTruth {
    const { tally } = this.#miner;
    return {
      ...this.#printer.counts(),
      cards: tally.cards(),
      shares: tally.minerShares(),
      restarts: Math.max(0, this.#starts - 1),
    };
  }

  #due(timer: Timer, now: number): void {
    if (timer === 'boot') this.#boot(now);
    else if (timer === 'exit') this.#exit(now);
    else if (timer === 'stall') this.#stall();
    else if (timer === 'ramp') this.#rampOn(now);
    else this.#miner.due(timer, now);
  }

  #boot(now: number): void {
    this.#running = true;
    this.#starts += 1;
    this.#miner.start(now);
    if (this.#options.restartEvery !== null) this.#schedule.set('exit', now + this.#options.restartEvery);
  }

  #exit(now: number): void {
    this.#miner.tell({ type: 'watchdog-exit' }, now);
    this.#miner.stop();
    this.#running = false;
    this.#schedule.set('boot', now + pause);
  }

  #stall(): void {
    this.stalled = true;
    this.#miner.stop();
    this.#printer.mute();
    this.#schedule.clear('boot');
    this.#schedule.clear('exit');
  }

  #scheduleRamp(now: number): void {
    this.#schedule.set('ramp', now + ramp.every * this.#options.speedUp);
  }

  /** The next step of the ramp-down, in whole steps of the clock. */
  #rampOn(now: number): void {
    this.#ramped += 1;
    this.#rampedFrom.forEach((from, index) => {
      const clock = from - (from - idleClock) * (this.#ramped / ramp.steps);
      this.#miner.setClock(index, Math.round(clock / clockStep) * clockStep, now);
    });
    if (this.#ramped < ramp.steps) this.#scheduleRamp(now);
    else this.#end(now);
  }

  #end(now: number): void {
    for (const _ of this.#miner.cards) this.#miner.tell({ type: 'ramp-end', clock: idleClock }, now);
    this.#miner.stop();
    this.done = true;
  }
}
