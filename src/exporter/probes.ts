import { createPoolMetrics } from '../metrics/metrics.ts';
import { Averages } from '../pools/averages.ts';
import { createPool } from '../pools/create.ts';
import type { PoolEntry } from '../pools/entry.ts';
import { poll } from '../pools/poll.ts';
import type { Pool } from '../pools/pool.ts';
import { WatchedPool } from '../pools/watched-pool.ts';
import type { Clock, Timers } from '../time.ts';
import type { ProbeQuery } from './probe-query.ts';
import { snapshotOfPools } from './snapshot.ts';

/** Probes at one moment. */
const mostAtOnce = 32;
/** Questions of which is remembered what was answered before. */
const mostRemembered = 256;

/** What probes work with. */
export interface ProbesOptions {
  /** The predecessor's metric as well. */
  readonly legacyMetrics: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Breaks off whatever is under way. */
  readonly signal: AbortSignal;
  /** Made from the entry unless a test has its own. */
  readonly pool?: (entry: PoolEntry) => Pool;
  readonly mostAtOnce?: number;
}

/** A page of metrics. */
export interface ProbePage {
  readonly contentType: string;
  readonly body: string;
}

/** A question that was asked before: its pool's kind need not be guessed again, and its shares are counted on. */
interface Asked {
  readonly pool: Pool;
  readonly watched: WatchedPool;
}

/** Asks a pool when somebody wants to know, and says what came of it as metrics of that pool alone. */
export class Probes {
  readonly #options: ProbesOptions;
  /** The one that was asked last stands last. */
  readonly #asked = new Map<string, Asked>();
  readonly #noCards = new Averages();
  #underWay = 0;

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  /** `null` when too many are under way. */
  async probe(query: Extract<ProbeQuery, { type: 'probe' }>): Promise<ProbePage | null> {
    const { clock, mostAtOnce: most = mostAtOnce } = this.#options;
    if (this.#underWay >= most) return null;
    this.#underWay += 1;
    const from = clock.monotonic();
    try {
      const { pool, watched } = this.#find(query);
      const polled = await poll(pool, query.entry.address, { ...this.#options, patience: query.patience });
      if (polled.type === 'reading') watched.answered(polled.reading, polled.at, polled.seconds);
      else watched.failed(polled.words);
      const told = polled.type === 'reading' && polled.reading.addressKnown !== false;
      return await this.#page(watched, told, clock.monotonic() - from);
    } finally {
      this.#underWay -= 1;
    }
  }

  #find({ key, entry, name }: Extract<ProbeQuery, { type: 'probe' }>): Asked {
    const { pool: make = createPool } = this.#options;
    const found = this.#asked.get(key) ?? { pool: make(entry), watched: new WatchedPool(name) };
    this.#asked.delete(key);
    this.#asked.set(key, found);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > mostRemembered && oldest !== undefined) this.#asked.delete(oldest);
    return found;
  }

  async #page(watched: WatchedPool, success: boolean, seconds: number): Promise<ProbePage> {
    const { clock, legacyMetrics } = this.#options;
    const now = clock.wall();
    const pool = watched.snapshot(clock.monotonic(), now, Number.POSITIVE_INFINITY, this.#noCards);
    // Labels are remembered by whoever makes the page: of any number of targets they would grow without end.
    const metrics = createPoolMetrics({ legacy: legacyMetrics });
    const page = await metrics.render(snapshotOfPools([pool], now));
    const problem = pool.problem === null ? '' : `# pool ${pool.name} ${oneLine(pool.problem)}\n`;
    return { contentType: metrics.contentType, body: `${page}${ownMetrics(success, seconds)}${problem}` };
  }
}

/** As the exporters that are asked about others name it. */
function ownMetrics(success: boolean, seconds: number): string {
  return `# HELP probe_success Whether the pool has told something of the address: 1 or 0.
# TYPE probe_success gauge
probe_success ${success ? 1 : 0}
# HELP probe_duration_seconds How long it took to ask the pool, in seconds.
# TYPE probe_duration_seconds gauge
probe_duration_seconds ${Math.round(seconds * 1e6) / 1e6}
`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}
