import { didYouMean, UsageError } from '../values/usage-error.ts';
import type { CommandName } from './row.ts';
import { optionsOf, optionTable } from './table.ts';

/** How each command is called. */
const commandLines: Readonly<Record<CommandName, string>> = {
  tee: 'fpga-tee',
  run: 'fpga-tee run',
  rig: 'fpga-tee rig',
  follow: 'fpga-tee -m <log>',
  check: 'fpga-tee check',
  formats: 'fpga-tee formats',
  learn: 'fpga-tee learn',
  demo: 'fpga-tee demo',
  init: 'fpga-tee init',
  dashboards: 'fpga-tee dashboards',
  completion: 'fpga-tee completion',
  pool: 'fpga-tee pool',
  simulate: 'fpga-tee simulate',
  'hash-password': 'fpga-tee hash-password',
};

/** What to say of an option that a command does not have: whose it is, or which was meant. */
export function unknownOption(written: string, command: CommandName): UsageError {
  const elsewhere = optionTable
    .filter(({ name, short }) => `--${name}` === written || `-${short}` === written)
    .flatMap(({ commands }) => commands);
  if (elsewhere.length > 0) {
    const where = elsewhere
      // Following logs has all options of a pipe.
      .filter((name) => name !== 'follow' || !elsewhere.includes('tee'))
      .map((name) => commandLines[name]);
    const last = where.length > 1 ? ` and ${where.at(-1)}` : where[0];
    const others = where.slice(0, -1).join(', ');
    return new UsageError(`${written}: an option of ${others}${last}, not of this command`);
  }
  const names = optionsOf(command).flatMap(({ name, aliases = [], off }) => [
    ...(off?.only === true ? [] : [name]),
    ...(off === undefined ? [] : [`no-${name}`]),
    ...aliases,
  ]);
  const hint = didYouMean(written.replace(/^--?/, ''), names, '--');
  const help = command === 'follow' ? commandLines.tee : commandLines[command];
  const rest = ['tee', 'follow', 'run'].includes(command) ? ' all' : '';
  return new UsageError(`${written}: unknown option; ${hint || `${help} --help${rest} lists them`}`);
}
