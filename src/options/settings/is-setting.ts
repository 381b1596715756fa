import type { OptionRow } from '../row.ts';

/** What is to be done, and not how: that is said each time. `config` says where the rest stands. */
const notSettings: readonly string[] = [
  'config',
  'follow',
  'help',
  'interval',
  'logging',
  'once',
  'rig',
  'version',
];

/** Whether an option may stand in a configuration file or the environment. */
export function isSetting({ name }: OptionRow): boolean {
  return !notSettings.includes(name);
}
