import { createAnyReader } from '../bitstreams/any-reader.ts';
import type { Bitstream } from '../bitstreams/bitstream.ts';
import { createFeed } from '../rig/feed.ts';
import { NameGiver, noNames } from '../rig/names.ts';
import { Store } from '../rig/store.ts';
import { timeless } from '../time.ts';

/** Whether some lines hold a card's statistics, by whichever of the bitstreams; they go the way that a miner's output goes. */
export function hasReading(candidates: readonly Bitstream[], lines: Uint8Array): boolean {
  let found = false;
  const store = new Store(timeless, Number.POSITIVE_INFINITY);
  const feed = createFeed({
    miner: store.addMiner('', new NameGiver(noNames)),
    reader: createAnyReader(candidates, timeless),
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
