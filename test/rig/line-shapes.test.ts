import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rig } from '../support/rig.ts';
import { damagedOutput, passages } from './support/outputs.ts';

/** Passages again and again with other digits, so that most shapes come more than once, and some damaged output between. */
const repeated = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...passages), fc.array(fc.nat(9), { minLength: 20, maxLength: 20 }))
          .map(([lines, digits]) => {
            let next = 0;
            const other = (digit: string) =>
              `${((digits[next++ % digits.length] ?? 0) + Number(digit)) % 10}`;
            return [...lines, ...lines, ...lines]
              .map((line, place) => `${place % 2 === 0 ? line : line.replace(/\d(?=\D*\d?\D*$)/g, other)}\n`)
              .join('');
          }),
      },
      damagedOutput,
    ),
    { minLength: 2, maxLength: 6 },
  )
  .chain((parts) => fc.constant([...parts, ...parts].join('')));

/** All that it comes to, in pieces of some bytes. */
function read(output: string, options: ConstructorParameters<typeof Rig>[0], longest = 700) {
  const rig = new Rig(options);
  const bytes = Buffer.from(output, 'latin1');
  for (let at = 0; at < bytes.length; at += longest) rig.bytes(bytes.subarray(at, at + longest));
  rig.end();
  return { snapshot: rig.snapshot(), lines: rig.lines, read: rig.read, stats: rig.stats };
}

describe('lines that are known by their shapes', () => {
  test('are read as if each had been looked at', () => {
    fc.assert(
      fc.property(repeated, fc.integer({ min: 50, max: 5000 }), (output, longest) => {
        expect(read(output, {}, longest)).toEqual(read(output, { knowsShapes: false }, longest));
      }),
      { numRuns: 100 },
    );
  });

  test('come to the same where of a card only the newest of a moment is read', () => {
    fc.assert(
      fc.property(repeated, (output) => {
        const { read: _, stats: __, ...known } = read(output, { everyReading: false });
        const { read: ___, stats: ____, ...looked } = read(output, { knowsShapes: false });
        expect(known).toEqual(looked);
      }),
      { numRuns: 100 },
    );
  });

  test('of several in a row first and last are read', () => {
    const line = (solutions: number) =>
      `[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${solutions}/${solutions}`;
    const rig = new Rig({ everyReading: false }).print(line(109)).print(line(110));
    rig.print(line(111), line(112), line(113), line(114));
    expect(rig.stats).toHaveLength(4);
    expect(rig.snapshot().lines.stats).toBe(6);
    expect(rig.snapshot().cards[0]?.totals.solutions).toBe(114);
  });

  test('a count that falls is seen between them', () => {
    const line = (good: number, all: number) =>
      `[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${good}/${all}`;
    const rig = new Rig({ everyReading: false }).print(line(109, 111)).print(line(110, 112));
    rig.print(line(120, 122), line(100, 101), line(105, 109), line(130, 134));
    expect(rig.snapshot().miners[0]?.restarts).toBe(1);
    expect(rig.snapshot().cards[0]?.totals).toMatchObject({ solutions: 122 + 134, solutionsBad: 2 + 4 });
  });
});
