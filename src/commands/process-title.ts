import { writeFileSync } from 'node:fs';
import { printable } from '../lines/printable.ts';

/**
 * What `ps` and `htop` show of us: which job, whose miners, into which logs. Command lines do not stand in it, since pools'
 * and wallets' addresses stand in those. There is as much room as our own command line takes: the rest is cut off.
 *
 * @param logs `null` for none
 */
export function processTitle(
  job: string,
  miners: readonly string[],
  logs: readonly ({ readonly path: string } | null)[],
): string {
  const paths = logs.flatMap((log) => log?.path ?? []);
  const words = ['fpga-tee', job, miners.join(', '), paths.length === 0 ? '' : `> ${paths.join(', ')}`];
  return printable(words.filter((word) => word !== '').join(' '));
}

/** Shows a title, and keeps the name by which `pgrep` and `killall` know us. */
export function showTitle(title: string): void {
  process.title = title;
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/comm', 'fpga-tee');
  } catch {
    // Without /proc the name is the beginning of the title.
  }
}
