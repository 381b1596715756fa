import { describe, expect, test } from 'vitest';
import { hiveReport, mmposReport } from '../../src/web/rig-systems.ts';
import { aCard, aMiner, aSnapshot } from '../support/snapshots.ts';

const card = aCard();
const snapshot = aSnapshot({
  cards: [
    {
      ...card,
      name: 'bcu1',
      up: true,
      gauges: { ...card.gauges, hashrate: 17.5e9, temperature: 45.4, fanRatio: 0.5 },
    },
    { ...card, name: 'bcu2', up: false, gauges: { ...card.gauges, hashrate: 17e9, temperature: 50 } },
  ],
  miners: [aMiner({ uptime: 61.4 })],
});
/** One that prints its hashrate and shares, but nothing of its cards. */
const whole = aMiner({
  source: 'nimiq',
  process: { hashrate: 8e8, power: 90, shares: { total: 20, rejected: 3 }, cardsTell: false },
  shares: { total: 20, rejected: 3 },
});

describe('HiveOS', () => {
  test('is told hashrates in kH/s, of a silent card none', () => {
    expect(hiveReport(snapshot)).toMatchObject({
      total_khs: 17.5e6,
      hs: [17.5e6, 0],
      hs_units: 'khs',
      temp: [45, 50],
      fan: [50, 0],
      uptime: 61,
    });
  });

  test('is told nothing before a card was read: its watchdog would take a 0 for a miner that does nothing', () => {
    expect(hiveReport(aSnapshot({ cards: [], miners: [aMiner()] }))).toBeNull();
  });

  test('is told of a miner without cards as of one', () => {
    expect(hiveReport(aSnapshot({ cards: [], miners: [whole] }))).toMatchObject({
      total_khs: 800_000,
      hs: [800_000],
      temp: [0],
      ar: [17, 3],
    });
  });

  test('is told 0 of one that has fallen silent, and nothing of one that has yet to make something', () => {
    const process = { ...whole.process, hashrate: null };
    expect(hiveReport(aSnapshot({ cards: [], miners: [{ ...whole, process, up: false }] }))).toMatchObject({
      total_khs: 0,
      hs: [0],
    });
    expect(hiveReport(aSnapshot({ cards: [], miners: [{ ...whole, process }] }))).toBeNull();
  });

  test('is told no more than it takes: it counts 0 for nonsense, and its watchdog starts the rig anew', () => {
    const gauges = { ...card.gauges, hashrate: 1e21, temperature: 1e4, fanRatio: 7 };
    expect(hiveReport(aSnapshot({ cards: [{ ...card, gauges }] }))).toMatchObject({
      total_khs: 999_999_999,
      hs: [999_999_999],
      temp: [200],
      fan: [100],
    });
  });
});

describe('mmpOS', () => {
  test('is told of a miner without cards as of one', () => {
    expect(mmposReport(aSnapshot({ cards: [], miners: [whole] }))).toMatchObject({
      uid: ['nimiq'],
      hash: [800],
      watt: [90],
      shares: { accepted: [17], rejected: [3], invalid: [0] },
      air: [17, 0, 3],
    });
  });

  test('is told MH/s, mV and MHz by card', () => {
    const volts = aSnapshot({
      cards: [
        {
          ...card,
          dna: null,
          name: 'bcu1',
          up: true,
          gauges: { ...card.gauges, hashrate: 2e6, coreVoltage: 0.851, clock: 730e6 },
        },
      ],
      miners: [aMiner()],
    });
    expect(mmposReport(volts)).toMatchObject({
      uid: ['bcu1'],
      hash: [2],
      units: 'mhs',
      voltage: [851],
      sclk: [730],
    });
  });
});
