/** What can be the matter with a card or a miner, in the order in which it is told: what costs hardware first. */
export const alertKinds = ['hot', 'failing', 'stuck', 'silent', 'rejecting', 'slow'] as const;

/**
 * `hot`: a temperature over its limit. `failing`: too many hardware errors. `rejecting`: the pool rejects too many shares.
 * `slow`: less than the card usually makes. `silent`: a card without a reading. `stuck`: a miner that stalls.
 */
export type AlertKind = (typeof alertKinds)[number];

/** What can be the matter with a card. */
export const cardAlertKinds: readonly AlertKind[] = ['hot', 'failing', 'silent', 'rejecting', 'slow'];

/** What can be the matter with a miner as a whole. */
export const minerAlertKinds: readonly AlertKind[] = ['stuck', 'rejecting'];

/** Whom something is about. */
export interface Subject {
  /** `null` where it is about the miner as a whole. */
  readonly card: string | null;
  /** The miner. */
  readonly source: string;
}

/** Something that is the matter now. It was told once, and is told once more when it is over. */
export interface Alert extends Subject {
  readonly kind: AlertKind;
  /** Unix seconds. */
  readonly since: number;
  /** Seconds, on a clock that never jumps. */
  readonly lasting: number;
  /** As it is now, in words that follow the name: `hot, 83.0 °C (limit 80 °C)`. */
  readonly text: string;
}

/** The name that people know its subject by. */
export function nameOf({ card, source }: Subject): string {
  return card ?? source;
}

/** All of it in one line: `card3: hot, 83.0 °C (limit 80 °C)`. */
export function alertLine(alert: Alert): string {
  return `${nameOf(alert)}: ${alert.text}`;
}
