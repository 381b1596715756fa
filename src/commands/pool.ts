import { printable } from '../lines/printable.ts';
import type { PoolCommandOptions } from '../options/parse.ts';
import { systemClock, systemTimers } from '../time.ts';
import { complain, print } from './print.ts';

/** `fpga-tee pool <url>`: what a pool says, once. */
export async function pool({ entry, json }: PoolCommandOptions): Promise<number> {
  const { askOnce, exitCodeOf, jsonOf, textOf } = await import('../pools/ask-once.ts');
  // The timers hold no process.
  const alive = setInterval(() => {}, 60_000);
  const asked = await askOnce(entry, systemClock, systemTimers);
  clearInterval(alive);
  const { host } = entry.url;
  if (asked.type === 'problem' && !json) {
    complain(printable(textOf(host, asked).trimEnd()));
    return exitCodeOf(asked);
  }
  const failed = await print(json ? jsonOf(host, asked) : textOf(host, asked));
  return exitCodeOf(asked) || failed;
}
