import { FolderTurns } from '../follow/folder-turns.ts';
import { systemFollowFs } from '../follow/follow-fs.ts';
import { type FollowedLog, followLog } from '../follow/follow-log.ts';
import type { FollowState } from '../follow/follow-state.ts';
import { hasReading } from '../follow/has-reading.ts';
import { createStation } from '../job/station.ts';
import type { MinerPort, Station, StationIo } from '../job/station-parts.ts';
import { printable } from '../lines/printable.ts';
import type { FollowedLogOptions } from '../options/followed-logs.ts';
import type { FollowOptions } from '../options/parse.ts';
import type { MinerStatus } from '../rig/snapshot.ts';
import type { Job } from './job.ts';

/** Logs that are followed, all in one panel and one metrics page. */
export interface FollowJob extends Job {
  /** Ends it. */
  stop(): void;
}

/** What following needs besides what all jobs do. */
export interface FollowIo extends StationIo {
  /** How many calls to file systems can be under way at once. */
  readonly fileThreads: number;
}

/** `fpga-tee -m <log>...`: what miners write into their logs, as if each of them were piped. */
export function startFollowJob(options: FollowOptions, io: FollowIo): FollowJob {
  const { logs, once } = options;
  const several = logs.length > 1;
  const port = once ? null : options.port;
  const station = createStation(
    {
      ...options,
      bitstream: bitstreamOf(logs),
      several,
      linesLog: several ? options.log : null,
      port,
      onOutputGone() {
        // Nobody would have anything of it any more, as after `| head`.
        if (port === null && options.log === null) stop();
      },
    },
    io,
  );
  // One thread stays for what we write.
  const turns = new FolderTurns(io.clock, Math.max(1, io.fileThreads - 1));
  const followed = logs.map((log) => {
    let state = (): FollowState | null => null;
    const miner = station.add({
      ...log,
      log: several ? null : options.log,
      status: () => statusOf(log.path, state()),
    });
    const follower = follow(log, miner, station, { io, once, turns });
    state = follower.state;
    return { miner, follower };
  });

  const stop = (): void => {
    for (const { follower } of followed) void follower.stop();
  };

  const run = async (): Promise<number> => {
    await Promise.all(followed.map(({ follower }) => follower.ended));
    for (const { miner } of followed) miner.end();
    const logged = await station.end();
    if (!logged) return 1;
    return once && followed.some(({ follower }) => follower.state().type !== 'following') ? 2 : 0;
  };
  return {
    ...station,
    ended: run(),
    stuck: () => turns.stuck,
    stop,
  };
}

function follow(
  { path, candidates }: FollowedLogOptions,
  miner: MinerPort,
  station: Station,
  { io, once, turns }: { readonly io: FollowIo; readonly once: boolean; readonly turns: FolderTurns },
): FollowedLog {
  let firstLook = true;
  return followLog({
    path,
    from: once ? 'start' : 'newest',
    once,
    clock: io.clock,
    timers: io.timers,
    hasReading: (block) => hasReading(candidates, block),
    onFile: miner.open,
    shouldWait: miner.shouldWait,
    onState(state) {
      const shown = printable(path);
      if (state.type === 'unreadable') {
        const way = once ? '' : '; it is tried again all the time';
        station.warnings.raise('input', `${shown}: can't be read: ${state.reason}${way}`, path);
      } else station.warnings.clear('input', path);
      if (state.type === 'waiting' && once)
        station.warnings.raise('input', `${shown}: can't be read: there is no such file`, path);
      else if (state.type === 'waiting' && firstLook) station.say(`${shown}: not there yet; waiting for it`);
      firstLook = false;
    },
    onFault: station.failed,
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
