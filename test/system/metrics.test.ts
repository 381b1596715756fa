import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { needsProgram } from '../support/left-out.ts';
import { sampleBytes, sampleNames, truthOf } from '../support/samples.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { expectGolden } from './support/golden.ts';
import { ask, browser, prometheus, scrape, seriesOf, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const here = ['--host', '127.0.0.1', '--port', '0'];
const dna = '40020000013AE3213511111C';

/** A line of rb4's statistics. */
function rb4(values: {
  hashrate: number;
  good: number;
  total: number;
  shares?: string;
  card?: string;
}): string {
  const { hashrate, good, total, shares = '0/0', card = dna } = values;
  return `[${card}] Hash: ${hashrate.toFixed(3)}GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: ${good}/${total} Shares: ${shares}\n`;
}

/** A message of a WhiteFire miner, which leaves its line open. */
function nimiq(good: number, total: number): string {
  return `\n[${dna}] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: ${good}/${total}  [q=3]`;
}

/** Lines that have ended. */
function linesIn(bytes: Buffer): number {
  return bytes.toString('latin1').split('\n').length - 1;
}

/** The page once every line that has ended was read and logged; the numbers of the one that is open may come later. */
async function settled(address: string, input: Buffer): Promise<string> {
  return until(async () => {
    const page = await scrape(address);
    const lines = Object.values(seriesOf(page, 'fpga_tee_lines_total')).reduce(
      (sum, count) => sum + count,
      0,
    );
    return lines === linesIn(input) && value(page, 'fpga_tee_log_bytes_total') === input.length && page;
  });
}

/** The page without what differs from run to run: the times of the readings, which are now, and the version. */
function stable(page: string): string {
  const time = (metric: string): RegExp => new RegExp(`^(${metric}\\{card="[^"]+"\\}) (\\S+)$`, 'gm');
  const hide = (_: string, series: string, seconds: string): string => {
    expect(Math.abs(Date.now() / 1000 - Number(seconds)), `${series} is now`).toBeLessThan(60);
    return `${series} <now>`;
  };
  return page
    .replace(time('fpga_last_reading_timestamp_seconds'), hide)
    .replace(time('last_update'), hide)
    .replace(
      `fpga_tee_build_info{version="${manifest.version}"} 1\n`,
      'fpga_tee_build_info{version="<version>"} 1\n',
    );
}

describe('the whole page', () => {
  test.concurrent.for(sampleNames)('after %s', async (sample, { fpgaTee }) => {
    const input = sampleBytes(sample);
    const tee = fpgaTee(here);
    await tee.stdin.write(input);
    const address = await tee.address();
    await until(async () => {
      await expectGolden(stable(await settled(address, input)), `metrics/${sample}.prom`);
      return true;
    });
  });

  test.concurrent.for(['0xbtc-dna', 'rb4-dna', 'nimiq', 'whitefire-gram', 'whitefire-table-a'])(
    "after %s with the predecessor's names",
    async (sample, { fpgaTee }) => {
      const input = sampleBytes(sample);
      const tee = fpgaTee([...here, '--legacy-metrics']);
      await tee.stdin.write(input);
      const address = await tee.address();
      await until(async () => {
        await expectGolden(stable(await settled(address, input)), `metrics/${sample}.legacy.prom`);
        return true;
      });
    },
  );
});

describe('a reading', () => {
  test.concurrent('is served as soon as its line has come out on stdout', async ({ fpgaTee }) => {
    const tee = fpgaTee(here);
    const address = await tee.address();
    for (let count = 1; count <= 20; count += 1) {
      const line = rb4({ hashrate: count, good: count, total: count });
      await tee.stdin.write(line);
      await tee.printed(line);
      const page = await scrape(address);
      expect(value(page, 'fpga_hashrate_hashes_per_second{card="card1"}')).toBe(count * 1e9);
      expect(value(page, 'fpga_solutions_total{card="card1"}')).toBe(count);
    }
  });

  test.concurrent('has the digits that were printed, in metrics, the old metrics, JSON and on the page', async ({
    fpgaTee,
  }) => {
    const tee = fpgaTee([...here, '--legacy-metrics']);
    const address = await tee.address();
    const line = `[${dna}] Hash: 17.147GH/s [8.2MHz] Err: 0.39% 45.3C 0.85V Soln: 118/120\n`;
    await tee.stdin.write(line);
    await tee.printed(line);
    const page = await scrape(address);
    for (const series of [
      'fpga_hashrate_hashes_per_second{card="card1"} 17147000000',
      'fpga_clock_hertz{card="card1"} 8200000',
      'fpga_error_ratio{card="card1"} 0.0039',
      'hashrate{card="card1"} 17.147',
      'clock_speed{card="card1"} 8.2',
      'errors{card="card1"} 0.39',
    ])
      expect(page.split('\n')).toContain(series);
    const { body } = await ask(`${address}/api/cards`);
    expect(body).toMatch(/"hashrate":\s*17147000000,\s*"clock":\s*8200000,/);
    expect(body).toMatch(/"errorRatio":\s*0\.0039,/);
    expect((await ask(address, { headers: browser })).body).toMatch(/ class="(?:\w+ )?green">0\.39 %</);
  });

  test.concurrent('is taken from a line without a newline once it has been quiet for 250 ms, and the line counts when it ends', async ({
    fpgaTee,
  }) => {
    const tee = fpgaTee([...here, '--bitstream', 'nimiq']);
    const address = await tee.address();
    const counts = async (): Promise<object> => {
      const page = await scrape(address);
      return {
        solutions: value(page, 'fpga_solutions_total{card="card1"}'),
        bad: value(page, 'fpga_solutions_bad_total{card="card1"}'),
        stats: value(page, 'fpga_tee_lines_total{kind="stats"}'),
        restarts: value(page, 'fpga_miner_restarts_total{source="stdin"}'),
      };
    };

    const written = Date.now() / 1000;
    await tee.stdin.write(nimiq(10, 11));
    await until(
      async () => expect(await counts()).toEqual({ solutions: 11, bad: 1, stats: 0, restarts: 0 }) ?? true,
    );
    const readAt = value(await scrape(address), `fpga_last_reading_timestamp_seconds{card="card1"}`);
    expect(readAt).toBeGreaterThanOrEqual(written + 0.24);

    // Its newline comes with the next message, which is open in its turn.
    await tee.stdin.write('\n');
    await tee.printed('[q=3]\n');
    expect(await counts()).toEqual({ solutions: 11, bad: 1, stats: 1, restarts: 0 });
    await tee.stdin.write(nimiq(12, 14).slice(1));
    await until(
      async () => expect(await counts()).toEqual({ solutions: 14, bad: 2, stats: 1, restarts: 0 }) ?? true,
    );
    await tee.stdin.write(nimiq(13, 15));
    await tee.printed('13/15');
    expect(await counts()).toEqual({ solutions: 14, bad: 2, stats: 2, restarts: 0 });
    await until(
      async () => expect(await counts()).toEqual({ solutions: 15, bad: 2, stats: 2, restarts: 0 }) ?? true,
    );
  });

  test.concurrent('of something that happened counts once, when its line has ended', async ({ fpgaTee }) => {
    const tee = fpgaTee([...here, '-b', 'nimiq']);
    const address = await tee.address();
    const events = async (): Promise<object> => seriesOf(await scrape(address), 'fpga_events_total');
    const once = { 'fpga_events_total{card="card1",kind="stale_work"}': 1 };
    await tee.stdin.write(`${nimiq(1, 1)}\nStale work.`);
    // The line before it has been read, and there it is still open.
    await until(
      async () => value(await scrape(address), 'fpga_tee_lines_total{kind="stats"}') === 1 || undefined,
    );
    expect(await events()).toEqual({});
    await tee.stdin.write(nimiq(2, 2));
    await tee.printed('2/2');
    expect(await events()).toEqual(once);
    expect(value(await scrape(address), 'fpga_tee_lines_total{kind="event"}')).toBe(1);
  });

  test.concurrent('grows stale: the gauges vanish, the counters stay, and come back with the next one', async ({
    fpgaTee,
  }) => {
    const tee = fpgaTee([...here, '--stale-after', '500ms']);
    const address = await tee.address();
    const gauges = [
      'hashrate_hashes_per_second',
      'clock_hertz',
      'temperature_celsius',
      'core_voltage_volts',
      'error_ratio',
    ];
    const shownGauges = (page: string): string[] =>
      gauges.filter((name) => value(page, `fpga_${name}{card="card1"}`) !== null);

    await tee.stdin.write(rb4({ hashrate: 2, good: 9, total: 10, shares: '2/3' }));
    const fresh = await until(async () => {
      const page = await scrape(address);
      return value(page, 'fpga_card_up{card="card1"}') === 1 && page;
    });
    expect(shownGauges(fresh)).toEqual(gauges);

    const stale = await until(async () => {
      const page = await scrape(address);
      return value(page, 'fpga_card_up{card="card1"}') === 0 && page;
    });
    expect(shownGauges(stale)).toEqual([]);
    for (const counter of ['solutions', 'solutions_bad', 'shares', 'shares_rejected']) {
      const series = `fpga_${counter}_total{card="card1"}`;
      expect(value(stale, series)).toBe(value(fresh, series));
    }
    const time = 'fpga_last_reading_timestamp_seconds{card="card1"}';
    expect(value(stale, time)).toBe(value(fresh, time));
    expect(value(stale, 'fpga_miner_up{source="stdin"}')).toBe(0);

    await tee.stdin.write(rb4({ hashrate: 2, good: 10, total: 11, shares: '2/3' }));
    await until(async () => shownGauges(await scrape(address)).length === gauges.length);
  });
});

describe('a restart of the miner', () => {
  test.concurrent('seen by its numbers is counted, and the totals go on', async ({ fpgaTee }) => {
    const tee = fpgaTee(here);
    const address = await tee.address();
    await tee.stdin.write(rb4({ hashrate: 2, good: 99, total: 100, shares: '9/10' }));
    const last = rb4({ hashrate: 2, good: 5, total: 5, shares: '1/2' });
    await tee.stdin.write(last);
    await tee.printed(last);
    const page = await scrape(address);
    expect(value(page, 'fpga_miner_restarts_total{source="stdin"}')).toBe(1);
    expect(value(page, 'fpga_solutions_total{card="card1"}')).toBe(105);
    expect(value(page, 'fpga_solutions_bad_total{card="card1"}')).toBe(1);
    expect(value(page, 'fpga_shares_total{card="card1"}')).toBe(12);
    expect(value(page, 'fpga_shares_rejected_total{card="card1"}')).toBe(2);
  });

  test.concurrent('seen by its banner is counted: the same session twice makes twice the totals', async ({
    fpgaTee,
  }) => {
    const once = sampleBytes('whitefire-table-a');
    const twice = Buffer.concat([once, once]);
    const tee = fpgaTee(here);
    const address = await tee.address();
    await tee.stdin.write(once);
    const first = await settled(address, once);
    await tee.stdin.write(once);
    const second = await settled(address, twice);
    const restarts = 'fpga_miner_restarts_total{source="stdin"}';
    expect([value(first, restarts), value(second, restarts)]).toEqual([0, 1]);
    const totals = [
      'fpga_solutions_total',
      'fpga_solutions_bad_total',
      'fpga_miner_shares_total',
      'fpga_events_total',
    ];
    for (const metric of totals) {
      const doubled = Object.entries(seriesOf(first, metric)).map(([series, value]) => [series, 2 * value]);
      expect(seriesOf(second, metric)).toEqual(Object.fromEntries(doubled));
    }
    expect(Object.keys(seriesOf(second, 'fpga_card_up'))).toHaveLength(3);
  });
});

describe('the server', () => {
  test.concurrent('gives / as metrics to Prometheus and to curl, and as a page to a browser', async ({
    fpgaTee,
  }) => {
    const tee = fpgaTee(here);
    const address = await tee.address();
    const line = rb4({ hashrate: 2, good: 9, total: 10 });
    await tee.stdin.write(line);
    await tee.printed(line);

    const scraped = await ask(`${address}/`, { headers: prometheus });
    expect(scraped).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(value(scraped.body, 'fpga_hashrate_hashes_per_second{card="card1"}')).toBe(2e9);

    const page = await ask(`${address}/`, { headers: browser });
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    for (const text of [`fpga-tee ${manifest.version}</small>`, 'card1', '2.000 GH/s', 'href="metrics"'])
      expect(page.body).toContain(text);
    // The tool's own, and no other.
    expect(page.body.match(/<script[^>]*>/g)).toEqual(['<script defer src="page.js">']);
  });

  test('answers the real curl', async ({ fpgaTee }) => {
    needsProgram('curl');
    const tee = fpgaTee(here);
    const address = await tee.address();
    const line = rb4({ hashrate: 2, good: 9, total: 10 });
    await tee.stdin.write(line);
    await tee.printed(line);
    for (const place of ['/', '/metrics']) {
      const { stdout } = await promisify(execFile)('curl', [
        '--silent',
        '--fail',
        '--noproxy',
        '*',
        `${address}${place}`,
      ]);
      expect(value(stdout, 'fpga_hashrate_hashes_per_second{card="card1"}')).toBe(2e9);
    }
  });

  test.concurrent('tells its health: 503 before the first reading, 200 after it, 503 once it is stale', async ({
    fpgaTee,
  }) => {
    const tee = fpgaTee([...here, '--stale-after', '2s']);
    const address = await tee.address();
    const health = async () => {
      const { status, type, body } = await ask(`${address}/health`);
      expect(type).toBe('application/json; charset=utf-8');
      return { code: status, ...JSON.parse(body) };
    };
    expect(await health()).toMatchObject({
      code: 503,
      status: 'waiting',
      reason: 'no card has reported yet',
    });
    await tee.stdin.write('chatter is no reading\n');
    await tee.printed('chatter');
    expect(await health()).toMatchObject({ code: 503, status: 'waiting' });
    await tee.stdin.write(rb4({ hashrate: 2, good: 9, total: 10 }));
    await until(async () => (await health()).code === 200);
    await until(async () => (await health()).code === 503);
    expect(await health()).toMatchObject({
      status: 'stale',
      reason: expect.stringMatching(/^no card has reported for \d+ s \(stale after 2 s\)$/),
      cards: [{ card: 'card1', up: false }],
    });
  });

  test.concurrent('gives the cards as JSON', async ({ fpgaTee }) => {
    const tee = fpgaTee([...here, '-c', 'bcu']);
    const address = await tee.address();
    const line = rb4({ hashrate: 2, good: 9, total: 10, shares: '2/3' });
    await tee.stdin.write(line);
    await tee.printed(line);
    await until(
      async () => JSON.parse((await ask(`${address}/api/cards`)).body).tee.log.written === line.length,
    );
    const { status, type, body } = await ask(`${address}/api/cards`);
    expect({ status, type }).toEqual({ status: 200, type: 'application/json; charset=utf-8' });
    expect(JSON.parse(body)).toMatchObject({
      cards: [
        {
          card: 'bcu',
          source: 'stdin',
          bitstream: 'rb4',
          dna,
          up: true,
          hashrate: 2e9,
          hashrateAverage: 2e9,
          clock: 600e6,
          temperature: 45.3,
          coreVoltage: 0.85,
          errorRatio: 0.001,
          solutions: 10,
          solutionsBad: 1,
          shares: 3,
          sharesRejected: 1,
        },
      ],
      miners: [{ source: 'stdin', up: true, restarts: 0 }],
      lines: { stats: 1, share: 0, event: 0, other: 0 },
      tee: { version: manifest.version, bytes: line.length, metrics: { address }, warnings: [] },
    });
  });

  test.concurrent('has no other pages, and no other methods', async ({ fpgaTee }) => {
    const address = await fpgaTee(here).address();
    for (const place of ['/nothing', '/metrics/', '/../package.json', '/hashrates.log'])
      expect((await ask(`${address}${place}`)).status).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask(`${address}/metrics`, { method })).status).toBe(405);
    expect(await ask(`${address}/metrics`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test.concurrent('that finds its port taken says so in one line with the way out; the rest goes on', async ({
    fpgaTee,
    readLog,
  }) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const taken = other.address();
      const port = typeof taken === 'object' ? String(taken?.port) : '';
      const tee = fpgaTee(['--host', '127.0.0.1', '--port', port]);
      await until(() => tee.stderr.includes('\n'));
      const input = sampleBytes('rb4-dna');
      tee.stdin.end(input);
      expect(await tee.ended).toBe(0);
      expectBytes(tee.stdout, input);
      expectBytes(await readLog(), input);
      expect(tee.stderr).toMatch(
        new RegExp(`^fpga-tee: [^\\n]*port ${port} is taken[^\\n]*--port[^\\n]*\\n$`),
      );
    } finally {
      other.close();
    }
  });

  test.skipIf(process.platform !== 'linux')('is not there with --no-metrics', async ({ fpgaTee }) => {
    const socketsOf = async (pid: number): Promise<number> => {
      const files = await readdir(`/proc/${pid}/fd`);
      const targets = await Promise.all(
        files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')),
      );
      return targets.filter((target) => target.startsWith('socket:')).length;
    };
    const without = fpgaTee(['--no-metrics', '-o', 'without.log']);
    const withMetrics = fpgaTee([...here, '-o', 'with.log']);
    await withMetrics.address();
    for (const tee of [without, withMetrics]) {
      await tee.stdin.write(rb4({ hashrate: 2, good: 9, total: 10 }));
      await tee.printed('Soln');
    }
    expect(await socketsOf(withMetrics.pid)).toBe(1);
    expect(await socketsOf(without.pid)).toBe(0);
    expect(without.stderr).toBe('');
  });
});

describe('the names of the cards', () => {
  const dnas = Object.values(truthOf('whitefire-table-a').cards).map((card) => card.dna);

  test.concurrent.for([
    { args: [], names: ['card1', 'card2', 'card3'] },
    { args: ['-c', 'upper', '-c', 'middle'], names: ['upper', 'middle', 'card3'] },
    { args: ['--cardnames', 'upper,middle,lower'], names: ['upper', 'middle', 'lower'] },
    { args: ['--card', `${dnas[2]}=third`], names: ['card1', 'card2', 'third'] },
    { args: ['--card', '1=second,rest'], names: ['rest', 'second', 'card3'] },
  ])('are $names with $args', async ({ args, names }, { fpgaTee }) => {
    const input = sampleBytes('whitefire-table-a');
    const tee = fpgaTee([...here, ...args]);
    await tee.stdin.write(input);
    const page = await settled(await tee.address(), input);
    expect(Object.keys(seriesOf(page, 'fpga_card_info'))).toEqual(
      names.map(
        (name, place) =>
          `fpga_card_info{card="${name}",bitstream="whitefire-table",dna="${dnas[place]}",device="VU35P"}`,
      ),
    );
  });
});
