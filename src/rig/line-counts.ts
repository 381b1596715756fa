import {
  type EventKind,
  type FailureReason,
  failureReasons,
  type PrintedShares,
  type ShareCount,
} from '../readings/reading.ts';
import { CountGroup } from './running-total.ts';

/** What lines that name no card tell: of one card, or of all cards of a miner together. */
export class LineCounts {
  readonly #shares = new CountGroup(['shares', 'stale']);
  #stalePrinted = false;
  readonly #failures: Record<FailureReason, number> = { stale: 0, difficulty: 0, other: 0 };
  readonly #events = new Map<EventKind, number>();

  get shares(): ShareCount {
    return { total: this.#shares.total('shares'), rejected: this.#shares.bad('shares') ?? 0 };
  }

  /** Whether it was told how many were rejected. */
  get tellsRejected(): boolean {
    return this.#shares.bad('shares') !== null;
  }

  get failures(): Readonly<Record<FailureReason, number>> {
    return { ...this.#failures };
  }

  get events(): Readonly<Partial<Record<EventKind, number>>> {
    return Object.fromEntries(this.#events);
  }

  /** Those that came too late; `null` where it was never told. */
  get stale(): number | null {
    return this.#stalePrinted ? this.#shares.total('stale') : null;
  }

  /** @returns the same as {@link CountGroup.take} */
  takeShares({ total, rejected, stale }: PrintedShares, run: number, whole: boolean): boolean | 'unsure' {
    if (stale !== undefined) this.#stalePrinted = true;
    const late = stale === undefined ? null : { total: stale, bad: null };
    return this.#shares.take({ shares: { total, bad: rejected }, stale: late }, run, whole);
  }

  addFailure(reason: FailureReason): void {
    this.#failures[reason] += 1;
  }

  addEvent(kind: EventKind, times = 1): void {
    this.#events.set(kind, (this.#events.get(kind) ?? 0) + times);
  }

  /** What others were believed to have is this one's. */
  absorb(other: LineCounts): void {
    this.#shares.absorb(other.#shares);
    for (const reason of failureReasons) this.#failures[reason] += other.#failures[reason];
    for (const [kind, times] of other.#events) this.addEvent(kind, times);
  }

  /** The miner counts its shares from 0 again. */
  restart(): void {
    this.#shares.restart();
  }

  /** From here on counts the shares that the other would have counted. */
  continueFrom(other: LineCounts): void {
    this.#shares.continueFrom(other.#shares);
  }
}

/** Of the submitted shares those that the pool took. */
export function acceptedOf({ total, rejected }: ShareCount): number {
  return total - rejected;
}

/** Whether any share failed. */
export function anyOf(failures: Readonly<Record<FailureReason, number>>): boolean {
  return Object.values(failures).some((count) => count > 0);
}
