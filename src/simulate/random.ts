/**
 * Random numbers that are the same for the same seed on every machine, so that a simulated session can be told again.
 */

/** A source of numbers from 0 up to, not including, 1. Each call moves it on. */
export type Random = () => number;

/** The generator mulberry32; only the lowest 32 bits of the seed count. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number from `low` up to, not including, `high`. */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A whole number from `low` to `high`, both included. */
export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * random());
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A standard normal deviate (Box and Muller). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The wait for the next of events that come at random, `mean` apart on average. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** How many events come where `mean` are expected. Above 30 the normal distribution is near enough. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** How many of `trials` succeed. Above 200 trials the Poisson distribution is near enough for what is rare here. */
export function binomial(random: Random, trials: number, probability: number): number {
  if (trials > 200) return Math.min(trials, poisson(random, trials * probability));
  let count = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random() < probability) count += 1;
  return count;
}

/** One of the given values. */
export function pick<const T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

/** Hexadecimal digits in capitals. */
export function hexDigits(random: Random, count: number): string {
  let digits = '';
  while (digits.length < count) digits += integer(random, 0, 15).toString(16).toUpperCase();
  return digits;
}
