import type { Parts } from '../job/parts.ts';
import { printable } from '../lines/printable.ts';
import type { PoolCommandOptions } from '../options/parse.ts';
import { systemClock, systemTimers } from '../time.ts';
import { complain, print } from './print.ts';

/** `fpga-tee pool <url>`: what a pool says, once; with `--serve` what many say, for good. */
export async function pool(options: PoolCommandOptions, parts: Parts): Promise<number> {
  if (options.type === 'serve') {
    const { servePools } = await import('./serve-pools.ts');
    return servePools(options, parts.on);
  }
  const { entry, json } = options;
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
