import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { sampleNames, samplePath, truthOf } from '../support/samples.ts';
import { withPty } from './support/environment.ts';
import { scrape, seriesOf } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

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

  const unknown = { last: null, min: null, mean: null, max: null };

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
          hashrate: null,
          power: null,
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
              power: unknown,
              fanRatio: unknown,
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

const dna = (card: number): string => String(card).padStart(24, '4002');
const rb4 = (solutions: string, shares: string, card = 1): string =>
  `[${dna(card)}] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: ${solutions} Shares: ${shares}\n`;
const btc = (solutions: string, card = 1): string =>
  `[${dna(card)}] Hash: 17.147GH/s [730MHz] Err: 0.0% 48.5C 0.85V Soln: ${solutions}\n`;
const row = (solutions: number, id: string): string =>
  `| FPGA# | DEVICE | Clock(MHz) | Vcore(V) | Temp(C) | Hashrate(GHs) | GoodSols | BadSols | HW-Error(%) | DNA |\n| 0 | V | 450 | 0.6 | 50 | 1.8 | ${solutions} | 0 | 0 | ${id} |\n`;

describe('what is counted', () => {
  test.concurrent.for<[string, string, Record<string, unknown>]>([
    [
      'a good count that falls under the same total is no restart',
      rb4('118/120', '37/38') + rb4('117/120', '37/38') + rb4('117/121', '36/38'),
      { restarts: 0, cards: [{ solutions: 121, solutionsBad: 4, shares: 38, sharesRejected: 2 }] },
    ],
    [
      'a total that falls is one',
      rb4('118/120', '37/38') + rb4('1/1', '0/0'),
      { restarts: 1, cards: [{ solutions: 121, shares: 38 }] },
    ],
    [
      'a row whose DNA is missing once is about the same card',
      row(100, dna(1)) + row(101, 'N/A') + row(102, dna(1)),
      { cards: [{ solutions: 102, dna: dna(1), readings: 3 }] },
    ],
    [
      'units are read in any spelling',
      `[${dna(1)}] Hash: 17.520GHps [730Mhz] Err: 0.1% 45.3℃ 0.85v Soln: 118/120\n`,
      {
        bitstream: '0xbtc',
        cards: [{ hashrate: { last: 17.52e9 }, clock: { last: 730e6 }, temperature: { last: 45.3 } }],
      },
    ],
    [
      'a line is what a terminal shows of it',
      `|\b/\b-\b\\\b${btc('5/5').replace('17.147', '7\b17.147')}Mining... \x1b[2K\x1b[1G${btc('5/5\b6')}${btc('8/9')}`,
      {
        restarts: 0,
        cards: [{ solutions: 9, solutionsBad: 1, readings: 3, hashrate: { min: 17.147e9, max: 17.147e9 } }],
      },
    ],
    [
      'the cursor leaves a line for another row',
      `${btc('5/5').trimEnd()}\x1b[1;13H6\n${btc('7/7').trimEnd()}\x1b7\x1b[24;1H99 %\x1b8\n`,
      { restarts: 0, cards: [{ solutions: 7, solutionsBad: 0, readings: 2 }] },
    ],
    [
      'times in front of the lines do not matter',
      `2021-03-15T20:20:20Z ${btc('5/5')}Mar 15 20:20:21 rig1 miner[7]: ${btc('6/6')}@400000005c9b2d3c1a2b3c4d ${btc('7/7')}`,
      { bitstream: '0xbtc', lines: { stats: 3, other: 0 }, cards: [{ solutions: 7 }] },
    ],
    [
      'shares that came before the statistics are the card’s',
      `reject reason: stale\naccepted: 1/2 (50.00%), yay!!!\n${row(1, dna(1))}`,
      { shares: 2, sharesRejected: 1, shareFailures: { stale: 1 }, lines: { stats: 1, share: 2 } },
    ],
  ])('%s', async ([, log, expected], { fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'a.log'), log);
    const check = fpgaTee(['check', '--json', 'a.log']);
    expect(await check.ended).toBe(0);
    const [file] = JSON.parse(check.stdout.toString()).files;
    expect(file).toMatchObject(expected);
  });

  test.concurrent('a card that is seen again and again, after 300 that noise has made', async ({
    fpgaTee,
    directory,
  }) => {
    const noise = Array.from({ length: 300 }, (_, card) => btc('5/5', 1000 + card)).join('');
    const real = [1, 2, 3, 4, 5].map((count) => btc(`${count}/${count}`)).join('');
    await writeFile(path.join(directory, 'a.log'), noise + real);
    const check = fpgaTee(['check', '--json', 'a.log']);
    expect(await check.ended).toBe(0);
    const { cards } = JSON.parse(check.stdout.toString()).files[0];
    expect(cards).toHaveLength(256);
    expect(cards.find((card: { dna: string }) => card.dna === dna(1))).toMatchObject({ solutions: 5 });
  });

  test.concurrent('nothing where no statistics are recognised, whoever printed lines of shares', async ({
    fpgaTee,
    directory,
  }) => {
    await writeFile(path.join(directory, 'a.log'), 'accepted: 1/2 (50.00%), yay!!!\nreject reason: stale\n');
    const check = fpgaTee(['check', 'a.log']);
    expect(await check.ended).toBe(1);
    expect(check.stdout.toString()).toBe(`a.log: no bitstream recognised
  2 lines: 0 stats, 0 share, 0 event, 2 other; 0 restarts

  not recognised, most frequent first (# stands for a number):
    1  accepted: #/# (#%), yay!!!
    1  reject reason: stale
`);
  });

  test.concurrent('one card that is in two logs: once, and both are named', async ({
    fpgaTee,
    directory,
  }) => {
    await writeFile(path.join(directory, 'a.log'), rb4('5/5', '1/1') + rb4('6/6', '1/1', 2));
    await writeFile(path.join(directory, 'b.log'), rb4('5/5', '1/1'));
    const tee = fpgaTee(['-m', 'a.log', 'b.log', '--host', '127.0.0.1', '-p', '0']);
    const address = await tee.address();
    await until(() => tee.stderr.includes('is in ') || null);
    const page = await scrape(address);
    expect(Object.keys(seriesOf(page, 'fpga_card_info'))).toHaveLength(2);
    expect(Object.values(seriesOf(page, 'fpga_solutions_total')).sort()).toEqual([5, 6]);
    expect(tee.stderr).toMatch(
      /^fpga-tee: card\d \(\w{24}\) is in [ab]\.log and in [ab]\.log: it is counted once, from [ab]\.log$/m,
    );
  });
});

describe('lines that are not read', () => {
  const others = Array.from({ length: 5 }, (_, count) => rb4(`${count}/${count}`, '0/0')).join('');
  const chatter = Array.from({ length: 60 }, (_, count) => `mining along, ${count}\n`).join('');

  test.concurrent('as another bitstream is asked for: it is named, on stderr and in the report', async ({
    fpgaTee,
    directory,
  }) => {
    const tee = fpgaTee(['-b', 'nimiq', '--no-metrics']);
    await tee.stdin.write(others);
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    expect(tee.stderr).toContain('the miner prints statistics of rb4, not of nimiq: leave -b');

    await writeFile(path.join(directory, 'a.log'), others);
    const check = fpgaTee(['check', '-b', 'nimiq', 'a.log']);
    expect(await check.ended).toBe(1);
    expect(check.stdout.toString()).toContain('its statistics are those of rb4: leave -b out, or name rb4');

    const follow = fpgaTee(['-m', 'a.log', '-b', 'nimiq', '--once', '--no-metrics']);
    expect(await follow.ended).toBe(0);
    expect(follow.stderr).toContain('prints statistics of rb4, not of nimiq');
  });

  test.concurrent('of a miner that we start, by another bitstream', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'a.txt'), others);
    const tee = fpgaTee(['run', '-b', 'nimiq', '--no-metrics', '--', 'cat', 'a.txt'], {
      env: withPty(),
    });
    await tee.ended;
    expect(tee.stderr).toContain('prints statistics of rb4, not of nimiq');
  });

  test.concurrent('by any bitstream: stderr names the command that tells why', async ({ fpgaTee }) => {
    const tee = fpgaTee(['--no-metrics']);
    await tee.stdin.write(chatter);
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    expect(tee.stderr).toContain('no statistics in 50 lines of the miner: fpga-tee check hashrates.log');
  });

  test.concurrent('the panel says the same, until there are statistics', async ({ terminal, miner }) => {
    const shell = terminal(`fpga-tee --no-metrics -b nimiq < ${miner.path}`);
    await miner.write(others);
    await shell.shows('the miner prints statistics of rb4, not of nimiq');
    await miner.write(
      `\n[${dna(1)}] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 1/1  [q=3]\n`,
    );
    await until(() => !shell.screen.some((line) => line.includes('not of nimiq')) || null);
  });
});
