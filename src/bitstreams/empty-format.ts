import type { Bitstream } from './bitstream.ts';

/** What every format begins with: it reads nothing. */
export const emptyFormat: Omit<Bitstream, 'name' | 'title' | 'samples'> = {
  newlineFirst: false,
  sharesOf: 'card',
  banner: null,
  stats: [],
  table: null,
  headers: [],
  shares: [],
  failures: [],
  events: [],
  cardNamed: [],
  known: [],
};
