import { duration, gaugeText, hashrate } from '../readings/format.ts';
import { type GaugeName, gaugeNames, gauges } from '../readings/gauges.ts';
import type { Limits } from '../readings/limits.ts';
import type { ShareCount } from '../readings/reading.ts';
import type { AlertKind, Subject } from './alert.ts';
import type { Condition } from './alert-watch.ts';
import { LastHourShares } from './last-hour-shares.ts';
import { ownShares } from './shares.ts';
import type { CardSnapshot, MinerSnapshot, RigSnapshot } from './snapshot.ts';
import { stallWords } from './stall-words.ts';

/** What is over must be so by this much of the way from red to yellow, so that it does not flicker. */
const wayBack = 0.25;
/** Fewer rejected shares or wrong solutions are chance: after a start one of two is 50 %. */
const fewest = 3;

/** What is bad by a gauge: those of heat, and the hardware errors. */
const heat: readonly GaugeName[] = gaugeNames.filter((name) => gauges[name].unit?.name === '°C');

/** Says what is the matter with a rig at each look: the only thing that it remembers is the shares of the last hour. */
export class Conditions {
  readonly #shares = new Map<string, LastHourShares>();

  /** @param now seconds on the monotonic clock */
  look(now: number, rig: RigSnapshot): readonly Condition[] {
    const known = new Set<string>();
    const rejecting = (subject: Subject, shares: ShareCount | null, limits: Limits | null) => {
      if (shares === null) return null;
      const key = JSON.stringify([subject.source, subject.card]);
      known.add(key);
      const lastHour = this.#shares.get(key) ?? new LastHourShares();
      this.#shares.set(key, lastHour);
      lastHour.add(now, shares);
      return rejectingOf(subject, lastHour.lately, limits);
    };
    const found = [
      ...rig.cards.flatMap((card) => [
        hotOf(card),
        failingOf(card),
        silentOf(card),
        rejecting(subjectOf(card), ownShares(card), card.limits.rejectRatio),
        slowOf(card),
      ]),
      ...rig.miners.flatMap((miner) => [
        stuckOf(miner),
        rejecting({ card: null, source: miner.source }, miner.shares, limitsOfMiner(miner, rig)),
      ]),
    ];
    for (const key of this.#shares.keys()) if (!known.has(key)) this.#shares.delete(key);
    return found.filter((condition) => condition !== null);
  }
}

/** How a value stands to its limits; `null` when it is well. */
export function stateOf(value: number, { yellow, red }: Limits): Condition['state'] | null {
  if (value >= red) return 'bad';
  return value > red - wayBack * (red - yellow) ? 'between' : null;
}

function hotOf(card: CardSnapshot): Condition | null {
  const found = heat.flatMap((name) => {
    const limits = card.limits[name];
    const value = card.gauges[name];
    if (limits === null || value === null) return [];
    const state = stateOf(value, limits);
    const which = name === 'temperature' ? '' : `${gauges[name].words} `;
    const text = `hot, ${which}${gaugeText(name, value)} (limit ${gaugeText(name, limits.red)})`;
    return state === null ? [] : [{ state, text }];
  });
  const worst = found.find(({ state }) => state === 'bad') ?? found[0];
  return ofCard(card, 'hot', worst ?? null);
}

function failingOf(card: CardSnapshot): Condition | null {
  const limits = card.limits.errorRatio;
  const value = card.gauges.errorRatio;
  const { solutionsTotal, solutionsGood } = card.minerCounts;
  const wrong = solutionsTotal === null || solutionsGood === null ? null : solutionsTotal - solutionsGood;
  const chance = wrong !== null && wrong < fewest;
  if (limits === null || value === null || chance) return ofCard(card, 'failing', null);
  const state = stateOf(value, limits);
  const text = `failing, ${gaugeText('errorRatio', value)} errors (limit ${percent(limits.red)})`;
  return ofCard(card, 'failing', state && { state, text });
}

function slowOf(card: CardSnapshot): Condition | null {
  const { slowness } = card;
  if (slowness?.slow !== true) return ofCard(card, 'slow', null);
  const text = `slow, ${hashrate(slowness.current)} instead of ${hashrate(slowness.median)}`;
  return ofCard(card, 'slow', { state: 'bad', text });
}

function silentOf(card: CardSnapshot): Condition | null {
  const text = `silent for ${duration(card.age)}`;
  return card.up ? null : { ...subjectOf(card), kind: 'silent', state: 'bad', text };
}

function stuckOf({ source, stalls: [worst] }: MinerSnapshot): Condition | null {
  return worst === undefined
    ? null
    : { card: null, source, kind: 'stuck', state: 'bad', text: stallWords(worst) };
}

function rejectingOf(subject: Subject, lately: ShareCount, limits: Limits | null): Condition | null {
  if (limits === null || lately.rejected < fewest) return null;
  const ratio = lately.rejected / lately.total;
  const state = stateOf(ratio, limits);
  const text = `rejecting, ${percent(ratio)} of the shares of the last hour rejected (limit ${percent(limits.red)})`;
  return state && { ...subject, kind: 'rejecting', state, text };
}

/** Those of its first card, as it counts for all of them. */
function limitsOfMiner({ source }: MinerSnapshot, { cards }: RigSnapshot): Limits | null {
  return cards.find((card) => card.source === source)?.limits.rejectRatio ?? null;
}

/** Of a silent card nothing is known: what stood goes on standing. */
function ofCard(
  card: CardSnapshot,
  kind: AlertKind,
  found: Pick<Condition, 'state' | 'text'> | null,
): Condition | null {
  if (!card.up) return { ...subjectOf(card), kind, state: 'between', text: null };
  return found && { ...subjectOf(card), kind, ...found };
}

function subjectOf({ name, source }: CardSnapshot): Subject {
  return { card: name, source };
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(1))} %`;
}
