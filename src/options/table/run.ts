import { type RestartOptions, restartLimitOf, restartPolicies } from '../../run/restart-policy.ts';
import { UsageError } from '../../values/usage-error.ts';
import { GivenOptions } from '../given.ts';
import { duration, file, oneOf } from '../readers.ts';
import type { OptionRow } from '../row.ts';

const run = { commands: ['run'] } satisfies Partial<OptionRow>;

/** Which miners are started, and how they are started again and stopped. */
export const runRows = {
  rig: {
    ...run,
    name: 'rig',
    reader: file,
    help: 'start the miners that a rig file describes, in place of one command; see docs/run.md',
    example: 'rig.yaml',
  },
  check: {
    name: 'check',
    commands: ['rig'],
    help: 'look through the rig file, say what is wrong in it and which programs are not there; starts nothing',
  },
  restart: {
    ...run,
    name: 'restart',
    reader: oneOf('<when>', restartPolicies),
    default: 'never',
    rigFile: 'miner-only',
    help: 'start the miner again: never, on-exit: whenever it ends, on-stall: ramped down first, or always: both (default {default})',
    example: 'on-exit',
  },
  restartLimit: {
    ...run,
    name: 'restart-limit',
    reader: {
      placeholder: '<n>/<time>',
      read: restartLimitOf,
      right: 'restarts in a time such as 10/1h',
      wrong: 'not a limit; give restarts in a time, such as 10/1h',
    },
    default: '10/1h',
    rigFile: 'miner-only',
    help: 'at most so many restarts in so much time, then it stays ended (default {default})',
  },
  stopGrace: {
    ...run,
    name: 'stop-grace',
    reader: duration,
    default: '120s',
    rigFile: 'miner',
    help: 'time for the ramp-down of a miner that is to stop, after ESC and once more after SIGINT (default {default})',
  },
  killAfter: {
    ...run,
    name: 'kill-after',
    reader: duration,
    rigFile: 'miner',
    help: 'a miner that both have not stopped gets SIGTERM, and SIGKILL after this time (default: it is left alone, never killed)',
    example: '30s',
  },
} satisfies Record<string, OptionRow>;

/**
 * When a miner is started again.
 *
 * @throws UsageError for a limit to what never happens
 */
export function restartOptions(given: GivenOptions): RestartOptions {
  const { restart, restartLimit } = runRows;
  const when = given.value(restart);
  if (given.has(restartLimit) && when === 'never')
    throw new UsageError(`--${restartLimit.name}: nothing is restarted without --${restart.name}; give both`);
  return { when, limit: given.value(restartLimit), backoff: 10 };
}

/** What is done unless somebody says otherwise. */
export const defaultRestart: RestartOptions = restartOptions(new GivenOptions(new Map()));

/** How a miner is stopped. */
export function stopOptions(given: GivenOptions) {
  return {
    /** Seconds. */
    stopGrace: given.value(runRows.stopGrace),
    /** Seconds; `null`: it is never killed. */
    killAfter: given.value(runRows.killAfter),
  };
}
