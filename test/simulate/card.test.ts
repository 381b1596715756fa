import { describe, expect, test } from 'vitest';
import {
  badProbability,
  type CardModel,
  type CardState,
  createCard,
  restartCard,
  stepCard,
  temperatureLevel,
  withClock,
} from '../../src/simulate/card.ts';
import { createRandom } from '../../src/simulate/random.ts';

const model: CardModel = {
  device: 'VU35P',
  clock: 400e6,
  hashrate: 1e9,
  steady: { coreVoltage: { mean: 0.72, deviation: 0.001 } },
};

function minedFor(card: CardState, minutes: number, { heat = 0, hour = 12 } = {}): CardState {
  const random = createRandom(5);
  let stepped = card;
  for (let minute = 0; minute < minutes; minute += 1) {
    stepped = stepCard(stepped, model, { seconds: 60, hour, heat, found: 10 }, random);
  }
  return stepped;
}

describe('a card', () => {
  const card = createCard(model, 3, createRandom(1));

  test('starts with a Xilinx DNA, at the clock asked for and with nothing found', () => {
    expect(card.dna).toMatch(/^4002[0-9A-F]{20}$/);
    expect(card).toMatchObject({ index: 3, device: 'VU35P', clock: 400e6, solutions: 0, solutionsBad: 0 });
  });

  test('hashes in proportion to its clock, give or take its luck', () => {
    const faster = minedFor(withClock(card, 500e6), 1);
    expect(faster.hashrate).toBeGreaterThan(1.25e9 * 0.93);
    expect(faster.hashrate).toBeLessThan(1.25e9 * 1.07);
    expect(faster.hashrate).toBeCloseTo(1.25e9 * (1 + faster.luck), 0);
  });

  test('drifts to the temperature that its clock and the hour ask for', () => {
    const level = temperatureLevel(card, 12, 0);
    expect(Math.abs(minedFor(card, 20).temperature - level)).toBeLessThan(6);
    expect(temperatureLevel(withClock(card, 500e6), 12, 0)).toBeCloseTo(level + 6.25, 6);
    expect(temperatureLevel(card, 15, 0)).toBeGreaterThan(temperatureLevel(card, 3, 0) + 7);
  });

  test('gets hotter than 80 °C when its cooling fails', () => {
    expect(minedFor(card, 20).temperature).toBeLessThan(65);
    expect(minedFor(card, 20, { heat: 50 }).temperature).toBeGreaterThan(80);
  });

  test('makes more errors at a higher clock and when hotter', () => {
    const usual = badProbability({ ...card, temperature: 50 });
    expect(usual).toBeCloseTo(0.005, 6);
    expect(badProbability({ ...withClock(card, 440e6), temperature: 50 })).toBeCloseTo(10 * usual, 6);
    expect(badProbability({ ...card, temperature: 85 })).toBeCloseTo(10 * usual, 6);
  });

  test('counts what it found', () => {
    const mined = minedFor(card, 100);
    expect(mined.solutions).toBe(1000);
    expect(mined.solutionsBad).toBeGreaterThan(0);
    expect(mined.solutionsBad).toBeLessThan(30);
  });

  test('takes no clock below 10 MHz or far above the one asked for', () => {
    expect(withClock(card, 0).clock).toBe(10e6);
    expect(withClock(card, 2e9).clock).toBe(600e6);
  });

  test('counts from 0 after a restart, at the clock asked for, and is as warm as before', () => {
    const used = minedFor(withClock(card, 450e6), 10);
    expect(restartCard(used)).toEqual({ ...used, clock: 400e6, solutions: 0, solutionsBad: 0 });
  });
});
