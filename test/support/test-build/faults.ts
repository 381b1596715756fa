/** The environment variable that lets the test build fail. */
export const faultVariable = 'FPGA_TEE_FAULT';

/** Where the tool can be made to fail: the parts whose failure the miner must not notice. */
export const faultPlaces = [
  /** Loading the panel. */
  'panel-load',
  /** Drawing it. */
  'panel',
  /** Asking the terminal how it does, for each line and frame. */
  'view',
  /** The view's end. */
  'view-end',
  /** A bitstream that reads a line. */
  'parse',
  /** Taking a snapshot, for whichever output. */
  'snapshot',
  /** Collecting the metrics from a snapshot. */
  'metrics',
  /** Making the page or the JSON from a snapshot. */
  'page',
  /** The server, before it makes an answer. */
  'http',
  /** The web worker, when it is asked for its health: an error that nobody catches. */
  'web-crash',
  /** The same: it takes all the memory that it may have. */
  'web-memory',
  /** The same: it never does anything else again. */
  'web-hang',
  /** Asking a pool. */
  'pool',
  /** The call that writes the log throws. */
  'log',
  /** The log's own code throws. */
  'log-writer',
  /** The call that writes stdout throws. */
  'output',
  /** A timer's callback that nobody guards. */
  'timer',
  /** A promise that nobody looks at. */
  'rejection',
  /** A signal's listener. */
  'signal',
  /** A warning of Node's own. */
  'node-warning',
] as const;

/** One of {@link faultPlaces}. */
export type FaultPlace = (typeof faultPlaces)[number];

/** The calls that fail, counted from 1, both included. */
interface Calls {
  readonly from: number;
  readonly to: number;
}

/** What was asked to fail, and when. */
export class Faults {
  readonly #failing: ReadonlyMap<FaultPlace, Calls>;
  readonly #calls = new Map<FaultPlace, number>();

  constructor(failing: ReadonlyMap<FaultPlace, Calls> = new Map()) {
    this.#failing = failing;
  }

  /** Whether anything is to fail there, now or later. */
  has(place: FaultPlace): boolean {
    return this.#failing.has(place);
  }

  /** Counts a call there, and tells whether it is to fail. */
  due(place: FaultPlace): boolean {
    const failing = this.#failing.get(place);
    if (failing === undefined) return false;
    const call = (this.#calls.get(place) ?? 0) + 1;
    this.#calls.set(place, call);
    return call >= failing.from && call <= failing.to;
  }

  /** Throws where a call is to fail. */
  hit(place: FaultPlace): void {
    if (this.due(place)) throw faultAt(place);
  }
}

/** The error that a fault throws. */
export function faultAt(place: FaultPlace): Error {
  return new Error(`fault at ${place}`);
}

/**
 * Reads the variable: places with commas between them, each alone (every call fails), with the first call that fails
 * (`parse@10`), or with the first and the last (`parse@10-12`).
 *
 * @throws for what is none of that
 */
export function parseFaults(text: string | undefined): Faults {
  const failing = new Map<FaultPlace, Calls>();
  for (const part of (text ?? '').split(',')) {
    if (part.trim() === '') continue;
    const [, name, from = '1', to] = /^([^@]*)(?:@(\d{1,9})(?:-(\d{1,9}))?)?$/.exec(part.trim()) ?? [];
    const place = faultPlaces.find((known) => known === name);
    if (place === undefined) {
      throw new Error(
        `${faultVariable}=${part.trim()}: no such place to fail; there are ${faultPlaces.join(', ')}, each also as place@10 (from the 10th call on) or place@10-12`,
      );
    }
    failing.set(place, {
      from: Number(from),
      to: to === undefined ? Number.POSITIVE_INFINITY : Number(to),
    });
  }
  return new Faults(failing);
}
