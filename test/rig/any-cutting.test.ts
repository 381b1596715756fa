import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rig } from '../support/rig.ts';
import { damagedOutput, trueOutput } from './support/outputs.ts';

/** What comes at one moment: where it is cut, how long after the moment before, and whether another run of the miner begins with it. */
const moment = fc.record({
  output: damagedOutput,
  longest: fc.constantFrom(1, 3, 20, 90, 700, 65_536),
  cuts: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  after: fc.constantFrom(0, 0.001, 0.1, 0.9, 1, 15),
  again: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});

interface Cut {
  readonly output: string;
  /** Bytes of a piece at most. */
  readonly longest: number;
  readonly cuts: readonly number[];
}

interface Moment extends Cut {
  readonly after: number;
  readonly again: boolean;
}

/** The pieces as they were cut. */
function cut({ output, longest, cuts }: Cut): string[] {
  const pieces: string[] = [];
  for (let start = 0, count = 0; start < output.length; count += 1) {
    const end = start + 1 + ((cuts[count % cuts.length] ?? 0) % longest);
    pieces.push(output.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Each line alone. */
function lineByLine({ output }: Cut): string[] {
  return output.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** All that a session comes to. */
function readIn(moments: readonly Moment[], piecesOf: (moment: Moment) => string[], everyReading = true) {
  const rig = new Rig({ everyReading });
  for (const [place, moment] of moments.entries()) {
    rig.time.advance(moment.after);
    if (moment.again && place > 0) rig.end().startedAgain();
    for (const piece of piecesOf(moment)) rig.bytes(Buffer.from(piece, 'latin1'));
  }
  const unterminated = rig.unterminated();
  rig.end();
  return { unterminated, snapshot: rig.snapshot(), lines: rig.lines, read: rig.read, stats: rig.stats };
}

/** The same for one moment, with a pause behind each piece, but for the times at which it was read. */
function readSlowly(pieces: readonly string[], pause: number) {
  const rig = new Rig({ staleAfter: 1e9 });
  for (const piece of pieces) {
    rig.bytes(Buffer.from(piece, 'latin1'));
    rig.time.advance(pause);
  }
  const { cards, miners, lines } = rig.end().snapshot();
  return {
    lines,
    texts: rig.lines,
    miners: miners.map(({ silentFor: _, uptime: __, ...rest }) => rest),
    cards: cards.map(({ age: _, readAt: __, trend: ___, ...rest }) => rest),
  };
}

describe('however the output of any format is cut, it comes to what each line alone comes to', () => {
  test('readings, lines, and all that is known of cards and miner: damaged or not, over restarts', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 3 }), (moments) => {
        expect(readIn(moments, cut)).toEqual(readIn(moments, lineByLine));
      }),
      { numRuns: 100 },
    );
  });

  test('all that is known of cards and miner, where of a card only the newest of a moment is read', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 3 }), (moments) => {
        const { read: _, stats: __, ...some } = readIn(moments, cut, false);
        const { read: ___, stats: ____, ...every } = readIn(moments, lineByLine);
        expect(some).toEqual(every);
      }),
      { numRuns: 100 },
    );
  });

  test('with pauses in which lines without an end are read', () => {
    const slow = fc.record({
      output: trueOutput,
      longest: fc.constantFrom(20, 90, 700),
      cuts: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    });
    fc.assert(
      fc.property(slow, (moment) => {
        expect(readSlowly(cut(moment), 0.26)).toEqual(readSlowly(lineByLine(moment), 0));
      }),
      { numRuns: 100 },
    );
  });
});
