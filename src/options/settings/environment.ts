import { UsageError } from '../../values/usage-error.ts';
import { type CommandName, isRepeatable, type OptionRow } from '../row.ts';
import type { Source } from '../source.ts';
import { optionsOf } from '../table.ts';
import { isSetting } from './is-setting.ts';
import type { Level } from './level.ts';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the commands for alerts and stalls are told by variables, one of which has the name of an option: a fpga-tee among
 * them must not take it for one.
 */
const givenToCommands = { mark: 'FPGA_TEE_SOURCE', names: ['FPGA_TEE_BITSTREAM'] };

/** The variable that stands for an option: `FPGA_TEE_LOG_KEEP` for `--log-keep`. */
export function variableOf(option: string): string {
  return `FPGA_TEE_${option.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * What the environment says of a command's options. An empty variable says nothing.
 *
 * @throws UsageError that names a variable whose value is none
 */
export function fromEnvironment(command: CommandName, environment: Environment): Level {
  const ignored = environment[givenToCommands.mark] === undefined ? [] : givenToCommands.names;
  const textOf = (variable: string): string =>
    ignored.includes(variable) ? '' : (environment[variable] ?? '').trim();
  const flags = new Map<string, readonly string[] | boolean>();
  const sources = new Map<string, Source>();
  for (const row of optionsOf(command).filter(isSetting)) {
    const off = `no-${row.name}`;
    const variable = [...(row.off === undefined ? [] : [variableOf(off)]), variableOf(row.name)].find(
      (name) => textOf(name) !== '',
    );
    if (variable === undefined) continue;
    const value =
      variable === variableOf(off)
        ? offValue(row, variable, textOf(variable))
        : valueIn(row, command, variable, textOf(variable));
    if (value === null) continue;
    flags.set(row.name, value);
    sources.set(row.name, { type: 'variable', name: variable });
  }
  return { flags, sources };
}

/** `FPGA_TEE_NO_LOG=1`; `0` says nothing against a log, and is one more word for metrics. */
function offValue(row: OptionRow, variable: string, text: string): boolean | null {
  const off = switchOf(variable, text);
  if (off) return false;
  return row.off?.only === true ? true : null;
}

function valueIn(
  row: OptionRow,
  command: CommandName,
  variable: string,
  text: string,
): readonly string[] | boolean | null {
  if (row.off?.only === true) return null;
  if (row.reader === undefined) return switchOf(variable, text);
  // The values of a list are looked at together.
  if (!isRepeatable(row, command) && row.reader.read(text) === null)
    throw new UsageError(`${variable}=${text}: ${row.reader.wrong ?? `give ${row.reader.right}`}`);
  return [text];
}

function switchOf(variable: string, text: string): boolean {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${variable}=${text}: give 1 or 0`);
}
