import type { GaugeName } from '../readings/gauges.ts';
import type { ShareCount } from '../readings/reading.ts';
import { ownShares } from './shares.ts';
import type { CardSnapshot, MinerSnapshot, RigSnapshot } from './snapshot.ts';

/** Cards whose values can be added: those of one bitstream. */
export interface LikeCards {
  readonly bitstream: string;
  readonly cards: readonly CardSnapshot[];
  /** Their shares, with those that a miner counts for several of them together. */
  readonly shares: ShareCount | null;
  /** The worst part of the last hour's shares that was rejected of any of them. */
  readonly rejects: number | null;
}

/** The cards of a rig by their bitstream, in the order in which these appeared. */
export function likeCards({ cards, miners }: RigSnapshot): readonly LikeCards[] {
  const bitstreams = [...new Set(cards.map(({ bitstream }) => bitstream))];
  return bitstreams.map((bitstream) => {
    const own = cards.filter((card) => card.bitstream === bitstream);
    return { bitstream, cards: own, shares: sharesOf(own, miners), rejects: rejectsOf(own, miners) };
  });
}

function sharesOf(cards: readonly CardSnapshot[], miners: readonly MinerSnapshot[]): ShareCount | null {
  const sources = new Set(cards.map(({ source }) => source));
  const counts = [
    ...cards.map(ownShares),
    ...miners.filter(({ source }) => sources.has(source)).map(({ shares }) => shares),
  ].filter((one) => one !== null);
  if (counts.length === 0) return null;
  return {
    total: counts.reduce((sum, one) => sum + one.total, 0),
    rejected: counts.reduce((sum, one) => sum + one.rejected, 0),
  };
}

function rejectsOf(cards: readonly CardSnapshot[], miners: readonly MinerSnapshot[]): number | null {
  const sources = new Set(cards.map(({ source }) => source));
  const known = [...cards, ...miners.filter(({ source }) => sources.has(source))]
    .map(({ rejectRatio }) => rejectRatio)
    .filter((ratio) => ratio !== null);
  return known.length === 0 ? null : largest(known);
}

/** How the values of a gauge are made one: what adds up is added, of what can be bad the worst is told. */
const together: Readonly<Partial<Record<GaugeName, (values: readonly number[]) => number>>> = {
  hashrate: sum,
  power: sum,
  temperature: largest,
  errorRatio: largest,
  fanRatio: largest,
  memoryTemperature: largest,
};

/** The value of a gauge for several like cards; `null` where none tells it. */
export function combined(gauge: GaugeName, cards: readonly CardSnapshot[]): number | null {
  const known = cards.map((card) => card.gauges[gauge]).filter((value) => value !== null);
  if (known.length === 0) return null;
  const combine = together[gauge];
  if (combine !== undefined) return combine(known);
  // Of other quantities the mean says something only where the cards are the same.
  const devices = new Set(cards.map(({ device }) => device));
  return devices.size > 1 ? null : sum(known) / known.length;
}

/** The sum of what is known; `null` where nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function largest(values: readonly number[]): number {
  return Math.max(...values);
}
