import { fstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isatty } from 'node:tty';
import type { FileIdentity } from '../bytes/log/log-disk.ts';
import type { LogOptions } from '../bytes/log/log-file.ts';
import type { JobIo } from '../job/job-options.ts';
import type { Parts } from '../job/parts.ts';
import { printable } from '../lines/printable.ts';
import { platformOf } from '../platform/platform-of.ts';
import { listenToSignals, type SignalReactions } from '../platform/signals.ts';
import { showsUtf8 } from '../platform/utf8.ts';
import { limitYoungMemory } from '../platform/young-memory.ts';
import type { UsableWebConfig } from '../web/config/load.ts';
import { listenToFailures } from './failures.ts';
import { complain } from './print.ts';
import { type OwnInput, whyNotToLog } from './same-file.ts';
import { endBy } from './signals.ts';
import type { StartedJob } from './started-job.ts';

/** A job that is to run in this process. */
export interface InProcess<Started extends StartedJob> {
  readonly parts: Parts;
  /** The path of its web configuration; `null` for none. */
  readonly webConfig: string | null;
  /** What has named that one. */
  readonly webConfigFrom: string;
  /** The logs that are written; `null` for none. */
  readonly logs: readonly (LogOptions | null)[];
  /** What is read besides the web's configuration. */
  readonly inputs: readonly OwnInput[];
  readonly start: (io: JobIo) => Started;
  readonly reactions: (started: Started) => SignalReactions;
}

/**
 * Runs a job to its end: gives it what this process has, signals and failures.
 *
 * @returns the exit code
 */
export async function runInProcess<Started extends StartedJob>({
  parts,
  webConfig: file,
  webConfigFrom,
  logs,
  inputs,
  start,
  reactions,
}: InProcess<Started>): Promise<number> {
  const webConfig = file === null ? null : await readWebConfig(file, webConfigFrom);
  if (webConfig === 'wrong') return 2;
  const problem = await whyNotToLog(
    logs.filter((log) => log !== null),
    [...inputs, ...inputsOf(webConfig)],
  );
  if (problem !== null) {
    complain(problem);
    return 2;
  }
  // Ink would draw only its last frame when it finds these; whether to draw at all is decided here.
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
  const platform = platformOf(process.platform);
  // The event loop looks for input between two immediates.
  const idle = setImmediate().then(() => setImmediate());
  idle.then(limitYoungMemory);
  const started = start({
    ...parts,
    terminal: isatty(1) ? process.stdout : null,
    drawable: process.env['TERM'] !== 'dumb',
    colour: mayColour(),
    ascii: !showsUtf8(process.env, process.platform),
    inputFile: fileAt(0),
    outputFile: fileAt(1),
    platform,
    idle,
    webConfig,
  });
  listenToSignals(platform.signals, reactions(started), parts.on);
  platform.leaveTerminalsAlone();
  // Whatever of ours fails, the miner's bytes go on. (Only memory that runs out can't be caught.)
  listenToFailures(
    {
      failed: (error) => started.job.failed(error),
      warned: (words) => started.job.warnings.raise('tool', words),
    },
    parts.on,
  );
  // Every timer and socket of the job lets the process end; this one holds it until the job is done.
  const alive = setInterval(() => {}, 60_000);
  try {
    const code = await started.ended;
    if (started.stuck?.() === true) endBy('SIGINT');
    return code;
  } finally {
    clearInterval(alive);
  }
}

/** https://no-color.org: set and not empty means no. */
export function mayColour(): boolean {
  return isatty(1) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

/** `wrong` when it can't be used: why has been said, a line for each problem. */
export async function readWebConfig(file: string, named: string): Promise<UsableWebConfig | 'wrong'> {
  const [{ loadWebConfig }, { whyNotToStart }] = await Promise.all([
    import('../web/config/load.ts'),
    import('../web/config/start.ts'),
  ]);
  const loaded = await loadWebConfig(file);
  const lines = whyNotToStart(loaded, file, named);
  if (loaded.type === 'access' && lines.length === 0) return loaded;
  complain(...lines.map(printable));
  return 'wrong';
}

function inputsOf(webConfig: UsableWebConfig | null): readonly OwnInput[] {
  const [file, ...named] = webConfig?.files ?? [];
  if (file === undefined) return [];
  return [
    { file, what: 'the web configuration' },
    ...named.map((other) => ({ file: other, what: 'a certificate or a key of the web configuration' })),
  ];
}

/** The file that stands behind a descriptor; `null` when it is none. */
function fileAt(fd: number): FileIdentity | null {
  try {
    const stats = fstatSync(fd, { bigint: true });
    return stats.isFile() ? stats : null;
  } catch {
    return null;
  }
}
