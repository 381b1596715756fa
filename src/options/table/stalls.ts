import type { StallOptions } from '../../job/job-options.ts';
import { UsageError } from '../../values/usage-error.ts';
import type { GivenOptions } from '../given.ts';
import { durationOrOff, fractionOrOff, text } from '../readers.ts';
import { jobs, type OptionRow } from '../row.ts';

const ofTime = { commands: jobs, reader: durationOrOff, rigFile: 'rig' } satisfies Partial<OptionRow>;

/** When a miner is stuck or a card slow, and what is done then. The times are patient: some miners print once a solution. */
export const stallRows = {
  silent: {
    ...ofTime,
    name: 'stall-silent',
    default: '5m',
    help: 'a miner that prints nothing for so long is stuck (default {default}); each --stall-… can be off',
  },
  noStats: {
    ...ofTime,
    name: 'stall-no-stats',
    default: '10m',
    help: 'so is one that prints, but no statistics, for so long (default {default})',
  },
  noShares: {
    ...ofTime,
    name: 'stall-no-shares',
    default: '30m',
    help: 'and one that reports shares, of which the pool takes none for so long (default {default})',
  },
  grace: {
    ...ofTime,
    name: 'stall-grace',
    default: '5m',
    help: 'time after each start of the miner in which nothing counts as stuck (default {default})',
  },
  onStall: {
    name: 'on-stall',
    commands: jobs,
    rigFile: 'rig',
    reader: text('<command>'),
    help: 'run this in a shell, once, when a miner gets stuck; FPGA_TEE_STALL and other variables tell it which (docs/stuck.md)',
    example: "'./restart-miner.sh'",
  },
  onStallOver: {
    name: 'on-stall-over',
    commands: jobs,
    rigFile: 'rig',
    reader: text('<command>'),
    help: 'run this in a shell when that is over',
    example: "'./tell-me.sh'",
  },
  slowBelow: {
    name: 'slow-below',
    commands: jobs,
    rigFile: 'rig',
    reader: fractionOrOff,
    // No card's luck of ten minutes falls below it.
    default: '0.8',
    help: "mark a card that makes less than this part of its own day's median hashrate (default {default}; or off)",
  },
} satisfies Record<string, OptionRow>;

/**
 * What counts as stuck and slow.
 *
 * @throws UsageError for a command that would never run
 */
export function stallOptions(given: GivenOptions): StallOptions {
  const rows = stallRows;
  const thresholds = {
    silent: orNull(given.value(rows.silent)),
    'no-stats': orNull(given.value(rows.noStats)),
    'no-shares': orNull(given.value(rows.noShares)),
  };
  const never = Object.values(thresholds).every((threshold) => threshold === null);
  const idle = [rows.onStall, rows.onStallOver].find((row) => never && given.has(row));
  if (idle !== undefined)
    throw new UsageError(`--${idle.name}: all stalls are off, it would never run; leave one of them on`);
  return {
    thresholds: { ...thresholds, startGrace: orNull(given.value(rows.grace)) ?? 0 },
    onStall: given.value(rows.onStall),
    onStallOver: given.value(rows.onStallOver),
    slowBelow: orNull(given.value(rows.slowBelow)),
  };
}

function orNull(value: number | 'off'): number | null {
  return value === 'off' ? null : value;
}
