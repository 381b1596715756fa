import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../system/support/until.ts';
import { needsProgram } from './left-out.ts';

/** What promtool said, and its exit code. */
export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** Runs promtool to its end. */
export function promtool(args: readonly string[], input = ''): Said {
  needsProgram('promtool', 'prometheus');
  const { status, stdout, stderr, error } = spawnSync('promtool', args, {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { code: status, text: `${stdout}${stderr}` };
}

/** One series of an answer; the values are of one moment or of many, with their Unix seconds. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: number, value: number])[];
}

/** When a query is evaluated, in Unix seconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What a target of Prometheus is like. */
export interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly scrapeUrl: string;
}

interface RawSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** A real Prometheus on a port of its own, on loopback. */
export class Prometheus {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  #said = '';
  #failed: Error | null = null;
  #address = '';

  /**
   * @param configuration its prometheus.yml; nothing in it may reach beyond loopback
   * @param folder where it lives, with its history in `data` if there is any; made when none is given, and deleted
   */
  constructor(configuration: string, folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-prometheus-'))) {
    needsProgram('prometheus');
    this.#folder = folder;
    mkdirSync(path.join(folder, 'data'), { recursive: true });
    writeFileSync(path.join(folder, 'prometheus.yml'), configuration);
    this.#child = spawn(
      'prometheus',
      [
        '--config.file=prometheus.yml',
        '--storage.tsdb.path=data',
        '--storage.tsdb.retention.time=100y',
        '--web.listen-address=127.0.0.1:0',
        '--web.enable-lifecycle',
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child.once('error', (error) => {
      this.#failed = error;
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => resolve());
    });
  }

  /** Waits until it answers. */
  async ready(): Promise<this> {
    const found = await until(() => {
      if (this.#failed !== null) return this.#failed;
      if (this.#child.exitCode !== null) return new Error(this.#said);
      return /msg="?Listening on"? .*address=(127\.0\.0\.1:\d+)/.exec(this.#said)?.[1];
    });
    if (found instanceof Error) throw found;
    this.#address = `http://${found}`;
    await until(async () => (await fetch(`${this.#address}/-/ready`)).ok);
    return this;
  }

  /** What a query gives at one moment; now if none is given. */
  async query(expr: string, at?: number): Promise<readonly Series[]> {
    const time = at === undefined ? {} : { time: `${at}` };
    const { result }: { result: readonly RawSeries[] } = await this.#get('query', { query: expr, ...time });
    return result.map(seriesOf);
  }

  /** The value of the only series that a query gives now; `null` when it gives none. */
  async value(expr: string): Promise<number | null> {
    const [first, ...others] = await this.query(expr);
    if (others.length > 0) throw new Error(`${expr} gives ${others.length + 1} series`);
    return first?.values[0]?.[1] ?? null;
  }

  async queryRange(expr: string, { from, to, step }: Range): Promise<readonly Series[]> {
    const times = { start: `${from}`, end: `${to}`, step: `${step}` };
    const { result }: { result: readonly RawSeries[] } = await this.#get('query_range', {
      query: expr,
      ...times,
    });
    return result.map(seriesOf);
  }

  /** The values that a label has in the series that are chosen. */
  labelValues(label: string, match: string, { from, to }: Range): Promise<readonly string[]> {
    return this.#get(`label/${label}/values`, { 'match[]': match, start: `${from}`, end: `${to}` });
  }

  async targets(): Promise<readonly Target[]> {
    const { activeTargets }: { activeTargets: readonly Target[] } = await this.#get('targets', {});
    return activeTargets;
  }

  /** Type and help of each metric, as its targets give them. */
  async metadata(): Promise<ReadonlyMap<string, { readonly type: string; readonly help: string }>> {
    const all: readonly { metric: string; type: string; help: string }[] = await this.#get(
      'targets/metadata',
      {},
    );
    return new Map(all.map(({ metric, type, help }) => [metric, { type, help }]));
  }

  /** Ends it, and deletes its folder. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #get<Data>(what: string, parameters: Readonly<Record<string, string>>): Promise<Data> {
    const response = await fetch(`${this.#address}/api/v1/${what}?${new URLSearchParams(parameters)}`);
    const answer: { status: string; error?: string; data: Data } = JSON.parse(await response.text());
    if (answer.status !== 'success')
      throw new Error(`${answer.error} (${what} ${JSON.stringify(parameters)})`);
    return answer.data;
  }
}

function seriesOf({ metric, value, values }: RawSeries): Series {
  const all = values ?? (value === undefined ? [] : [value]);
  return { metric, values: all.map(([time, text]) => [time, numberOf(text)]) };
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
