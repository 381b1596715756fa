import { describe, expect, test } from 'vitest';
import { metricDefinitions } from '../../src/metrics/definitions.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type { PoolSnapshot, Snapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, aPool, aSnapshot } from '../support/snapshots.ts';

/** Every value under a name that is not the tool's own. */
async function legacyLines(snapshot: Snapshot): Promise<string[]> {
  const page = await createMetrics({ legacy: true }).render(snapshot);
  return page.split('\n').filter((line) => /^(?!#|fpga_)./.test(line));
}

const rb4 = aCard({ name: 'fpga' });
const zeroXBtc = aCard({ name: 'fpga', bitstream: '0xbtc' });
const nimiq = aCard({
  name: 'fpga',
  bitstream: 'nimiq',
  gauges: {
    ...emptyGauges,
    hashrate: 1487123,
    clock: 400000000,
    temperature: 31.4,
    coreVoltage: 0.72,
    errorRatio: 0.0007,
  },
  printed: { value: 1487.123, unit: 'KH/s' },
  minerCounts: { solutionsGood: 2239, solutionsTotal: 2241, sharesGood: 2239, sharesTotal: 2258 },
  totals: { solutions: 2241, solutionsBad: 2, shares: 3000, sharesRejected: 25, failures: null },
});

test('an rb4 card has what the exporter for rb4 had', async () => {
  expect(await legacyLines(aSnapshot({ cards: [rb4] }))).toEqual([
    'hashrate{card="fpga"} 2.31',
    'clock_speed{card="fpga"} 600',
    'temperature{card="fpga"} 45.3',
    'voltage{card="fpga"} 0.85',
    'errors{card="fpga"} 0.1',
    'last_update{card="fpga"} 1700000000',
    'solutions_good{card="fpga"} 118',
    'solutions_total{card="fpga"} 120',
    'share_good{card="fpga"} 37',
    'share_percent{card="fpga"} 7.5',
    'share_bad_total{card="fpga"} 5',
    'share_total{card="fpga"} 40',
  ]);
});

test('a nimiq card has what the exporter for nimiq had', async () => {
  expect(await legacyLines(aSnapshot({ cards: [nimiq] }))).toEqual([
    'hashrate{card="fpga"} 1487.123',
    'clock_speed{card="fpga"} 400',
    'temperature{card="fpga"} 31.4',
    'voltage{card="fpga"} 0.72',
    'errors{card="fpga"} 0.07',
    'last_update{card="fpga"} 1700000000',
    'solutions_good{card="fpga"} 2239',
    'solutions_total{card="fpga"} 2241',
    'share_good_total{card="fpga"} 2975',
    'share_bad_total{card="fpga"} 25',
    'share_total{card="fpga"} 3000',
  ]);
});

test('a 0xbtc card has what the exporter for 0xbtc had', async () => {
  expect(await legacyLines(aSnapshot({ cards: [zeroXBtc] }))).toEqual([
    'hashrate{card="fpga"} 2.31',
    'clock_speed{card="fpga"} 600',
    'temperature{card="fpga"} 45.3',
    'voltage{card="fpga"} 0.85',
    'errors{card="fpga"} 0.1',
    'last_update{card="fpga"} 1700000000',
  ]);
});

test('everything of a silent card vanishes', async () => {
  const cards = [rb4, nimiq, zeroXBtc].map((card) => ({ ...card, up: false }));
  expect(await legacyLines(aSnapshot({ cards }))).toEqual([]);
});

test('two kinds of cards share one family of share_total', async () => {
  const cards = [
    { ...rb4, name: 'a' },
    { ...nimiq, name: 'b' },
  ];
  const page = await createMetrics({ legacy: true }).render(aSnapshot({ cards }));
  expect(page.match(/^# TYPE share_total .*$/gm)).toEqual(['# TYPE share_total counter']);
  expect(page).toContain('share_total{card="a"} 40\nshare_total{card="b"} 3000\n');
});

describe('shares that the miner counts', () => {
  const none = { ...nimiq.totals, shares: null, sharesRejected: null };
  const miners = [aMiner({ shares: { total: 12, rejected: 2 } }), aMiner({ source: 'other' })];

  test('are the card’s where the miner drives no other', async () => {
    const cards = [
      { ...nimiq, totals: none },
      aCard({ name: 'elsewhere', source: 'other', bitstream: '0xbtc' }),
    ];
    expect(await legacyLines(aSnapshot({ cards, miners }))).toEqual(
      expect.arrayContaining([
        'share_good_total{card="fpga"} 10',
        'share_bad_total{card="fpga"} 2',
        'share_total{card="fpga"} 12',
      ]),
    );
  });

  test('are nobody’s where it drives more', async () => {
    const cards = [
      { ...nimiq, name: 'a', totals: none },
      { ...nimiq, name: 'b', totals: none },
    ];
    const lines = await legacyLines(aSnapshot({ cards, miners }));
    expect(lines.filter((line) => line.startsWith('share'))).toEqual([]);
  });
});

test('no share yet is no percentage, and no division by zero', async () => {
  const cards = [{ ...rb4, minerCounts: { ...rb4.minerCounts, sharesGood: 0, sharesTotal: 0 } }];
  const lines = await legacyLines(aSnapshot({ cards }));
  expect(lines).toContain('share_total{card="fpga"} 0');
  expect(lines.filter((line) => line.startsWith('share_percent'))).toEqual([]);
});

test('an absurd hashrate is not published as it was printed', async () => {
  const cards = [
    { ...rb4, gauges: { ...rb4.gauges, hashrate: null }, printed: { value: 9e30, unit: 'GH/s' } as const },
  ];
  expect((await legacyLines(aSnapshot({ cards }))).filter((line) => line.startsWith('hashrate'))).toEqual([]);
});

test("the pools' hashrate is in GH/s, without a label, and gone with the pools", async () => {
  const page = async (...pools: PoolSnapshot[]) =>
    (await legacyLines({ ...aSnapshot(), pools })).filter((line) => line.startsWith('pool_hashrate'));
  expect(await page(aPool())).toEqual(['pool_hashrate 16.9']);
  expect(await page(aPool(), aPool({ hashrate: 1.1e9 }))).toEqual(['pool_hashrate 18']);
  expect(await page(aPool({ hashrate: null }))).toEqual([]);
});

test('the old names come after the new ones and change nothing about these', async () => {
  const page = (legacy: boolean) => createMetrics({ legacy }).render(aSnapshot());
  const own = await page(false);
  expect((await page(true)).startsWith(own)).toBe(true);
  expect(own.match(/^# TYPE /gm)).toHaveLength(
    metricDefinitions.filter(({ seldom }) => seldom !== true).length,
  );
});
