import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type { Snapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, aPool, aSnapshot } from '../support/snapshots.ts';
import { pageOf, valuesOf } from './support/pages.ts';

test('what few miners print is on the page only where there is a value', async () => {
  const seldom =
    /fpga_(?:power_watts|fan_ratio|memory_|efficiency|shares_stale|miner_(?:hashrate|power|efficiency|shares_stale))/;
  expect(await pageOf(aSnapshot())).not.toMatch(seldom);
  const gauges = {
    ...emptyGauges,
    hashrate: 63e6,
    power: 31.5,
    fanRatio: 0.45,
    memoryTemperature: 74,
    memoryClock: 1.06e9,
  };
  const process = {
    hashrate: 2.4e9,
    power: 96,
    shares: { total: 9, rejected: 1, stale: 2 },
    cardsTell: true,
  };
  const totals = { ...aCard().totals, sharesStale: 3 };
  const page = await pageOf(aSnapshot({ cards: [aCard({ gauges, totals })], miners: [aMiner({ process })] }));
  expect(page.split('\n').filter((line) => seldom.test(line) && !line.startsWith('#'))).toEqual([
    'fpga_power_watts{card="card1"} 31.5',
    'fpga_fan_ratio{card="card1"} 0.45',
    'fpga_memory_temperature_celsius{card="card1"} 74',
    'fpga_memory_clock_hertz{card="card1"} 1060000000',
    'fpga_efficiency_hashes_per_joule{card="card1"} 2000000',
    'fpga_shares_stale_total{card="card1"} 3',
    'fpga_miner_shares_stale_total{source="stdin"} 2',
    'fpga_miner_hashrate_hashes_per_second{source="stdin"} 2400000000',
    'fpga_miner_power_watts{source="stdin"} 96',
    'fpga_miner_efficiency_hashes_per_joule{source="stdin"} 25000000',
  ]);
});

describe('a card that went silent', () => {
  const snapshot = aSnapshot({ cards: [aCard({ up: false, age: 300 }), aCard({ name: 'card2' })] });

  test.each([
    'fpga_hashrate_hashes_per_second',
    'fpga_clock_hertz',
    'fpga_temperature_celsius',
    'fpga_core_voltage_volts',
    'fpga_error_ratio',
  ])('has no %s any more', async (name) => {
    expect(await valuesOf(name, snapshot)).toEqual([expect.stringContaining('card="card2"')]);
  });

  test.each([
    ['fpga_card_up', '0'],
    ['fpga_solutions_total', '220'],
    ['fpga_solutions_bad_total', '3'],
    ['fpga_shares_total', '70'],
    ['fpga_shares_rejected_total', '5'],
    ['fpga_last_reading_timestamp_seconds', '1700000000.25'],
  ])('keeps %s', async (name, value) => {
    expect(await valuesOf(name, snapshot)).toContain(`${name}{card="card1"} ${value}`);
  });

  test('keeps its info', async () => {
    expect(await valuesOf('fpga_card_info', snapshot)).toHaveLength(2);
  });
});

test('a card that comes back has its gauges again', async () => {
  let up = true;
  const metrics = createMetrics({ legacy: false });
  const hasHashrate = async () => {
    const page = await metrics.render(aSnapshot({ cards: [aCard({ up })] }));
    return page.includes('\nfpga_hashrate_hashes_per_second{');
  };
  expect(await hasHashrate()).toBe(true);
  up = false;
  expect(await hasHashrate()).toBe(false);
  up = true;
  expect(await hasHashrate()).toBe(true);
});

test('a value that the miner did not print is left out, the others stay', async () => {
  const snapshot = aSnapshot({ cards: [aCard({ gauges: { ...emptyGauges, clock: 730000000 } })] });
  expect(await valuesOf('fpga_hashrate_hashes_per_second', snapshot)).toEqual([]);
  expect(await valuesOf('fpga_clock_hertz', snapshot)).toEqual(['fpga_clock_hertz{card="card1"} 730000000']);
});

test('zero is a value', async () => {
  const snapshot = aSnapshot({ cards: [aCard({ gauges: { ...emptyGauges, hashrate: 0 } })] });
  expect(await valuesOf('fpga_hashrate_hashes_per_second', snapshot)).toEqual([
    'fpga_hashrate_hashes_per_second{card="card1"} 0',
  ]);
});

test('no number that is not finite gets on the page', async () => {
  const gauges = { ...emptyGauges, hashrate: Number.NaN, clock: Number.POSITIVE_INFINITY };
  const page = await pageOf(aSnapshot({ cards: [aCard({ gauges })] }));
  expect(page).not.toMatch(/nan|inf$/im);
  expect(page).toContain('fpga_card_up{card="card1"} 1');
});

test('before the first reading there is nothing of a card', async () => {
  expect(await pageOf(aSnapshot({ cards: [] }))).not.toMatch(/card="[^"]/);
});

test('shares that the miner counts for all its cards are its own', async () => {
  const none = { solutions: 10, solutionsBad: 1, shares: null, sharesRejected: null, failures: null };
  const snapshot = aSnapshot({
    cards: [aCard({ totals: none }), aCard({ name: 'card2', totals: none })],
    miners: [aMiner({ source: 'rig.log', shares: { total: 12, rejected: 2 } })],
  });
  expect(await valuesOf('fpga_shares_total', snapshot)).toEqual([]);
  expect(await valuesOf('fpga_shares_rejected_total', snapshot)).toEqual([]);
  expect(await valuesOf('fpga_share_failures_total', snapshot)).toEqual([]);
  expect(await valuesOf('fpga_miner_shares_total', snapshot)).toEqual([
    'fpga_miner_shares_total{source="rig.log"} 12',
  ]);
  expect(await valuesOf('fpga_miner_shares_rejected_total', snapshot)).toEqual([
    'fpga_miner_shares_rejected_total{source="rig.log"} 2',
  ]);
});

test('what belongs to no single card has an empty card, one series for all miners', async () => {
  const snapshot = aSnapshot({
    cards: [],
    miners: [
      aMiner({ source: 'a', events: { new_block: 2 }, failures: { stale: 1, difficulty: 0, other: 0 } }),
      aMiner({ source: 'b', events: { new_block: 3, dev_fee: 1 } }),
      aMiner({ source: 'c', failures: { stale: 4, difficulty: 0, other: 2 } }),
    ],
  });
  expect(await valuesOf('fpga_events_total', snapshot)).toEqual([
    'fpga_events_total{card="",kind="new_block"} 5',
    'fpga_events_total{card="",kind="dev_fee"} 1',
  ]);
  expect(await valuesOf('fpga_share_failures_total', snapshot)).toEqual([
    'fpga_share_failures_total{card="",reason="stale"} 5',
    'fpga_share_failures_total{card="",reason="difficulty"} 0',
    'fpga_share_failures_total{card="",reason="other"} 2',
  ]);
});

test('a miner that is gone is down', async () => {
  const snapshot = aSnapshot({ miners: [aMiner({ up: false, restarts: 3 })] });
  expect(await valuesOf('fpga_miner_up', snapshot)).toEqual(['fpga_miner_up{source="stdin"} 0']);
  expect(await valuesOf('fpga_miner_restarts_total', snapshot)).toEqual([
    'fpga_miner_restarts_total{source="stdin"} 3',
  ]);
});

test('without a log there is nothing of a log', async () => {
  const page = await pageOf(aSnapshot({}, { log: null }));
  expect(page).not.toMatch(/^fpga_tee_log_/m);
  expect(page).toMatch(/^fpga_tee_bytes_total 123456$/m);
});

test('a name with quotes, backslashes and line ends is escaped', async () => {
  const snapshot = aSnapshot({ cards: [aCard({ name: 'a"b\\c\nd', device: 'VU35P' })] });
  expect(await valuesOf('fpga_card_up', snapshot)).toEqual(['fpga_card_up{card="a\\"b\\\\c\\nd"} 1']);
  expect(await valuesOf('fpga_card_info', snapshot)).toEqual([
    'fpga_card_info{card="a\\"b\\\\c\\nd",bitstream="rb4",dna="40020000013AE3213511111C",device="VU35P"} 1',
  ]);
});

test('a page is the same whatever was on the pages before it', async () => {
  const two = [aCard(), aCard({ name: 'card2 \\"\n' })];
  const changes: readonly Snapshot[] = [
    aSnapshot({ cards: [] }),
    aSnapshot(),
    aSnapshot({ cards: [aCard({ dna: null, totals: { ...aCard().totals, solutions: 221 } })] }),
    aSnapshot({ cards: two }),
    aSnapshot({ cards: two.toReversed() }),
    aSnapshot({ cards: two.map((card) => ({ ...card, up: false, device: 'VU9P' })) }),
    aSnapshot({ cards: two, miners: [aMiner(), aMiner({ source: 'other' })] }),
    { ...aSnapshot(), pools: [aPool()] },
    aSnapshot({ cards: [] }),
  ];
  const metrics = createMetrics({ legacy: true });
  for (const snapshot of changes) {
    const first = await createMetrics({ legacy: true }).render(snapshot);
    expect(await metrics.render(snapshot)).toBe(first);
    expect(await metrics.render(snapshot)).toBe(first);
  }
});

test('a page is of one moment, also when several are asked for at once', async () => {
  const metrics = createMetrics({ legacy: true });
  const at = (moment: number) => {
    const totals = {
      solutions: moment,
      solutionsBad: moment,
      shares: moment,
      sharesRejected: 0,
      failures: null,
    };
    return aSnapshot({ cards: [aCard({ totals })] }, { bytes: moment, terminalLinesSkipped: moment });
  };
  const pages = await Promise.all([1, 2, 3].map((moment) => metrics.render(at(moment))));
  const counted =
    /^(?:fpga_(?:solutions_total|solutions_bad_total|shares_total|tee_bytes_total|tee_terminal_lines_skipped_total)\S*) (\d+)$/gm;
  expect(pages.map((page) => [...page.matchAll(counted)].map(([, value]) => value))).toEqual([
    ['1', '1', '1', '1', '1'],
    ['2', '2', '2', '2', '2'],
    ['3', '3', '3', '3', '3'],
  ]);
});

test('the page says which text format it is', () => {
  const { contentType } = createMetrics({ legacy: false });
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('each kind of stall of each miner has a value', async () => {
  const miners = [
    aMiner({ source: 'a.log', stalls: [{ kind: 'no-shares', lasting: 1900 }] }),
    aMiner({ source: 'b.log' }),
  ];
  const values = await valuesOf('fpga_miner_stalled', aSnapshot({ miners }));
  expect(values).toHaveLength(6);
  expect(values.filter((line) => line.endsWith(' 1'))).toEqual([
    'fpga_miner_stalled{source="a.log",kind="no-shares"} 1',
  ]);
});

test('a card is slow or not while it is up and has a habit', async () => {
  const slowness = { slow: true, current: 1e9, median: 2e9 };
  const cards = [
    aCard({ name: 'a', slowness }),
    aCard({ name: 'b', slowness: { ...slowness, slow: false } }),
    aCard({ name: 'c', slowness, up: false }),
    aCard({ name: 'd' }),
  ];
  expect(await valuesOf('fpga_card_slow', aSnapshot({ cards }))).toEqual([
    'fpga_card_slow{card="a"} 1',
    'fpga_card_slow{card="b"} 0',
  ]);
});
