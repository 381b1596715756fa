import { expect } from 'vitest';
import { sampleBytes, truthOf } from '../support/samples.ts';
import { scrape, value } from './support/http.ts';
import { test } from './support/prometheus.ts';
import { until } from './support/until.ts';

/** What the predecessor's exporters give for a log: they read the places of its last statistics. */
interface Exported {
  readonly hashrate: number;
  readonly clock_speed: number;
  readonly temperature: number;
  readonly voltage: number;
  readonly errors: number;
  readonly [more: string]: number;
}

/** Words of the last line that has so many. */
function lastWords(log: string, count: number): readonly string[] {
  const lines = log.split('\n').map((line) => line.trim().split(/\s+/));
  return lines.findLast((words) => words.length === count && words[1] === 'Hash:') ?? [];
}

const numberIn = (word = ''): number => Number(/\d+(?:\.\d+)?/.exec(word)?.[0]);
const pair = (word = ''): readonly number[] => word.split('/').map(Number);

const exporters: Readonly<Record<string, (log: string) => Exported>> = {
  '0xbtc-dna'(log) {
    const words = lastWords(log, 10);
    const [hashrate = 0, clock_speed = 0, errors = 0, temperature = 0, voltage = 0] = [2, 3, 5, 6, 7].map(
      (place) => numberIn(words[place]),
    );
    return { hashrate, clock_speed, errors, temperature, voltage };
  },
  'rb4-dna'(log) {
    const words = lastWords(log, 12);
    const [hashrate = 0, clock_speed = 0, errors = 0, temperature = 0, voltage = 0] = [2, 3, 5, 6, 7].map(
      (place) => numberIn(words[place]),
    );
    const [solutions_good = 0, solutions_total = 0] = pair(words[9]);
    const [share_good = 0, share_total = 0] = pair(words[11]);
    const share_percent = ((share_total - share_good) / share_total) * 100;
    const more = { solutions_good, solutions_total, share_good, share_total, share_percent };
    // It missed those after a restart of the miner: here they are all of the log.
    const share_bad_total = truthOf('rb4-dna').cards['card1']?.shares_rejected ?? -1;
    return { hashrate, clock_speed, errors, temperature, voltage, ...more, share_bad_total };
  },
  nimiq(log) {
    const words = lastWords(log, 15);
    const [hashrate = 0, clock_speed = 0, temperature = 0, voltage = 0, errors = 0] = [2, 6, 8, 9, 11].map(
      (place) => numberIn(words[place]),
    );
    const [solutions_good = 0, solutions_total = 0] = pair(words[13]);
    const share_good_total = log.split('yay').length - 1;
    const share_bad_total = log.split(/boo+/).length - 1;
    const share_total = share_good_total + share_bad_total;
    const more = { solutions_good, solutions_total, share_good_total, share_bad_total, share_total };
    return { hashrate, clock_speed, errors, temperature, voltage, ...more };
  },
};

/** The forms in which the three dashboards ask, and what to expect for a metric that does not change. */
const forms = [
  (metric: string) => `${metric}{card='fpga'}`,
  ...['5m', '15m', '1h'].map(
    (range) => (metric: string) => `avg_over_time(${metric}{card='fpga'}[${range}])`,
  ),
];

test.concurrent.for(Object.entries(exporters))(
  "the predecessor's dashboards get from %s what its exporter gave them",
  async ([sample, exporter], { fpgaTee, scraping }) => {
    const input = sampleBytes(sample);
    const tee = fpgaTee(['--host', '127.0.0.1', '-p', '0', '--legacy-metrics', '--cardnames', 'fpga']);
    const started = Math.floor(Date.now() / 1000);
    await tee.stdin.write(input);
    const address = await tee.address();
    await until(async () => value(await scrape(address), 'fpga_tee_log_bytes_total') === input.length);
    const prometheus = await scraping(address, '/');
    // Two scrapes, as a rate needs them.
    await until(async () => ((await prometheus.value('count_over_time(up[5m])')) ?? 0) >= 3);

    const expected = exporter(input.toString());
    for (const [metric, number] of Object.entries(expected)) {
      for (const form of forms)
        expect(await prometheus.value(form(metric)), form(metric)).toBeCloseTo(number, 6);
    }
    expect(await prometheus.value("last_update{card='fpga'}")).toBeGreaterThanOrEqual(started);
    if (sample === '0xbtc-dna') return;
    expect(await prometheus.value("rate(share_bad_total{card='fpga'}[15m])")).toBe(0);
    const failed = "(share_bad_total{card='fpga'}/share_total{card='fpga'})*100";
    if (sample === 'nimiq')
      expect(await prometheus.value(failed)).toBeCloseTo(
        ((expected['share_bad_total'] ?? 0) / (expected['share_total'] ?? 0)) * 100,
        6,
      );
  },
);
