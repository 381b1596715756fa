import type { Bitstream } from '../bitstream.ts';
import { emptyFormat } from '../empty-format.ts';

/**
 * What no format knows, read by units and words. It stands among the bitstreams to try for whoever may be read so; its own
 * reader takes the place of patterns.
 */
export const generic: Bitstream = {
  ...emptyFormat,
  name: 'generic',
  title: 'Any miner, by units and words',
  sharesOf: 'printed',
  samples: [],
};
