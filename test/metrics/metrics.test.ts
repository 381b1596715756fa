import { describe, expect, test } from 'vitest';
import { metricDefinitions } from '../../src/metrics/definitions.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { emptyGauges, forGauges } from '../../src/readings/gauges.ts';
import type { PoolSnapshot, Snapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, anAlert, aPool, aSnapshot } from '../support/snapshots.ts';

function pageOf(snapshot: Snapshot): Promise<string> {
  return createMetrics({ legacy: false }).render(snapshot);
}

/** The lines of the page that carry a value of this metric. */
async function valuesOf(name: string, snapshot: Snapshot): Promise<string[]> {
  const lines = (await pageOf(snapshot)).split('\n');
  return lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

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

test('one card of one miner gives exactly this page', async () => {
  const cards = [aCard({ events: { hardware_error: 2 } })];
  expect(await pageOf({ ...aSnapshot({ cards }), alerts: [anAlert()] })).toBe(
    `# HELP fpga_card_info What is known of the card, always 1; a label that is not known is empty.
# TYPE fpga_card_info gauge
fpga_card_info{card="card1",bitstream="rb4",dna="40020000013AE3213511111C",device=""} 1

# HELP fpga_card_up Whether the card reports: 1, or 0 once its newest reading is stale.
# TYPE fpga_card_up gauge
fpga_card_up{card="card1"} 1

# HELP fpga_card_slow Whether the card makes less than --slow-below of its own day's median hashrate: 1 or 0; in its first hour not known.
# TYPE fpga_card_slow gauge

# HELP fpga_alert_active Whether something is the matter with a card, or with a miner where the card is empty: 1 or 0 for each kind.
# TYPE fpga_alert_active gauge
fpga_alert_active{card="card1",source="stdin",kind="hot"} 1
fpga_alert_active{card="card1",source="stdin",kind="failing"} 0
fpga_alert_active{card="card1",source="stdin",kind="silent"} 0
fpga_alert_active{card="card1",source="stdin",kind="rejecting"} 0
fpga_alert_active{card="card1",source="stdin",kind="slow"} 0
fpga_alert_active{card="",source="stdin",kind="stuck"} 0
fpga_alert_active{card="",source="stdin",kind="rejecting"} 0

# HELP fpga_hashrate_hashes_per_second Hashrate as the miner states it, in hashes per second.
# TYPE fpga_hashrate_hashes_per_second gauge
fpga_hashrate_hashes_per_second{card="card1"} 2310000000

# HELP fpga_clock_hertz Clock of the FPGA, in hertz.
# TYPE fpga_clock_hertz gauge
fpga_clock_hertz{card="card1"} 600000000

# HELP fpga_temperature_celsius Temperature of the FPGA, in degrees Celsius.
# TYPE fpga_temperature_celsius gauge
fpga_temperature_celsius{card="card1"} 45.3

# HELP fpga_core_voltage_volts Core voltage (VCCINT), in volts.
# TYPE fpga_core_voltage_volts gauge
fpga_core_voltage_volts{card="card1"} 0.85

# HELP fpga_error_ratio Hardware errors as the miner states them, as a ratio from 0 to 1.
# TYPE fpga_error_ratio gauge
fpga_error_ratio{card="card1"} 0.001

# HELP fpga_solutions_total Solutions found by the card, the bad ones included.
# TYPE fpga_solutions_total counter
fpga_solutions_total{card="card1"} 220

# HELP fpga_solutions_bad_total Solutions that the host found to be wrong (hardware errors).
# TYPE fpga_solutions_bad_total counter
fpga_solutions_bad_total{card="card1"} 3

# HELP fpga_shares_total Shares submitted to the pool, the rejected ones included.
# TYPE fpga_shares_total counter
fpga_shares_total{card="card1"} 70

# HELP fpga_shares_rejected_total Shares that the pool rejected.
# TYPE fpga_shares_rejected_total counter
fpga_shares_rejected_total{card="card1"} 5

# HELP fpga_share_failures_total Shares that failed, by reason; the card is empty where the miner does not name it.
# TYPE fpga_share_failures_total counter
fpga_share_failures_total{card="card1",reason="stale"} 4
fpga_share_failures_total{card="card1",reason="difficulty"} 0
fpga_share_failures_total{card="card1",reason="other"} 1

# HELP fpga_miner_shares_total Shares submitted, where a miner counts them for all its cards together.
# TYPE fpga_miner_shares_total counter

# HELP fpga_miner_shares_rejected_total Shares rejected by the pool, where a miner counts them for all its cards together.
# TYPE fpga_miner_shares_rejected_total counter

# HELP fpga_last_reading_timestamp_seconds When the newest reading of the card was taken, in Unix seconds.
# TYPE fpga_last_reading_timestamp_seconds gauge
fpga_last_reading_timestamp_seconds{card="card1"} 1700000000.25

# HELP fpga_events_total Events that the miner printed, by kind; the card is empty where they belong to no single one.
# TYPE fpga_events_total counter
fpga_events_total{card="card1",kind="hardware_error"} 2

# HELP fpga_miner_up Whether the miner prints: 1, or 0 once it is silent or gone.
# TYPE fpga_miner_up gauge
fpga_miner_up{source="stdin"} 1

# HELP fpga_miner_stalled Whether the miner is stuck: 1 or 0 for each kind (silent, no-stats, no-shares).
# TYPE fpga_miner_stalled gauge
fpga_miner_stalled{source="stdin",kind="silent"} 0
fpga_miner_stalled{source="stdin",kind="no-stats"} 0
fpga_miner_stalled{source="stdin",kind="no-shares"} 0

# HELP fpga_miner_restarts_total Restarts of the miner program seen in its output.
# TYPE fpga_miner_restarts_total counter
fpga_miner_restarts_total{source="stdin"} 1

# HELP fpga_pool_up Whether the pool answers: 1, or 0 since it failed to.
# TYPE fpga_pool_up gauge

# HELP fpga_pool_hashrate_hashes_per_second Hashrate at the pool, in hashes per second: its own figure (basis pool), or made of its list of the address's shares up to now, at most an hour (basis shares).
# TYPE fpga_pool_hashrate_hashes_per_second gauge

# HELP fpga_pool_last_share_timestamp_seconds When the pool got the address's last share, in Unix seconds.
# TYPE fpga_pool_last_share_timestamp_seconds gauge

# HELP fpga_pool_balance What the pool owes the address, in whole coins; the currency is empty where the pool does not name it.
# TYPE fpga_pool_balance gauge

# HELP fpga_pool_shares_total The address's shares that the pool has counted since fpga-tee asks it, where it counts them.
# TYPE fpga_pool_shares_total counter

# HELP fpga_pool_address_known Whether the pool knows the address: 1 or 0, and nothing where its answer does not tell.
# TYPE fpga_pool_address_known gauge

# HELP fpga_pool_last_success_timestamp_seconds When the pool answered last, in Unix seconds.
# TYPE fpga_pool_last_success_timestamp_seconds gauge

# HELP fpga_pool_request_duration_seconds How long the last answer of the pool took, in seconds.
# TYPE fpga_pool_request_duration_seconds gauge

# HELP fpga_tee_lines_total Lines read from the miners, by what was recognised in them.
# TYPE fpga_tee_lines_total counter
fpga_tee_lines_total{kind="stats"} 100
fpga_tee_lines_total{kind="share"} 6
fpga_tee_lines_total{kind="event"} 0
fpga_tee_lines_total{kind="other"} 9

# HELP fpga_tee_bytes_total Bytes read from the miners.
# TYPE fpga_tee_bytes_total counter
fpga_tee_bytes_total 123456

# HELP fpga_tee_log_bytes_total Bytes written to the log.
# TYPE fpga_tee_log_bytes_total counter
fpga_tee_log_bytes_total 123000

# HELP fpga_tee_log_dropped_bytes_total Bytes that could not be written to the log and are lost.
# TYPE fpga_tee_log_dropped_bytes_total counter
fpga_tee_log_dropped_bytes_total 7

# HELP fpga_tee_log_errors_total Errors in writing the log.
# TYPE fpga_tee_log_errors_total counter
fpga_tee_log_errors_total 2

# HELP fpga_tee_log_queued_bytes Bytes that wait to be written to the log.
# TYPE fpga_tee_log_queued_bytes gauge
fpga_tee_log_queued_bytes 456

# HELP fpga_tee_terminal_lines_skipped_total Lines that the terminal was too slow to show; all of them are in the log.
# TYPE fpga_tee_terminal_lines_skipped_total counter
fpga_tee_terminal_lines_skipped_total 11

# HELP fpga_tee_output_dropped_bytes_total Bytes that were not passed on, as nobody read stdout for long.
# TYPE fpga_tee_output_dropped_bytes_total counter
fpga_tee_output_dropped_bytes_total 12

# HELP fpga_tee_warnings_total Warnings raised, by what they are about; one that is raised again and again is said once.
# TYPE fpga_tee_warnings_total counter
fpga_tee_warnings_total{topic="log"} 0
fpga_tee_warnings_total{topic="output"} 0
fpga_tee_warnings_total{topic="metrics"} 0
fpga_tee_warnings_total{topic="web-config"} 0
fpga_tee_warnings_total{topic="panel"} 0
fpga_tee_warnings_total{topic="reading"} 0
fpga_tee_warnings_total{topic="input"} 0
fpga_tee_warnings_total{topic="pool"} 0
fpga_tee_warnings_total{topic="tool"} 0

# HELP fpga_tee_build_info Version of fpga-tee, always 1.
# TYPE fpga_tee_build_info gauge
fpga_tee_build_info{version="0.1.0"} 1
`,
  );
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
