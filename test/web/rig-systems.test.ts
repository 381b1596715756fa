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
});

describe('mmpOS', () => {
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
