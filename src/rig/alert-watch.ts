import { type Alert, type AlertKind, alertKinds, type Subject } from './alert.ts';

/** What one look says of one thing. What it does not name is well. */
export interface Condition extends Subject {
  readonly kind: AlertKind;
  /**
   * `bad`: beyond the limit. `between`: not far enough on the good side of it, or not known; what stands goes on, and
   * nothing begins.
   */
  readonly state: 'bad' | 'between';
  /** In words that follow the name; `null` for the last ones. */
  readonly text: string | null;
}

/** An alert that began, or is over. */
export interface AlertChange {
  readonly type: 'begun' | 'over';
  readonly alert: Alert;
}

/** Seconds for which something must be bad before it is an alert, and well before that is over. */
export type AlertDelays = Readonly<Record<AlertKind, { readonly begin: number; readonly end: number }>>;

/** Seconds between two looks that show that the computer slept: what is on its way to begin or to end begins anew. */
const asleep = 60;

/** One thing that was seen to be bad. Times are seconds on the monotonic clock. */
interface Watched extends Subject {
  readonly kind: AlertKind;
  readonly badSince: number;
  /** Unix seconds of the same. */
  readonly since: number;
  /** Since when it is well again; `null` while it is not. */
  readonly wellSince: number | null;
  /** Whether it was told. */
  readonly told: boolean;
  readonly text: string;
}

/** From conditions to alerts: each is told once when it has lasted, and once when it has been over for as long. */
export class AlertWatch {
  readonly #delays: AlertDelays;
  readonly #watched = new Map<string, Watched>();
  #lookedAt: number | null = null;

  constructor(delays: AlertDelays) {
    this.#delays = delays;
  }

  /**
   * @param now seconds on the monotonic clock
   * @param wall Unix seconds
   */
  look(now: number, wall: number, conditions: readonly Condition[]): readonly AlertChange[] {
    if (this.#lookedAt !== null && now - this.#lookedAt > asleep) this.#wakeUp(now, wall);
    this.#lookedAt = now;
    const seen = new Map(conditions.map((condition) => [keyOf(condition), condition]));
    const changes: AlertChange[] = [];
    for (const [key, condition] of seen) {
      const change = this.#ill(key, condition, now, wall);
      if (change !== null) changes.push(change);
    }
    for (const [key, watched] of this.#watched) {
      const change = seen.has(key) ? null : this.#well(key, watched, now);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  /** What was told and is not over: the worst kind first, and of a kind what began first. */
  standing(now: number): readonly Alert[] {
    return [...this.#watched.values()]
      .filter(({ told }) => told)
      .sort((a, b) => alertKinds.indexOf(a.kind) - alertKinds.indexOf(b.kind) || a.badSince - b.badSince)
      .map((watched) => alertOf(watched, now));
  }

  #ill(key: string, condition: Condition, now: number, wall: number): AlertChange | null {
    const known = this.#watched.get(key);
    const { kind, card, source, state } = condition;
    if (known?.told !== true && state === 'between') {
      this.#watched.delete(key);
      return null;
    }
    const badSince = known?.badSince ?? now;
    const text = condition.text ?? known?.text ?? kind;
    const told = known?.told === true || now - badSince >= this.#delays[kind].begin;
    const since = known?.since ?? wall;
    const watched = { kind, card, source, badSince, since, wellSince: null, told, text };
    this.#watched.set(key, watched);
    return told && known?.told !== true ? { type: 'begun', alert: alertOf(watched, now) } : null;
  }

  #well(key: string, watched: Watched, now: number): AlertChange | null {
    const wellSince = watched.wellSince ?? now;
    if (watched.told && now - wellSince < this.#delays[watched.kind].end) {
      this.#watched.set(key, { ...watched, wellSince });
      return null;
    }
    this.#watched.delete(key);
    return watched.told ? { type: 'over', alert: alertOf(watched, wellSince) } : null;
  }

  #wakeUp(now: number, wall: number): void {
    for (const [key, watched] of this.#watched) {
      if (watched.told) this.#watched.set(key, { ...watched, wellSince: null });
      else this.#watched.set(key, { ...watched, badSince: now, since: wall });
    }
  }
}

function keyOf({ kind, card, source }: Subject & { readonly kind: AlertKind }): string {
  return JSON.stringify([kind, card === null ? source : null, card]);
}

function alertOf({ kind, card, source, badSince, since, text }: Watched, now: number): Alert {
  return { kind, card, source, since, lasting: Math.max(0, now - badSince), text };
}
