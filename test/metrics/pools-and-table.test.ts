import { describe, expect, test } from 'vitest';
import { metricDefinitions } from '../../src/metrics/definitions.ts';
import { forGauges } from '../../src/readings/gauges.ts';
import type { PoolSnapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, aPool, aSnapshot } from '../support/snapshots.ts';
import { pageOf } from './support/pages.ts';

describe('a pool', () => {
  const linesOf = async (pool: PoolSnapshot) =>
    (await pageOf({ ...aSnapshot(), pools: [pool] }))
      .split('\n')
      .filter((line) => line.startsWith('fpga_pool_'));

  test('that answers', async () => {
    expect(await linesOf(aPool())).toEqual([
      'fpga_pool_up{pool="pool.example"} 1',
      'fpga_pool_hashrate_hashes_per_second{pool="pool.example",basis="pool"} 16900000000',
      'fpga_pool_hashrate_hashes_per_second{pool="pool.example",basis="shares"} 17000000000',
      'fpga_pool_last_share_timestamp_seconds{pool="pool.example"} 1699999762.75',
      'fpga_pool_balance{pool="pool.example",currency="NIM"} 12.345',
      'fpga_pool_shares_total{pool="pool.example"} 57',
      'fpga_pool_address_known{pool="pool.example"} 1',
      'fpga_pool_last_success_timestamp_seconds{pool="pool.example"} 1699999992.75',
      'fpga_pool_request_duration_seconds{pool="pool.example"} 0.35',
    ]);
  });

  test('that does not answer has lost its values, not frozen them', async () => {
    const nothing = {
      hashrate: null,
      hashrateFromShares: null,
      lastShareAt: null,
      balance: null,
      shares: null,
    };
    const gone = aPool({ ...nothing, up: false, addressKnown: null, requestSeconds: null, comparison: null });
    expect(await linesOf(gone)).toEqual([
      'fpga_pool_up{pool="pool.example"} 0',
      'fpga_pool_last_success_timestamp_seconds{pool="pool.example"} 1699999992.75',
    ]);
  });

  test('that does not know the address, and one whose answer does not tell', async () => {
    expect(await linesOf(aPool({ addressKnown: false }))).toContain(
      'fpga_pool_address_known{pool="pool.example"} 0',
    );
    expect((await linesOf(aPool({ addressKnown: null }))).join()).not.toContain('address_known');
  });
});

describe('the table of metrics', () => {
  const rig = aSnapshot({
    cards: [
      aCard({
        gauges: forGauges(() => 1),
        totals: { ...aCard().totals, sharesStale: 1 },
        events: { dev_fee: 1 },
        slowness: { slow: true, current: 1e9, median: 2e9 },
      }),
    ],
    miners: [
      aMiner({
        process: { hashrate: 1e9, power: 90, shares: { total: 2, rejected: 1, stale: 1 }, cardsTell: true },
        shares: { total: 2, rejected: 1 },
      }),
    ],
  });
  const snapshot = { ...rig, pools: [aPool()] };

  test('follows the naming rules of Prometheus', () => {
    for (const { name, type, help } of metricDefinitions) {
      expect(name).toMatch(/^fpga_[a-z_]+$/);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      expect(help, name).toMatch(/^[A-Z].+\.$/);
    }
  });

  test('has every name once', () => {
    const names = metricDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(metricDefinitions.map((definition) => [definition.name, definition] as const))(
    'names the labels of %s in their order',
    (_, definition) => {
      const samples = definition.collect(snapshot);
      expect(samples.length).toBeGreaterThan(0);
      for (const { labels } of samples) expect(Object.keys(labels)).toEqual(definition.labels);
    },
  );
});
