import { parseCommandLine } from '../../src/options/parse.ts';

/** When miners are stuck where nobody says otherwise. */
export const defaultThresholds = thresholdsOf([]);

function thresholdsOf(args: readonly string[]) {
  const command = parseCommandLine(args, false);
  if (command.command !== 'tee') throw new Error(command.command);
  return command.options.stalls.thresholds;
}
