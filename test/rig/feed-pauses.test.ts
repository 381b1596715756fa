import { describe, expect, test } from 'vitest';
import { fxLine, nimiqBanner, nimiqLine, Rig, sharesLine } from '../support/rig.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';

/** All that a session comes to, but for the times at which it was read. */
function outcome(rig: Rig) {
  const { cards, miners, lines } = rig.snapshot();
  return {
    lines,
    miners: miners.map(({ bitstream, restarts, shares, events, failures }) => ({
      bitstream,
      restarts,
      shares,
      events,
      failures,
    })),
    cards: cards.map(({ name, dna, bitstream, gauges, totals, events }) => ({
      name,
      dna,
      bitstream,
      gauges,
      totals,
      events,
    })),
  };
}

/** The bytes with a pause of a minute at each of these places. */
function withPauses(bytes: Uint8Array, places: readonly number[]): Rig {
  const rig = new Rig();
  let from = 0;
  for (const place of places) {
    rig.bytes(bytes.subarray(from, place));
    rig.time.advance(60);
    from = place;
  }
  return rig.bytes(bytes.subarray(from)).end();
}

/** Everything that a miner of the family whose newest line stays open can say, each message beginning with a newline. */
const family = [
  nimiqBanner,
  nimiqLine('9/10'),
  '[2021-03-15 20:20:20] reject reason: stale share',
  sharesLine(10, 11),
  '[2021-03-15 20:20:24] reject reason: low difficulty',
  'reject reason: invalid share',
  'Stale work.',
  'Stale work. Not so.',
  'Watchdog timer error: No shares submitted for 4 minutes.  Exiting.',
  nimiqBanner,
  `Mining |\b/\b-\b\r\x1b[K${nimiqLine('1/2')}`,
  sharesLine(1, 1),
  nimiqLine('2/3', { card: 1 }),
  `\x1b[1;32m${sharesLine(2, 3)}\x1b[0m`,
  'NIMIQ New block!',
]
  .map((line) => `\n${line}`)
  .join('');

/** The same of miners that end their lines. */
const ended = [
  'FXTokenMiner v1.50',
  `${fxLine('118/120')} Shares: 37/38`,
  'Submitting a share failed for the following reason: stale',
  'Submitting a share failed for the following reason: share difficulty too low',
  'Mar 15 20:20:20 rig1 miner[1]: Submitting a share failed for the following reason: stale',
  `${fxLine('1/1')} Shares: 1/1`,
  `${fxLine('2/2')}\b3 Shares: 2/2`,
]
  .map((line) => `${line}\r\n`)
  .join('');

describe('wherever the output pauses, it comes to the same as when it is read in one piece', () => {
  test.each([
    ['a miner whose newest line stays open', family],
    ['one that ends its lines', ended],
  ])('%s, paused at any one place', (_, text) => {
    const bytes = Buffer.from(text);
    const expected = outcome(withPauses(bytes, []));
    for (let place = 1; place < bytes.length; place += 1)
      expect(outcome(withPauses(bytes, [place])), JSON.stringify(text.slice(0, place))).toEqual(expected);
  });

  test.each([family, ended])('and at many', (text) => {
    const random = seeded(3);
    const bytes = Buffer.from(text);
    const expected = outcome(withPauses(bytes, []));
    for (let round = 0; round < 100; round += 1) {
      const places = Array.from(bytes.keys()).filter(() => random(20) === 0);
      expect(outcome(withPauses(bytes, places)), places.join()).toEqual(expected);
    }
  });

  test.each(sampleNames)('%s, with pauses in the middle of its lines', (name) => {
    const random = seeded(7);
    const bytes = sampleBytes(name);
    const expected = outcome(withPauses(bytes, []));
    for (let round = 0; round < 3; round += 1) {
      const places = Array.from(bytes.keys()).filter((place) => bytes[place] !== 10 && random(40) === 0);
      expect(outcome(withPauses(bytes, places))).toEqual(expected);
    }
  });
});
