/** The commands of the program; `tee` is what it does without one. */
export type CommandName = 'tee' | 'run' | 'check' | 'simulate';

/** One option, as it is parsed, explained in `--help` and listed in the README. */
export interface OptionSpec {
  /** Long name without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly commands: readonly CommandName[];
  /** What stands for its value in the help; `null` for a switch. */
  readonly value: string | null;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** Has a form that turns it off, `--no-<name>`: explained, and whether the plain form exists as well. */
  readonly off?: { readonly help: string; readonly only: boolean };
  readonly help: string;
  /** A value that would be right, for the message about one that is not. */
  readonly example?: string;
}

/** Every option there is. What it means is in `parse.ts`; `--help` and the README are made from this. */
export const optionTable = [
  {
    name: 'bitstream',
    short: 'b',
    commands: ['tee', 'run', 'check', 'simulate'],
    value: '<name>',
    help: 'what the miner prints: 0xbtc, rb4, nimiq, whitefire, whitefire-table, or auto: the first that recognises a line of statistics (default)',
    example: '0xbtc',
  },
  {
    name: 'card',
    short: 'c',
    aliases: ['cardnames'],
    commands: ['tee', 'run', 'check'],
    value: '<name>',
    multiple: true,
    help: 'label of the card; several, repeated or with commas, go to the cards in the order in which they appear; DNA=name or index=name binds one for good (default card1, card2, …)',
    example: 'bcu1',
  },
  {
    name: 'log',
    short: 'o',
    commands: ['tee', 'run'],
    value: '<file>',
    off: { help: 'write no log', only: false },
    help: 'the log, appended to (default hashrates.log)',
    example: 'hashrates.log',
  },
  {
    name: 'log-max-size',
    commands: ['tee', 'run'],
    value: '<size>',
    help: 'put the log away as <file>.1 before it grows beyond this, and begin a new one (default: it grows)',
    example: '100M',
  },
  {
    name: 'log-keep',
    commands: ['tee', 'run'],
    value: '<n>',
    help: 'old logs that stay, <file>.1 to <file>.<n> (default 5): all of them and the log take n + 1 times --log-max-size at the most',
    example: '5',
  },
  {
    name: 'log-timestamps',
    commands: ['tee', 'run'],
    value: null,
    help: 'put the time in front of each line of the log; it is then no longer byte for byte what the miner printed',
  },
  {
    name: 'log-queue',
    commands: ['tee', 'run'],
    value: '<size>',
    help: 'what is kept in memory while the log can not be written (default 64M); beyond it bytes are lost, counted, and marked in the log',
    example: '64M',
  },
  {
    name: 'port',
    short: 'p',
    commands: ['tee', 'run'],
    value: '<n>',
    help: 'port of the metrics server (default 9090; 0 takes a free one)',
    example: '9091',
  },
  {
    name: 'host',
    commands: ['tee', 'run'],
    value: '<address>',
    help: 'address that the metrics server listens on (default: all, so that another machine and a phone reach it)',
    example: '127.0.0.1',
  },
  {
    name: 'metrics',
    commands: ['tee', 'run'],
    value: null,
    off: { help: 'serve no metrics', only: true },
    help: '',
  },
  {
    name: 'stale-after',
    commands: ['tee', 'run'],
    value: '<duration>',
    help: 'a card without a reading for so long is silent (default 120s)',
    example: '120s',
  },
  {
    name: 'plain',
    commands: ['tee', 'run'],
    value: null,
    help: 'no panel: copy the output to stdout like tee',
  },
  {
    name: 'legacy-metrics',
    commands: ['tee', 'run'],
    value: null,
    help: "also serve the metric names of the predecessor's exporters (hashrate, clock_speed, …)",
  },
  {
    name: 'rig',
    commands: ['run'],
    value: '<file>',
    help: 'start the miners that a rig file describes, in place of one command; see docs/run.md',
    example: 'rig.yaml',
  },
  {
    name: 'restart',
    commands: ['run'],
    value: '<when>',
    help: 'start the miner again: never (default), on-exit: whenever it ends, on-stall: ramped down first, or always: both',
    example: 'on-exit',
  },
  {
    name: 'restart-limit',
    commands: ['run'],
    value: '<n>/<time>',
    help: 'at most so many restarts in so much time, then it stays ended (default 10/1h)',
    example: '10/1h',
  },
  {
    name: 'stop-grace',
    commands: ['run'],
    value: '<duration>',
    help: 'time for the ramp-down of a miner that is to stop, after ESC and once more after SIGINT (default 120s)',
    example: '120s',
  },
  {
    name: 'kill-after',
    commands: ['run'],
    value: '<duration>',
    help: 'a miner that both have not stopped gets SIGTERM, and SIGKILL after this time (default: it is left alone, never killed)',
    example: '30s',
  },
  { name: 'json', commands: ['check'], value: null, help: 'print the report as JSON, in SI units' },
  {
    name: 'cards',
    commands: ['simulate'],
    value: '<n>',
    help: 'number of cards, 1 to 64 (default 1)',
    example: '3',
  },
  {
    name: 'rate',
    commands: ['simulate'],
    value: '<lines/s>',
    help: 'lines of statistics a second and card, tables a second, times --speed-up (default 1; 0: as fast as they are taken)',
    example: '5',
  },
  { name: 'lines', commands: ['simulate'], value: '<n>', help: 'end after so many lines', example: '1000' },
  {
    name: 'for',
    commands: ['simulate'],
    value: '<duration>',
    help: 'end after this time (of the clock, not the simulated one)',
    example: '15s',
  },
  {
    name: 'seed',
    commands: ['simulate'],
    value: '<n>',
    help: 'the same seed prints the same session (default 1)',
    example: '42',
  },
  {
    name: 'restart-every',
    commands: ['simulate'],
    value: '<duration>',
    help: 'restart the miner again and again: the banner, and every count from 0',
    example: '5m',
  },
  {
    name: 'stall-after',
    commands: ['simulate'],
    value: '<duration>',
    help: 'stop printing after this time, and stay',
    example: '1m',
  },
  {
    name: 'speed-up',
    commands: ['simulate'],
    value: '<n>',
    help: 'let the simulated time run so many times faster (default 1)',
    example: '60',
  },
  {
    name: 'help',
    short: 'h',
    commands: ['tee', 'run', 'check', 'simulate'],
    value: null,
    help: 'show this and end',
  },
  {
    name: 'version',
    short: 'v',
    commands: ['tee', 'run', 'check', 'simulate'],
    value: null,
    help: 'show the version and end',
  },
] as const satisfies readonly OptionSpec[];

/** The name of an option in {@link optionTable}. */
export type OptionName = (typeof optionTable)[number]['name'];

/** The options of one command, in the order of the help. */
export function optionsOf(command: CommandName): readonly OptionSpec[] {
  const all: readonly OptionSpec[] = optionTable;
  return all.filter((option) => option.commands.includes(command));
}
