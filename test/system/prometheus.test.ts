import { describe, expect } from 'vitest';
import { metricDefinitions } from '../../src/metrics/definitions.ts';
import { legacyMetricDefinitions } from '../../src/metrics/legacy-definitions.ts';
import { promtool } from '../support/prometheus.ts';
import { sampleBytes } from '../support/samples.ts';
import { scrape, value } from './support/http.ts';
import { test } from './support/prometheus.ts';
import { until } from './support/until.ts';

const here = ['--host', '127.0.0.1', '--port', '0'];

/** A line of rb4's statistics. */
function rb4(solutions: number, shares = 0): string {
  return `[40020000013AE3213511111C] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: ${solutions}/${solutions} Shares: ${shares}/${shares}\n`;
}

describe('a real Prometheus', () => {
  test.concurrent('finds the target up, and every metric with its type and help', async ({
    fpgaTee,
    scraping,
  }) => {
    const tee = fpgaTee(here);
    await tee.stdin.write(sampleBytes('nimiq'));
    const prometheus = await scraping(await tee.address());
    await until(async () => (await prometheus.value('up')) === 1);
    const [target, ...others] = await prometheus.targets();
    expect(others).toEqual([]);
    expect(target).toMatchObject({ health: 'up', lastError: '' });

    const metadata = await prometheus.metadata();
    const expected = metricDefinitions
      .filter(({ seldom }) => seldom !== true)
      .map(({ name, type, help }) => [name, { type, help }] as const);
    expect(new Map(metadata)).toEqual(new Map(expected));
    await until(async () => (await prometheus.value('fpga_card_up{card="card1",job="fpga"}')) === 1);
  });

  test.concurrent("is served by the predecessor's scrape configuration, which asks for /", async ({
    fpgaTee,
    scraping,
  }) => {
    const tee = fpgaTee(here);
    await tee.stdin.write(rb4(10));
    const prometheus = await scraping(await tee.address(), '/');
    await until(async () => (await prometheus.value('fpga_solutions_total')) === 10);
    expect((await prometheus.targets())[0]?.scrapeUrl).toMatch(/:\d+\/$/);
  });

  test.concurrent("has a silent card's gauges stale within two scrapes of --stale-after", async ({
    fpgaTee,
    scraping,
  }) => {
    const staleAfter = 3;
    const tee = fpgaTee([...here, '--stale-after', `${staleAfter}s`]);
    const prometheus = await scraping(await tee.address());
    await until(async () => (await prometheus.value('up')) === 1);
    await tee.stdin.write(rb4(10));
    await until(async () => (await prometheus.value('fpga_temperature_celsius')) === 45.3);
    await until(async () => (await prometheus.value('fpga_card_up')) === 0);

    const [temperature] = await prometheus.query('fpga_temperature_celsius[5m]');
    const [up] = await prometheus.query('fpga_card_up[5m]');
    const lastValue = temperature?.values.at(-1)?.[0] ?? 0;
    const silentAt = up?.values.find(([, value]) => value === 0)?.[0] ?? 0;
    const readAt = (await prometheus.value('fpga_last_reading_timestamp_seconds')) ?? 0;
    const [target] = await prometheus.query('up[5m]');
    const scrapesBetween = (from: number, to: number): number =>
      (target?.values ?? []).filter(([time]) => time > from && time <= to).length;
    expect(scrapesBetween(lastValue, silentAt)).toBe(1);
    expect(scrapesBetween(readAt, lastValue)).toBeGreaterThan(2);
    expect(scrapesBetween(readAt + staleAfter, silentAt)).toBeLessThanOrEqual(2);
    // Without Prometheus's five minutes of looking back.
    expect(await prometheus.query('fpga_temperature_celsius', silentAt + 0.001)).toEqual([]);
    expect(await prometheus.query('fpga_temperature_celsius', lastValue + 0.001)).toHaveLength(1);
    expect(await prometheus.value('fpga_solutions_total')).toBe(10);
  });

  test.concurrent('sees a restart of the miner as a counter that goes on: no negative rates, the right increase', async ({
    fpgaTee,
    scraping,
  }) => {
    const tee = fpgaTee(here);
    const prometheus = await scraping(await tee.address());
    const seen = (solutions: number): Promise<unknown> =>
      until(async () => (await prometheus.value('fpga_solutions_total')) === solutions);
    await tee.stdin.write(rb4(1000, 100));
    await seen(1000);
    // After the restart the miner counts from 0 again.
    for (const solutions of [40, 80, 120]) {
      await tee.stdin.write(rb4(solutions, solutions / 10));
      await seen(1000 + solutions);
    }
    const scrapes = async (): Promise<number> => (await prometheus.value('count_over_time(up[5m])')) ?? 0;
    const enough = (await scrapes()) + 3;
    await until(async () => (await scrapes()) >= enough);

    const [total] = await prometheus.query('fpga_solutions_total[5m]');
    const values = (total?.values ?? []).map(([, count]) => count);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect([values[0], values.at(-1)]).toEqual([1000, 1120]);
    for (const counter of ['fpga_solutions_total', 'fpga_shares_total'])
      expect(await prometheus.value(`resets(${counter}[5m])`)).toBe(0);
    expect(
      await prometheus.value('min_over_time(delta(fpga_solutions_total[2s])[1m:500ms])'),
    ).toBeGreaterThanOrEqual(0);
    // From the first to the last sample; Prometheus adds up to half a scrape at each end.
    const times = (total?.values ?? []).map(([time]) => time);
    const [from = 0, to = 0] = [times[0], times.at(-1)];
    const milliseconds = Math.round((to - from) * 1000) + 1;
    const [increase] = await prometheus.query(`increase(fpga_solutions_total[${milliseconds}ms])`, to);
    expect(increase?.values[0]?.[1]).toBeCloseTo(120, 0);
    expect(await prometheus.value('fpga_miner_restarts_total')).toBe(1);
  });

  test.concurrent("says up 0 after the tool's end", async ({ fpgaTee, scraping }) => {
    const tee = fpgaTee(here);
    const prometheus = await scraping(await tee.address());
    await tee.stdin.write(rb4(10));
    await until(async () => (await prometheus.value('fpga_card_up')) === 1);
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    await until(async () => (await prometheus.value('up')) === 0);
    // Everything of it is stale at once.
    expect(await prometheus.query('{__name__=~"fpga_.+"}')).toEqual([]);
  });
});

describe('promtool', () => {
  test.concurrent.for([
    { bitstream: 'nimiq', options: [], extra: [] },
    { bitstream: 'rb4-dna', options: ['--legacy-metrics'], extra: legacyMetricDefinitions },
  ])(
    'finds nothing to say of the page of $bitstream with $options',
    async ({ bitstream, options, extra }, { fpgaTee }) => {
      const tee = fpgaTee([...here, ...options]);
      const input = sampleBytes(bitstream);
      await tee.stdin.write(input);
      const address = await tee.address();
      const page = await until(async () => {
        const text = await scrape(address);
        return value(text, 'fpga_tee_log_bytes_total') === input.length && text;
      });
      for (const { name } of extra) expect(page).toContain(`# TYPE ${name} `);
      expect(promtool(['check', 'metrics'], page)).toEqual({ code: 0, text: '' });
    },
  );
});
