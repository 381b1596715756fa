import { expect, test } from 'vitest';
import { emptyGauges } from '../../src/readings/gauges.ts';
import { cardsReport } from '../../src/web/cards.ts';
import { aCard, aMiner, anAlert, aPool, aSnapshot } from '../support/snapshots.ts';

test('reports everything that the panel shows, in SI units', () => {
  const slowness = { slow: true, current: 2300000000, median: 3100000000 };
  const card = aCard({ index: 0, device: 'VU35P', events: { hardware_error: 2 }, slowness });
  const miner = aMiner({
    process: { hashrate: 2.4e9, power: 310, shares: null, cardsTell: true },
    shares: { total: 12, rejected: 2 },
    events: { dev_fee: 1 },
    stalls: [{ kind: 'no-shares', lasting: 1900 }],
    status: { text: 'restarts in 20 s', level: 'bad' },
  });
  expect(
    cardsReport(aSnapshot({ cards: [card], miners: [miner] }, { warnings: ['the disk is full'] })),
  ).toEqual({
    takenAt: 1700000002.75,
    cards: [
      {
        card: 'card1',
        source: 'stdin',
        bitstream: 'rb4',
        dna: '40020000013AE3213511111C',
        index: 0,
        device: 'VU35P',
        up: true,
        age: 2.5,
        readAt: 1700000000.25,
        ...emptyGauges,
        hashrate: 2310000000,
        clock: 600000000,
        temperature: 45.3,
        coreVoltage: 0.85,
        errorRatio: 0.001,
        efficiency: null,
        hashrateAverage: 2300000000,
        averageSeconds: 3600,
        hashrateAverageHour: null,
        hashrateAverageDay: null,
        trend: { step: 60, hashrates: [null, 2200000000, 2400000000] },
        slow: true,
        hashrateMedian: 3100000000,
        solutions: 220,
        solutionsBad: 3,
        shares: 70,
        sharesRejected: 5,
        sharesStale: null,
        rejectRatio: null,
        shareFailures: { stale: 4, difficulty: 0, other: 1 },
        events: { hardware_error: 2 },
        limits: {
          temperature: { yellow: 65, red: 80 },
          errorRatio: { yellow: 0.01, red: 0.03 },
          rejectRatio: { yellow: 0.02, red: 0.05 },
        },
      },
    ],
    miners: [
      {
        source: 'stdin',
        up: true,
        bitstream: 'rb4',
        restarts: 1,
        uptime: null,
        silentFor: 0.5,
        stalls: [{ kind: 'no-shares', seconds: 1900 }],
        status: { text: 'restarts in 20 s', level: 'bad' },
        hashrate: 2400000000,
        power: 310,
        efficiency: 2400000000 / 310,
        shares: 12,
        sharesRejected: 2,
        sharesStale: null,
        rejectRatio: null,
        shareFailures: null,
        events: { dev_fee: 1 },
      },
    ],
    alerts: [],
    pools: [],
    lines: { stats: 100, share: 6, event: 0, other: 9 },
    tee: {
      version: '0.1.0',
      uptime: 3725,
      bytes: 123456,
      log: { path: 'hashrates.log', size: 200000, written: 123000, queued: 456, dropped: 7, errors: 2 },
      metrics: { address: 'http://localhost:9090', listening: true, scrapedAgo: 3 },
      terminalLinesSkipped: 11,
      outputDropped: 12,
      warnings: ['the disk is full'],
    },
  });
});

test('reports what is the matter, and since when', () => {
  expect(cardsReport({ ...aSnapshot(), alerts: [anAlert()] }).alerts).toEqual([
    {
      card: 'card1',
      source: 'stdin',
      kind: 'hot',
      since: 1699999402.75,
      seconds: 600,
      text: 'hot, 83.0 °C (limit 80 °C)',
    },
  ]);
});

test('says null where the miner does not count for the card', () => {
  const totals = { solutions: 10, solutionsBad: 1, shares: null, sharesRejected: null, failures: null };
  const report = cardsReport(aSnapshot({ cards: [aCard({ totals })] }, { log: null, metrics: null }));
  expect(report.cards[0]).toMatchObject({
    shares: null,
    sharesRejected: null,
    shareFailures: null,
    slow: null,
    hashrateMedian: null,
  });
  expect(report.miners[0]).toMatchObject({ shares: null, sharesRejected: null });
  expect(report.tee).toMatchObject({ log: null, metrics: null });
});

test('keeps the last values of a silent card, marked by up', () => {
  const report = cardsReport(aSnapshot({ cards: [aCard({ up: false, age: 300 })] }));
  expect(report.cards[0]).toMatchObject({ up: false, age: 300, hashrate: 2310000000 });
});

test('reports each pool, without the address', () => {
  expect(cardsReport({ ...aSnapshot(), pools: [aPool()] }).pools).toEqual([
    {
      pool: 'pool.example',
      kind: 'tokenpool',
      up: true,
      problem: null,
      addressKnown: true,
      hashrate: 16.9e9,
      hashrateFromShares: 17e9,
      lastShareAt: 1699999762.75,
      lastShareAge: 240,
      balance: { amount: 12.345, currency: 'NIM' },
      shares: 57,
      lastSuccessAt: 1699999992.75,
      requestSeconds: 0.35,
      comparison: { hashrate: 17e9, cards: 17.4e9, seconds: 3600, shares: 57, noise: 0.1325 },
    },
  ]);
});
