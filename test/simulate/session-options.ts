import type { SessionOptions } from '../../src/simulate/session.ts';

/** One Nimiq card, one line a second on average, never restarted. */
export function sessionOptions(changes: Partial<SessionOptions> = {}): SessionOptions {
  return {
    bitstream: 'nimiq',
    cards: 1,
    seed: 1,
    rate: 1,
    restartEvery: null,
    stallAfter: null,
    colour: false,
    speedUp: 1,
    ...changes,
  };
}
