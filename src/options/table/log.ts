import type { LogOptions } from '../../bytes/log/log-file.ts';
import { UsageError } from '../../values/usage-error.ts';
import type { GivenOptions } from '../given.ts';
import { file, size, wholeNumber } from '../readers.ts';
import { jobs, type OptionRow } from '../row.ts';

/** For what is about a log. */
const ofLog = {
  commands: jobs,
  contradicts: 'log',
  needs: {
    oneOf: ['log'],
    in: ['follow'],
    words: 'no log is written with -m; give one such as --log rig.log',
  },
} satisfies Partial<OptionRow>;

/** The log that is written. */
export const logRows = {
  log: {
    name: 'log',
    short: 'o',
    commands: jobs,
    reader: file,
    default: 'hashrates.log',
    rigFile: 'miner-only',
    off: { help: 'write no log', only: false },
    help: 'the log, appended to (default {default}; with -m none)',
  },
  maxSize: {
    ...ofLog,
    rigFile: 'rig',
    name: 'log-max-size',
    reader: size(1024, '1K', '100M'),
    help: 'put the log away as <file>.1 before it grows beyond this, and begin a new one (default: it grows)',
    example: '100M',
  },
  keep: {
    ...ofLog,
    rigFile: 'rig',
    name: 'log-keep',
    reader: wholeNumber(1, 9999),
    default: '5',
    help: 'old logs that stay, <file>.1 to <file>.<n> (default {default}): all of them and the log take n + 1 times --log-max-size at the most',
  },
  timestamps: {
    ...ofLog,
    name: 'log-timestamps',
    help: 'put the time in front of each line of the log; it is then no longer byte for byte what the miner printed',
  },
  queue: {
    ...ofLog,
    rigFile: 'rig',
    name: 'log-queue',
    reader: size(64 * 1024, '64K', '64M'),
    default: '64M',
    help: "what is kept in memory while the log can't be written (default {default}); beyond it bytes are lost, counted, and marked in the log",
  },
} satisfies Record<string, OptionRow>;

/**
 * The log to write; `null` for none.
 *
 * @param unasked whether one is written that was not asked for
 * @throws UsageError for what does not fit together
 */
export function logOptions(given: GivenOptions, unasked: boolean): LogOptions | null {
  const { log, maxSize, keep, timestamps, queue } = logRows;
  if (given.off(log) || !(unasked || given.has(log))) return null;
  const limit = given.value(maxSize);
  if (limit === null && given.has(keep))
    throw new UsageError(
      `--${keep.name} ${given.value(keep)}: without --${maxSize.name} there are no old logs; give both`,
    );
  return {
    path: given.value(log),
    rotation: limit === null ? null : { maxSize: limit, keep: given.value(keep) },
    timestamps: given.on(timestamps),
    queueLimit: given.value(queue),
  };
}
