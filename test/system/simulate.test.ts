import path from 'node:path';
import { expect } from 'vitest';
import { readBack } from '../simulate/read-back.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { scrape, seriesOf, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

/** Sessions of some minutes, with restarts. The programs of the WhiteFire family drive one card each. */
const sessions = [
  { bitstream: '0xbtc', cards: 2 },
  { bitstream: 'rb4', cards: 2 },
  { bitstream: 'nimiq', cards: 1 },
  { bitstream: 'whitefire', cards: 1 },
  { bitstream: 'whitefire-table', cards: 3 },
].map((session) => ({
  ...session,
  args: [
    ...['simulate', '-b', session.bitstream, '--cards', `${session.cards}`, '--seed', '11'],
    ...['--rate', '0', '--restart-every', '2m', '--lines', '1500'],
  ],
}));

/** The sum of a metric's series. */
function sumOf(page: string, metric: string): number {
  return Object.values(seriesOf(page, metric)).reduce((sum, one) => sum + one, 0);
}

// It takes the longest, so it comes first: all tests of this file run at the same time.
test.concurrent('the demo without a terminal prints what the miner prints, and ends by itself', async ({
  fpgaTee,
  directory,
  readLog,
}) => {
  const demo = fpgaTee(['demo', '--port', '0'], { env: { TMPDIR: directory } });
  expect(await demo.ended).toBe(0);
  const [, log = ''] = /; log (\S+)$/m.exec(demo.stderr) ?? [];
  expectBytes(demo.stdout, await readLog(path.relative(directory, log)));
  const { cards, statsLines } = readBack(demo.stdout.toString());
  expect(cards.size).toBe(3);
  expect(statsLines).toBeGreaterThan(30);
});

test.concurrent.for(sessions)(
  '$bitstream: the same seed prints the same session, another one another',
  async ({ args }, { fpgaTee }) => {
    const runs = [
      args,
      args,
      [...args.filter((arg) => arg !== '--seed' && arg !== '11'), '--seed', '12'],
    ].map((all) => fpgaTee(all));
    expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const [first, again, other] = runs.map(({ stdout }) => stdout);
    expect(first?.toString().match(/\n/g)).toHaveLength(1500);
    expectBytes(again ?? Buffer.alloc(0), first ?? '');
    expect(other?.equals(first ?? Buffer.alloc(0))).toBe(false);
  },
);

test.concurrent.for(sessions)(
  'simulate -b $bitstream | fpga-tee: the metrics are what a count over the log gives',
  async ({ args, cards }, { run, readLog }) => {
    // The miner does not end after its last line, so that its readings stay.
    const shell = run('sh', [
      '-c',
      `{ fpga-tee ${args.join(' ')}; echo simulated >&2; exec sleep 600; } | fpga-tee --host 127.0.0.1 --port 0`,
    ]);
    const address = await shell.address();
    await until(() => shell.stderr.includes('simulated'));
    // Three questions in one: everything is passed on, logged, and read, the numbers of the line that is still open
    // included; that line counts when it has ended.
    const page = await until(async () => {
      const now = await scrape(address);
      const log = await readLog();
      if (value(now, 'fpga_tee_log_bytes_total') !== shell.stdout.length || !log.equals(shell.stdout))
        return null;
      const ended = readBack(log.toString().replace(/[^\n]*$/, '')).statsLines;
      const all = readBack(log.toString());
      const solutions = [...all.cards.values()].reduce((sum, card) => sum + card.solutions, 0);
      const sharesRead = sumOf(now, 'fpga_shares_total') + sumOf(now, 'fpga_miner_shares_total');
      return (
        value(now, 'fpga_tee_lines_total{kind="stats"}') === ended &&
        sumOf(now, 'fpga_solutions_total') === solutions &&
        (all.shares === null || sharesRead === all.shares.total) &&
        now
      );
    });

    const counted = readBack((await readLog()).toString());
    expect(counted.starts).toBeGreaterThan(1);
    expect(counted.cards.size).toBe(cards);
    expect(value(page, 'fpga_miner_restarts_total{source="stdin"}')).toBe(counted.starts - 1);
    for (const [place, card] of [...counted.cards.values()].entries()) {
      const of = (name: string): number | null => value(page, `fpga_${name}{card="card${place + 1}"}`);
      expect({
        hashrate: of('hashrate_hashes_per_second'),
        clock: of('clock_hertz'),
        temperature: of('temperature_celsius'),
        coreVoltage: of('core_voltage_volts'),
        errorRatio: of('error_ratio'),
        solutions: of('solutions_total'),
        solutionsBad: of('solutions_bad_total'),
      }).toEqual({
        hashrate: card.hashrate,
        clock: card.clock,
        temperature: card.temperature,
        coreVoltage: card.coreVoltage,
        errorRatio: card.errorRatio,
        solutions: card.solutions,
        solutionsBad: card.solutionsBad,
      });
      if (card.shares > 0) {
        expect(of('shares_total')).toBe(card.shares);
        expect(of('shares_rejected_total')).toBe(card.sharesRejected);
      }
    }
    if (counted.shares !== null) {
      // One card has the miner's shares, more than one have none of their own.
      const of = (name: string): string =>
        cards === 1 ? `fpga_${name}{card="card1"}` : `fpga_miner_${name}{source="stdin"}`;
      expect(value(page, of('shares_total'))).toBe(counted.shares.total);
      expect(value(page, of('shares_rejected_total'))).toBe(counted.shares.rejected);
    }
  },
);

test.concurrent.for([
  { bitstream: 'nimiq', cards: 1 },
  { bitstream: 'rb4', cards: 2 },
])(
  'the ramp-down of $bitstream after SIGINT is printed to its end, which is 0',
  async ({ bitstream, cards }, { fpgaTee }) => {
    const simulator = fpgaTee(['simulate', '-b', bitstream, '--cards', `${cards}`, '--rate', '5']);
    await simulator.printed('Soln');
    simulator.signal('SIGINT');
    expect(await simulator.ended).toBe(0);
    const finals = simulator.stdout.toString().match(/^FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz$/gm);
    expect(finals).toHaveLength(cards);
  },
);
