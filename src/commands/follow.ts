import { isatty } from 'node:tty';
import { FolderTurns } from '../follow/folder-turns.ts';
import { systemFollowFs } from '../follow/follow-fs.ts';
import type { FollowState } from '../follow/follow-state.ts';
import { FollowedLog } from '../follow/followed-log.ts';
import { hasReading } from '../follow/has-reading.ts';
import { Job } from '../job/job.ts';
import type { JobIo } from '../job/job-options.ts';
import type { MinerPort } from '../job/miner-port.ts';
import type { Parts } from '../job/parts.ts';
import { printable } from '../lines/printable.ts';
import type { FollowedLogOptions } from '../options/followed-logs.ts';
import type { FollowOptions } from '../options/parse.ts';
import { platformOf } from '../platform/platform-of.ts';
import type { MinerStatus } from '../rig/snapshot.ts';
import { OwnKeys } from '../run/keys/own-keys.ts';
import { listenToTypedKeys, type TypedKeys } from '../run/keys/typed-keys.ts';
import { runInProcess } from './in-process.ts';
import { complain } from './print.ts';
import { processTitle, showTitle } from './process-title.ts';
import { fileGivenTwice, ownOutputAmong } from './same-file.ts';
import { withoutMiner } from './signals.ts';
import type { StartedJob } from './started-job.ts';

/** Logs that are followed, all in one panel and one metrics page. */
interface FollowJob extends StartedJob {
  /** Ends it. */
  stop(): void;
  /** The keys that are typed, while the keyboard is ours; `null` where none can be. */
  readonly typed: TypedKeys | null;
}

/**
 * `fpga-tee -m <log>...`: what miners write into their logs, as if each of them were piped. Nothing is read from stdin: it
 * may be a terminal, and no miner is there to be protected.
 */
export async function follow(options: FollowOptions, parts: Parts): Promise<number> {
  const problem = await whyNotToFollow(options);
  if (problem !== null) {
    complain(problem);
    return 2;
  }
  complain(...options.notes);
  showTitle(
    processTitle(
      'follow',
      options.logs.map((log) => log.path),
      [options.log],
    ),
  );
  // How many calls to file systems can be under way at once; one thread stays for what we write.
  const threads = Number(process.env['UV_THREADPOOL_SIZE']) || 4;
  const turns = new FolderTurns(parts.clock, Math.max(1, threads - 1));
  const start = (io: JobIo): FollowJob => {
    const started = startFollow(options, io, turns);
    process.on('exit', () => started.typed?.release());
    if (process.platform !== 'win32') process.on('SIGCONT', () => started.typed?.resumed());
    return started;
  };
  return runInProcess({
    parts,
    webConfig: options.webConfig,
    webConfigFrom: options.webConfigFrom,
    logs: [options.log],
    inputs: options.logs.map(({ path }) => ({ file: path, what: 'a log that is followed' })),
    start,
    reactions: withoutMiner,
  });
}

async function whyNotToFollow(options: FollowOptions): Promise<string | null> {
  const logs = options.logs.map(({ path }) => path);
  const [loop, twice] = await Promise.all([
    ownOutputAmong(logs, options.log?.path ?? null),
    fileGivenTwice(logs),
  ]);
  if (twice !== null)
    return `-m ${printable(twice.path)}: the same file as ${printable(twice.other)}; give it once`;
  if (loop !== null)
    return `${printable(loop)}: is followed and written as well, it would grow without end; write to another file`;
  return null;
}

function startFollow(options: FollowOptions, io: JobIo, turns: FolderTurns): FollowJob {
  const { logs, once } = options;
  const several = logs.length > 1;
  const port = once ? null : options.port;
  const job = new Job(
    {
      ...options,
      bitstream: bitstreamOf(logs),
      several,
      settings: () => keys.settings,
      linesLog: several ? options.log : null,
      port,
      onOutputGone() {
        // Nobody would have anything of it any more, as after `| head`.
        if (port === null && options.log === null) stop();
      },
    },
    io,
  );
  const followed = logs.map((log) => {
    let state = (): FollowState | null => null;
    const miner = job.add({
      ...log,
      log: several ? null : options.log,
      status: () => statusOf(log.path, state()),
    });
    const follower = followOne(log, { job, miner, io, once, turns, logs: logs.length });
    state = () => follower.state();
    return { miner, follower };
  });

  const stop = (): void => {
    for (const { follower } of followed) void follower.stop();
  };

  const keys = new OwnKeys(
    logs.map(({ name }) => name),
    {
      // There is no miner to type to, and none that we have started.
      type: () => {},
      restart: () => {},
      stop,
      signal: raise,
      show: (miner) => job.screen.show(miner === null ? null : (logs[miner]?.name ?? null)),
      detachPanel: () => job.screen.detachPanel(),
      attachPanel: () => job.screen.attachPanel(),
      settingsChanged: () => job.screen.settingsChanged(),
      showsPanel: () => job.screen.showsPanel(),
      cards: (settings) => job.cardNames(settings),
      say: (line) => job.say(line),
    },
    io.timers,
    { free: true, settings: options.chosen },
  );
  const typed = listensToKeys(options, io) ? listenToKeyboard(keys, job, io) : null;

  const run = async (): Promise<number> => {
    await Promise.all(followed.map(({ follower }) => follower.ended));
    typed?.release();
    for (const { miner } of followed) miner.end();
    const logged = await job.end();
    if (!logged) return 1;
    return once && followed.some(({ follower }) => follower.state().type !== 'following') ? 2 : 0;
  };
  return { job, ended: run(), stuck: () => turns.stuck, stop, typed };
}

/** In front of a panel the keyboard is nobody else's. */
function listensToKeys({ once, plain }: FollowOptions, io: JobIo): boolean {
  return !once && !plain && io.drawable && io.terminal !== null && isatty(0);
}

/** As the terminal would: to all that runs in the foreground. */
function raise(signal: NodeJS.Signals): void {
  if (signal === 'SIGINT') platformOf(process.platform).interruptGroup();
  else if (process.platform !== 'win32') process.kill(0, signal);
}

function listenToKeyboard(keys: OwnKeys, job: Job, { timers }: JobIo): TypedKeys {
  return listenToTypedKeys({
    input: process.stdin,
    isOurs: platformOf(process.platform).ownsKeyboard,
    timers,
    onKeys(text) {
      try {
        keys.typed(text);
      } catch (error) {
        job.failed(error);
      }
    },
  });
}

/** What following one log takes. */
interface FollowOne {
  readonly job: Job;
  readonly miner: MinerPort;
  readonly io: JobIo;
  readonly once: boolean;
  readonly turns: FolderTurns;
  /** How many there are. */
  readonly logs: number;
}

function followOne(
  { path, candidates }: FollowedLogOptions,
  { job, miner, io, once, turns, logs }: FollowOne,
): FollowedLog {
  const { warnings } = job;
  const shown = printable(path);
  let firstLook = true;
  return new FollowedLog({
    path,
    from: once ? 'start' : 'newest',
    once,
    logs,
    clock: io.clock,
    timers: io.timers,
    hasReading: (block) => hasReading(candidates, block),
    onFile: () => miner.open(),
    shouldWait: () => miner.shouldWait(),
    onState(state) {
      if (state.type === 'unreadable') {
        const way = once ? '' : '; it is tried again all the time';
        warnings.raise('input', `${shown}: can't be read: ${state.reason}${way}`, path);
      } else warnings.clear('input', path);
      if (state.type === 'waiting' && once)
        warnings.raise('input', `${shown}: can't be read: there is no such file`, path);
      else if (state.type === 'waiting' && firstLook) job.say(`${shown}: not there yet; waiting for it`);
      firstLook = false;
    },
    onFault: (error) => job.failed(error),
    fs: turns.fsFor(path, systemFollowFs),
  });
}

function statusOf(path: string, state: FollowState | null): MinerStatus | null {
  switch (state?.type) {
    case 'waiting':
      return { text: `waiting for ${printable(path)}`, level: 'plain' };
    case 'unreadable':
      return { text: `${printable(path)} can't be read: ${state.reason}`, level: 'bad' };
    default:
      return null;
  }
}

/** What is waited for before the first statistics. */
function bitstreamOf(logs: readonly FollowedLogOptions[]): string {
  const names = [...new Set(logs.map(({ bitstream }) => bitstream))];
  return names.includes('auto') ? 'auto' : names.join(', ');
}
