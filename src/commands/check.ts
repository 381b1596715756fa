import { checkLog, exitCodeOf } from '../check/check.ts';
import { jsonReport, textReport } from '../check/report.ts';
import { printable } from '../lines/printable.ts';
import type { CheckOptions } from '../options/parse.ts';
import { complain, print } from './print.ts';

/** `fpga-tee check <log>...`: what is in logs, and whether a bitstream reads them. */
export async function check(options: CheckOptions): Promise<number> {
  for (const failure of options.failures) complain(failure);
  const logs = [];
  for (const path of options.logs) logs.push(await checkLog(path, options.candidates, options.names));
  for (const log of logs) {
    if (log.type === 'unreadable') complain(`${printable(log.path)}: can't be read: ${log.reason}`);
  }
  const failed = await print(options.json ? jsonReport(logs) : textReport(logs));
  return options.failures.length > 0 ? 2 : exitCodeOf(logs) || failed;
}
