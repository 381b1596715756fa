import type { Bitstream } from '../../bitstreams/bitstream.ts';
import { createReader } from '../../bitstreams/reader.ts';
import { NameGiver, noNames } from '../../cards/names.ts';
import { Store } from '../../cards/store.ts';
import { createFeed } from '../../feed.ts';
import { timeless } from '../../timers.ts';

/** Whether some lines hold a card's statistics, by whichever of the bitstreams; they go the way that a miner's output goes. */
export function hasReading(candidates: readonly Bitstream[], lines: Uint8Array): boolean {
  let found = false;
  const store = new Store(timeless, Number.POSITIVE_INFINITY);
  const feed = createFeed({
    store,
    miner: store.addMiner('', new NameGiver(noNames)),
    reader: createReader(candidates),
    clock: timeless,
    timers: timeless,
    onStats() {
      found = true;
    },
  });
  feed.bytes(lines);
  feed.end();
  return found;
}
