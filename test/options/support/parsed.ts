import { bitstreams } from '../../../src/bitstreams/index.ts';
import { parseCommandLine } from '../../../src/options/parse.ts';
import { UsageError } from '../../../src/values/usage-error.ts';

/** Every bitstream, as they are listed. */
export const names = [...bitstreams.map(({ name }) => name), 'generic'].join(', ');

function optionsOf<Name extends 'tee' | 'follow' | 'check' | 'simulate'>(name: Name, ...args: string[]) {
  const command = parseCommandLine(args, false);
  if (command.command !== name) throw new Error(`${command.command} instead of ${name}`);
  return command;
}
/** The options of the main job. */
export const tee = (...args: string[]) => {
  const command = optionsOf('tee', ...args);
  if (command.command !== 'tee') throw new Error(command.command);
  return command.options;
};
/** The options of a job that follows logs. */
export const follow = (...args: string[]) => {
  const command = optionsOf('follow', ...args);
  if (command.command !== 'follow') throw new Error(command.command);
  return command.options;
};
/** The options of a check. */
export const check = (...args: string[]) => {
  const command = optionsOf('check', 'check', ...args);
  if (command.command !== 'check') throw new Error(command.command);
  return command.options;
};
/** The options of the simulator. */
export const simulate = (...args: string[]) => {
  const command = optionsOf('simulate', 'simulate', ...args);
  if (command.command !== 'simulate') throw new Error(command.command);
  return command.options;
};

/** What a wrong command line is told. */
export function problemOf(args: readonly string[]): string {
  try {
    parseCommandLine(args, false);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`nothing wrong with ${args.join(' ')}`);
}
