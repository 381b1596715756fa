import type { Bitstream } from '../bitstream.ts';

/**
 * What no format knows, read by units and words. It stands among the bitstreams to try for whoever may be read so; its own
 * reader takes the place of patterns.
 */
export const generic: Bitstream = {
  name: 'generic',
  title: 'Any miner, by units and words',
  newlineFirst: false,
  sharesOf: 'printed',
  banner: null,
  stats: [],
  table: null,
  shares: [],
  failures: [],
  events: [],
  cardNamed: [],
  known: [],
  samples: [],
};
