import type { Clock, Timers } from '../time.ts';
import { type HttpSession, openSession } from './http.ts';
import type { Pool, PoolReading } from './pool.ts';
import { problemWords } from './problem.ts';
import { within } from './within.ts';

/** Seconds that one poll may take, however many questions it has. */
export const pollPatience = 10;

/** What came of asking a pool once. */
export type Polled =
  | {
      readonly type: 'reading';
      readonly reading: PoolReading;
      /** When it had answered. */
      readonly at: { readonly monotonic: number; readonly wall: number };
      /** How long it took. */
      readonly seconds: number;
    }
  /** @property words follow the pool's name; the address is not in them */
  | { readonly type: 'problem'; readonly words: string };

/** What asking once needs. */
export interface PollOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Breaks it off. */
  readonly signal: AbortSignal;
  readonly session?: () => HttpSession;
  /** Seconds that it may take; {@link pollPatience} unless said otherwise. */
  readonly patience?: number;
}

/** Asks a pool once; never throws, and ends in time whatever the pool does. */
export async function poll(pool: Pool, address: string, options: PollOptions): Promise<Polled> {
  const { clock, timers, signal, session: open = openSession, patience = pollPatience } = options;
  const from = clock.monotonic();
  let session: HttpSession | null = null;
  try {
    session = open();
    const io = { session, timers, now: () => clock.wall() };
    const reading = await within(patience, timers, signal, async (until) => pool.poll(io, until));
    const at = { monotonic: clock.monotonic(), wall: clock.wall() };
    return { type: 'reading', reading, at, seconds: at.monotonic - from };
  } catch (error) {
    return { type: 'problem', words: problemWords(error, address) };
  } finally {
    session?.close();
  }
}
