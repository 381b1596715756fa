import type { Format } from './formats/format.ts';
import type { Happening } from './happening.ts';
import { exponential, pick, type Random, uniform } from './random.ts';
import type { Schedule, Timer } from './schedule.ts';

/** What the habits need of their miner. Times are simulated seconds. */
export interface HabitParts {
  readonly format: Format;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly tell: (happening: Happening, now: number) => void;
  /** Shares accepted since the miner's start. */
  readonly accepted: () => number;
  /** Someone tries another clock. */
  readonly retune: (now: number) => void;
}

/** s. Source: "...retry after 30 seconds". */
const retryAfter = 30;
/** s. Source: "41 accepted shares in the last 4 minutes". */
const watchdogEvery = 240;
/** Minutes of a turn. Source: "for  2.4 minutes..."; that this is 2 % of two hours is an assumption. */
const turns = { devFee: 2.4, user: 117.6 };
/** Mean seconds between faults of the cooling, and between changes of the clock. */
const [heatEvery, retuneEvery] = [900, 300];
/** How much hotter a card without cooling gets, K. */
const faultHeat = 50;

/** What happens to a running miner from time to time, besides its mining. */
export class Habits {
  readonly #parts: HabitParts;
  readonly #handlers: readonly (readonly [timer: Timer, handle: (now: number) => void])[];
  #connected = true;
  #heatUntil = 0;
  #acceptedAtReport = 0;

  constructor(parts: HabitParts) {
    this.#parts = parts;
    const { habits } = parts.format;
    this.#handlers = [
      [
        'chatter',
        (now) => this.#every('chatter', habits.chatter, { type: 'chatter', pick: parts.random() }, now),
      ],
      ['newBlock', (now) => this.#every('newBlock', habits.newBlock, { type: 'new-block' }, now)],
      ['staleWork', (now) => this.#every('staleWork', habits.staleWork, { type: 'stale-work' }, now)],
      ['connectionLoss', (now) => this.#disconnect(now)],
      ['reconnect', (now) => this.#connect(now)],
      ['devFee', (now) => this.#turn('userMining', { type: 'dev-fee', minutes: turns.devFee }, now)],
      ['userMining', (now) => this.#turn('devFee', { type: 'user-mining', minutes: turns.user }, now)],
      ['watchdog', (now) => this.#report(now)],
      ['heat', (now) => this.#overheat(now)],
      ['retune', (now) => this.#retune(now)],
    ];
  }

  /** The miner starts. */
  start(now: number): void {
    const { format, schedule } = this.#parts;
    const { chatter, newBlock, staleWork, connectionLoss, devFee } = format.habits;
    this.#connected = true;
    this.#acceptedAtReport = 0;
    this.#again('chatter', now, chatter);
    this.#again('newBlock', now, newBlock);
    this.#again('staleWork', now, staleWork);
    this.#again('connectionLoss', now, connectionLoss);
    this.#again('devFee', now, devFee);
    this.#again('heat', now, heatEvery);
    this.#again('retune', now, retuneEvery);
    if (format.habits.watchdog) schedule.set('watchdog', now + watchdogEvery);
  }

  /** Nothing of the kind happens any more. */
  stop(): void {
    for (const [timer] of this.#handlers) this.#parts.schedule.clear(timer);
  }

  /** A timer is due; nothing when it is none of the habits'. */
  due(timer: Timer, now: number): void {
    for (const [name, handle] of this.#handlers) if (name === timer) handle(now);
  }

  /** Whether the pool can be reached. */
  get connected(): boolean {
    return this.#connected;
  }

  /** How much a fault of the cooling raises the level of the temperature, K. */
  heat(now: number): number {
    return now < this.#heatUntil ? faultHeat : 0;
  }

  #again(timer: Timer, now: number, mean: number | undefined): void {
    if (mean !== undefined) this.#parts.schedule.set(timer, now + exponential(this.#parts.random, mean));
  }

  #every(timer: Timer, mean: number | undefined, happening: Happening, now: number): void {
    this.#parts.tell(happening, now);
    this.#again(timer, now, mean);
  }

  #disconnect(now: number): void {
    this.#connected = false;
    const reason = pick(this.#parts.random, ['interrupted', 'reset']);
    this.#parts.tell({ type: 'connection-lost', reason, retryAfter }, now);
    this.#parts.schedule.set('reconnect', now + retryAfter);
  }

  #connect(now: number): void {
    this.#connected = true;
    this.#every('connectionLoss', this.#parts.format.habits.connectionLoss, { type: 'connecting' }, now);
  }

  #turn(next: Timer, happening: Extract<Happening, { readonly minutes: number }>, now: number): void {
    this.#parts.tell(happening, now);
    this.#parts.schedule.set(next, now + happening.minutes * 60);
  }

  #report(now: number): void {
    const accepted = this.#parts.accepted();
    const news = accepted - this.#acceptedAtReport;
    // With none the watchdog would end the miner; when that happens is the session's affair.
    if (news > 0) this.#parts.tell({ type: 'watchdog', accepted: news }, now);
    this.#acceptedAtReport = accepted;
    this.#parts.schedule.set('watchdog', now + watchdogEvery);
  }

  #overheat(now: number): void {
    this.#heatUntil = now + uniform(this.#parts.random, 40, 90);
    this.#again('heat', now, heatEvery);
  }

  #retune(now: number): void {
    this.#parts.retune(now);
    this.#again('retune', now, retuneEvery);
  }
}
