/** In what a miner stalls, from the worst on. */
export const stallKinds = ['silent', 'no-stats', 'no-shares'] as const;

/**
 * `silent`: no bytes. `no-stats`: bytes, but no line of statistics. `no-shares`: statistics, but no share that the pool
 * took, from a miner that reports them.
 */
export type StallKind = (typeof stallKinds)[number];

/** When each happened last, in seconds on the monotonic clock; `null`: never. What was before the start does not count. */
export interface MinerFacts {
  /** The miner's newest start, or when we began to listen. */
  readonly startedAt: number;
  readonly heardAt: number | null;
  readonly statsAt: number | null;
  readonly acceptedAt: number | null;
  /** Whether it was ever seen to tell of shares. */
  readonly reportsShares: boolean;
}

/** Seconds without something until that is a stall; `null`: never. */
export type StallThresholds = Readonly<Record<StallKind, number | null>> & {
  /** Seconds after each start in which nothing is one: cards are configured, the pool is looked for. */
  readonly startGrace: number;
};

/** A stall that was told and is not over. */
export interface Stall {
  readonly kind: StallKind;
  /** Seconds without, as far back as the start. */
  readonly lasting: number;
}

/** The stall that the facts show, `null` for none. Of several it is the worst, which the others come from. */
export function stallOf(now: number, facts: MinerFacts, thresholds: StallThresholds): StallKind | null {
  return stallKinds.find((kind) => lacks(kind, now, facts, thresholds)) ?? null;
}

/** Whether the miner has been without it for too long. */
export function lacks(kind: StallKind, now: number, facts: MinerFacts, thresholds: StallThresholds): boolean {
  const threshold = thresholds[kind];
  if (threshold === null || now - facts.startedAt < thresholds.startGrace) return false;
  return (kind !== 'no-shares' || facts.reportsShares) && now - since(kind, facts) >= threshold;
}

/** When it last was otherwise, or else the start; seconds on the monotonic clock. */
export function since(kind: StallKind, facts: MinerFacts): number {
  return Math.max(facts.startedAt, lastOf(kind, facts) ?? facts.startedAt);
}

/** Whether what was missing has come since the newest start, so that it was not the start alone that ended a stall. */
export function hasCome(kind: StallKind, facts: MinerFacts): boolean {
  const at = lastOf(kind, facts);
  return at !== null && at >= facts.startedAt;
}

function lastOf(kind: StallKind, { heardAt, statsAt, acceptedAt }: MinerFacts): number | null {
  return { silent: heardAt, 'no-stats': statsAt, 'no-shares': acceptedAt }[kind];
}
