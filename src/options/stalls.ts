import type { StallOptions } from '../job/job-options.ts';
import { defaultThresholds } from '../rig/stall.ts';
import { UsageError } from '../values/usage-error.ts';
import { durationOf } from '../values/values.ts';
import type { Flags } from './flags.ts';

/** A fraction that no card's luck of ten minutes falls below. */
const defaultSlowBelow = 0.8;

/**
 * Reads the options of every command that watches miners.
 *
 * @throws UsageError for a value that can't be, and for a command that would never run
 */
export function stallOptions(flags: Flags): StallOptions {
  const thresholds = {
    silent: secondsOrOff(flags, 'stall-silent', defaultThresholds.silent),
    'no-stats': secondsOrOff(flags, 'stall-no-stats', defaultThresholds['no-stats']),
    'no-shares': secondsOrOff(flags, 'stall-no-shares', defaultThresholds['no-shares']),
    startGrace: secondsOrOff(flags, 'stall-grace', defaultThresholds.startGrace) ?? 0,
  };
  const never =
    thresholds.silent === null && thresholds['no-stats'] === null && thresholds['no-shares'] === null;
  for (const name of ['on-stall', 'on-stall-over'] as const) {
    if (never && flags.text(name) !== null)
      throw new UsageError(`--${name}: all stalls are off, it would never run; leave one of them on`);
  }
  return {
    thresholds,
    onStall: flags.text('on-stall'),
    onStallOver: flags.text('on-stall-over'),
    slowBelow: fractionOrOff(flags),
  };
}

function secondsOrOff(
  flags: Flags,
  name: 'stall-silent' | 'stall-no-stats' | 'stall-no-shares' | 'stall-grace',
  otherwise: number | null,
): number | null {
  const text = flags.text(name);
  if (text === null) return otherwise;
  if (text === 'off') return null;
  const seconds = durationOf(text);
  if (seconds === null)
    throw new UsageError(`--${name} ${text}: not a duration; give one such as 90s, 5m or 1h, or off`);
  return seconds;
}

function fractionOrOff(flags: Flags): number | null {
  const text = flags.text('slow-below');
  if (text === null) return defaultSlowBelow;
  if (text === 'off') return null;
  const fraction = /^0?\.\d{1,6}$/.test(text) ? Number(text) : 0;
  if (fraction <= 0)
    throw new UsageError(
      `--slow-below ${text}: not a fraction; give one between 0 and 1 such as 0.8, or off`,
    );
  return fraction;
}
