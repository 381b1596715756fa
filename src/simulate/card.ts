import { forGauges, type GaugeName, gauges } from '../readings/gauges.ts';
import { binomial, gaussian, hexDigits, type Random, uniform } from './random.ts';

/**
 * The physics of one simulated card, in SI units. A step depends on nothing but the state, the given surroundings
 * and the random numbers.
 */

/** A value that strays from its mean (standard deviation), SI. */
export interface Steady {
  readonly mean: number;
  readonly deviation: number;
}

/** What a board does with a bitstream at the clock it is made for. */
export interface CardModel {
  /** The board's name as a miner prints it. */
  readonly device: string;
  /** The clock asked for at the start, Hz. */
  readonly clock: number;
  /** H/s at that clock. */
  readonly hashrate: number;
  /** Where they differ from what is usual: gauges that stay about the same whatever the card does. */
  readonly steady: Readonly<Partial<Record<GaugeName, Steady>>>;
}

/** One card at one moment. */
export interface CardState {
  /** The id burnt into the FPGA, 24 hex digits in capitals. */
  readonly dna: string;
  /** The miner's number of the card, from 0. */
  readonly index: number;
  readonly device: string;
  /** The clock asked for at the start, Hz. */
  readonly targetClock: number;
  /** The clock in force, Hz. */
  readonly clock: number;
  /** °C. */
  readonly temperature: number;
  /** How much warmer than others this card's place in the rig is, K. */
  readonly warmth: number;
  /** H/s as far as it can be told from the solutions found: the clock's worth, more or less by luck. */
  readonly hashrate: number;
  /** Deviation of the hashrate by luck, as a ratio of it. */
  readonly luck: number;
  /** The gauges that stay about the same; 0 for all others. */
  readonly steady: Readonly<Record<GaugeName, number>>;
  /** Solutions since the miner's start, the bad ones included. */
  readonly solutions: number;
  /** Solutions since the miner's start that were wrong. */
  readonly solutionsBad: number;
}

/** What happens to a card during one step. */
export interface CardSurroundings {
  /** Length of the step, s. */
  readonly seconds: number;
  /** Time of day at its end, 0–24. */
  readonly hour: number;
  /** How much a fault of the cooling raises the level the temperature drifts to, K. */
  readonly heat: number;
  /** Solutions found in the step. */
  readonly found: number;
}

/** What a press of `+` or `-` changes the clock by, Hz. Source: "Current clock code = 62", "410MHz (Code 63)". */
export const clockStep = 10e6;

/** The clock at the end of a ramp-down, Hz. Source: "FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz". */
export const idleClock = 10e6;

/** The highest a clock is let go above the one asked for, Hz. */
const headroom = 200e6;
/** Time in which the temperature goes most of the way to its level, s. */
const thermalTime = 30;
/** Time over which luck lasts, s. */
const luckTime = 30;
const luckSpread = 0.015;

/** A card as it is after power-on: at the clock asked for and nothing found yet. */
export function createCard(model: CardModel, index: number, random: Random): CardState {
  const warmth = uniform(random, -5, 5);
  return {
    dna: `4002${hexDigits(random, 20)}`,
    index,
    device: model.device,
    targetClock: model.clock,
    clock: model.clock,
    temperature: 45 + warmth,
    warmth,
    hashrate: model.hashrate,
    luck: luckSpread * gaussian(random),
    steady: steadyGauges(model, () => 0),
    solutions: 0,
    solutionsBad: 0,
  };
}

/** The same card after its miner was started anew: every count from 0, the clock asked for, still as warm as it was. */
export function restartCard(card: CardState): CardState {
  return { ...card, clock: card.targetClock, solutions: 0, solutionsBad: 0 };
}

/** The same card at another clock (Hz), kept within what the board can do. */
export function withClock(card: CardState, clock: number): CardState {
  return { ...card, clock: Math.min(Math.max(clock, idleClock), card.targetClock + headroom) };
}

/** The temperature (°C) that a card drifts to: a busy clock warms it, the room is warmest at 15 h. */
export function temperatureLevel(card: CardState, hour: number, heat: number): number {
  const room = 25 + 4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  return room + card.warmth + 25 * (card.clock / card.targetClock) + heat;
}

/** The probability that a solution is bad: ten times as high at a tenth more clock or 35 K more. */
export function badProbability(card: CardState): number {
  const overclock = card.clock / card.targetClock - 1;
  return Math.min(0.5, 0.005 * 10 ** (overclock * 10 + (card.temperature - 50) / 35));
}

/** What the card shows at the moment, in SI units. The miners divide bad by all solutions for their errors. */
export function gaugesOf(card: CardState): Readonly<Record<GaugeName, number>> {
  const { steady, hashrate, clock, temperature, solutions, solutionsBad } = card;
  const errorRatio = solutions === 0 ? 0 : solutionsBad / solutions;
  return { ...steady, hashrate, clock, temperature, errorRatio };
}

function steadyGauges(model: CardModel, stray: () => number): CardState['steady'] {
  return forGauges((name) => {
    const steady = model.steady[name] ?? gauges[name].simulated;
    return steady === null ? 0 : steady.mean + steady.deviation * stray();
  });
}

/** The card one step later. */
export function stepCard(
  card: CardState,
  model: CardModel,
  { seconds, hour, heat, found }: CardSurroundings,
  random: Random,
): CardState {
  const level = temperatureLevel(card, hour, heat);
  const kept = Math.exp(-seconds / thermalTime);
  const flutter = 1.5 * Math.sqrt(1 - kept * kept) * gaussian(random);
  const lasting = Math.exp(-seconds / luckTime);
  const luck = card.luck * lasting + luckSpread * Math.sqrt(1 - lasting * lasting) * gaussian(random);
  return {
    ...card,
    temperature: level + (card.temperature - level) * kept + flutter,
    luck,
    hashrate: model.hashrate * (card.clock / model.clock) * (1 + luck),
    steady: steadyGauges(model, () => gaussian(random)),
    solutions: card.solutions + found,
    solutionsBad: card.solutionsBad + binomial(random, found, badProbability(card)),
  };
}
