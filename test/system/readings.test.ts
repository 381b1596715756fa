import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { sampleNames, samplePath, truthOf } from '../support/samples.ts';
import { test } from './support/test.ts';

/** Four lines that are easily reckoned by hand: two statistics, a failed share, and chatter; the miner prints CR-LF. */
const byHand = [
  '[40020000013AE3213511111C] Hash: 2.000GH/s [600MHz] Err: 0.0% 45.0C 0.75V Soln: 10/10 Shares: 3/3',
  '[2021-03-15 00:00:05.500] [pool] [stratum.cpp:0311] Submitting a share failed for the following reason: stale',
  '[40020000013AE3213511111C] Hash: 3.000GH/s [700MHz] Err: 1.0% 46.0C 0.25V Soln: 29/30 Shares: 5/6',
  'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
]
  .map((line) => `${line}\r\n`)
  .join('');

describe('check --json', () => {
  test.concurrent.for(sampleNames)('reads %s as it is known to be', async (sample, { fpgaTee }) => {
    const check = fpgaTee(['check', '--json', samplePath(sample)]);
    expect(await check.ended).toBe(0);
    expect(check.stderr).toBe('');

    const truth = truthOf(sample);
    const { files } = JSON.parse(check.stdout.toString());
    expect(files).toHaveLength(1);
    const [file] = files;
    expect(file.path).toBe(samplePath(sample));
    expect(file.bitstream).toBe(truth.bitstream);
    expect(file.restarts).toBe(truth.restarts);
    if (truth.lines !== undefined) expect(file.lines).toEqual(truth.lines);
    if (truth.share_failures !== undefined) expect(file.shareFailures).toEqual(truth.share_failures);
    expect(file.cards.map(({ card }: { card: string }) => card)).toEqual(Object.keys(truth.cards));
    for (const card of file.cards) {
      const known = truth.cards[card.card];
      expect({
        hashrate: card.hashrate.last,
        clock: card.clock.last,
        temperature: card.temperature.last,
        voltage: card.coreVoltage.last,
        error_ratio: card.errorRatio.last,
        solutions: card.solutions,
        solutions_bad: card.solutionsBad,
        ...(known?.shares === undefined ? {} : { shares: card.shares }),
        ...(known?.shares_rejected === undefined ? {} : { shares_rejected: card.sharesRejected }),
        ...(known?.dna === undefined ? {} : { dna: card.dna }),
      }).toEqual(known);
    }
  });

  test.concurrent('says all of it in SI units, and null for what is unknown', async ({
    fpgaTee,
    directory,
  }) => {
    await writeFile(path.join(directory, 'by-hand.log'), byHand);
    const check = fpgaTee(['check', '--json', 'by-hand.log']);
    expect(await check.ended).toBe(0);
    expect(JSON.parse(check.stdout.toString())).toMatchObject({
      files: [
        {
          path: 'by-hand.log',
          bitstream: 'rb4',
          lines: { stats: 2, share: 1, event: 0, other: 1 },
          restarts: 0,
          shares: null,
          sharesRejected: null,
          shareFailures: { stale: 1, difficulty: 0, other: 0 },
          cards: [
            {
              card: 'card1',
              dna: '40020000013AE3213511111C',
              device: null,
              readings: 2,
              hashrate: { last: 3e9, min: 2e9, mean: 2.5e9, max: 3e9 },
              clock: { last: 700e6, min: 600e6, mean: 650e6, max: 700e6 },
              temperature: { last: 46, min: 45, mean: 45.5, max: 46 },
              coreVoltage: { last: 0.25, min: 0.25, mean: 0.5, max: 0.75 },
              errorRatio: { last: 0.01, min: 0, mean: 0.005, max: 0.01 },
              solutions: 30,
              solutionsBad: 1,
              shares: 6,
              sharesRejected: 1,
            },
          ],
        },
      ],
    });
  });

  test.concurrent('says the shares that a miner counts for all its cards of the file, not of a card', async ({
    fpgaTee,
  }) => {
    const check = fpgaTee(['check', '--json', samplePath('whitefire-table-a')]);
    expect(await check.ended).toBe(0);
    const [file] = JSON.parse(check.stdout.toString()).files;
    expect(file.shares).toBeGreaterThan(0);
    for (const card of file.cards) {
      expect(card.shares).toBeNull();
      expect(card.device).toBe('VU35P');
    }
  });

  test.concurrent('has the digits that were printed, also of a mean', async ({ fpgaTee, directory }) => {
    const line = (errors: string) =>
      `[40020000013AE3213511111C] Hash: 17.147GH/s [8.2MHz] Err: ${errors}% 45.3C 0.85V Soln: 118/120\n`;
    await writeFile(path.join(directory, 'decimal.log'), line('0.39') + line('0.7'));
    const check = fpgaTee(['check', '--json', 'decimal.log']);
    expect(await check.ended).toBe(0);
    expect(JSON.parse(check.stdout.toString()).files[0].cards[0]).toMatchObject({
      hashrate: { last: 17_147_000_000, mean: 17_147_000_000 },
      clock: { last: 8_200_000, min: 8_200_000 },
      errorRatio: { last: 0.007, min: 0.0039, mean: 0.00545, max: 0.007 },
    });
  });

  test.concurrent('reports several logs in the order given', async ({ fpgaTee }) => {
    const logs = ['rb4-fpga', 'nimiq', '0xbtc-dna'];
    const check = fpgaTee(['check', '--json', ...logs.map(samplePath)]);
    expect(await check.ended).toBe(0);
    const { files } = JSON.parse(check.stdout.toString());
    expect(files.map(({ bitstream }: { bitstream: string }) => bitstream)).toEqual(['rb4', 'nimiq', '0xbtc']);
  });

  test.concurrent('uses the names of the cards', async ({ fpgaTee }) => {
    const check = fpgaTee(['check', '--json', '-c', 'upper,lower', samplePath('whitefire-table-b')]);
    expect(await check.ended).toBe(0);
    const [file] = JSON.parse(check.stdout.toString()).files;
    expect(file.cards.map(({ card }: { card: string }) => card)).toEqual(['upper', 'lower', 'card3']);
  });
});

describe('the bitstream', () => {
  test.concurrent.for(sampleNames)(
    'of %s can be forced, with the same result',
    async (sample, { fpgaTee }) => {
      const auto = fpgaTee(['check', '--json', samplePath(sample)]);
      const forced = fpgaTee(['check', '--json', '-b', truthOf(sample).bitstream, samplePath(sample)]);
      expect([await auto.ended, await forced.ended]).toEqual([0, 0]);
      expect(forced.stdout.toString()).toBe(auto.stdout.toString());
    },
  );

  test.concurrent('that is forced is the only one that reads', async ({ fpgaTee }) => {
    const check = fpgaTee(['check', '--json', '--bitstream', 'nimiq', samplePath('0xbtc-dna')]);
    expect(await check.ended).toBe(1);
    const [file] = JSON.parse(check.stdout.toString()).files;
    expect(file).toMatchObject({ bitstream: null, cards: [], lines: { stats: 0 } });
  });
});

describe('the exit code', () => {
  test.concurrent('is 1 when nothing is recognised', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'letter.txt'), 'Dear miner,\nhow is the weather?\n');
    const check = fpgaTee(['check', 'letter.txt']);
    expect(await check.ended).toBe(1);
    expect(check.stderr).toBe('');
  });

  test.concurrent('is 0 when one log of several is recognised', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'letter.txt'), 'Dear miner,\n');
    const check = fpgaTee(['check', 'letter.txt', samplePath('nimiq')]);
    expect(await check.ended).toBe(0);
  });

  test.concurrent.for([
    ['missing.log', 'there is no such file'],
    ['.', 'it is a directory'],
  ] as const)(
    'is 2 when %s is to be read, and the others are still reported',
    async ([name, why], { fpgaTee }) => {
      const check = fpgaTee(['check', '--json', name, samplePath('nimiq')]);
      expect(await check.ended).toBe(2);
      expect(check.stderr).toBe(`fpga-tee: ${name}: can't be read: ${why}\n`);
      const { files } = JSON.parse(check.stdout.toString());
      expect(files.map(({ bitstream }: { bitstream: string }) => bitstream)).toEqual(['nimiq']);
    },
  );
});

test.concurrent('check without --json is a report for people, with what was not recognised', async ({
  fpgaTee,
  directory,
}) => {
  await writeFile(path.join(directory, 'by-hand.log'), byHand);
  const check = fpgaTee(['check', 'by-hand.log']);
  expect(await check.ended).toBe(0);
  expect(check.stdout.toString()).toBe(`by-hand.log: rb4
  4 lines: 2 stats, 1 share, 0 event, 1 other; 0 restarts
  share failures: 1 stale, 0 difficulty, 0 other

  card1: 40020000013AE3213511111C, 2 readings
                             last         min        mean         max
    hashrate           3.000 GH/s  2.000 GH/s  2.500 GH/s  3.000 GH/s
    clock, MHz                700         600         650         700
    temperature, °C          46.0        45.0        45.5        46.0
    core voltage, V         0.250       0.250       0.500       0.750
    errors, %                1.00        0.00        0.50        1.00
    solutions 30, 1 bad; shares 6, 1 rejected

  not recognised, most frequent first (# stands for a number):
    1  Solution # submitted to pool after #MHz ramp err #% ok done
`);
});
