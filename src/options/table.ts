/** The commands of the program; `tee` is what it does without one, `follow` with logs to follow. */
export type CommandName = 'tee' | 'follow' | 'run' | 'check' | 'pool' | 'simulate' | 'hash-password';

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
  /** Commands in which it takes all the values behind it, and may be given several times. */
  readonly listIn?: readonly CommandName[];
  /** Has a form that turns it off, `--no-<name>`: explained, and whether the plain form exists as well. */
  readonly off?: { readonly help: string; readonly only: boolean };
  readonly help: string;
  /** A value that would be right, for the message about one that is not. */
  readonly example?: string;
}

/** The commands that watch miners: they have the options about stalls in common. */
const watching = ['tee', 'follow', 'run'] as const satisfies readonly CommandName[];

/** Every option there is. What it means is in `parse.ts`; `--help` and the README are made from this. */
export const optionTable = [
  {
    name: 'follow',
    short: 'm',
    aliases: ['minerlogpaths'],
    commands: ['follow'],
    value: '<log>...',
    listIn: ['follow'],
    help: 'follow logs that miners write, instead of reading a pipe; any number, all in one panel and one metrics page',
    example: 'hashrates.log',
  },
  {
    name: 'once',
    commands: ['follow'],
    value: null,
    help: 'read the logs of -m from their start to their end, and stop; serves no metrics',
  },
  {
    name: 'bitstream',
    short: 'b',
    commands: ['tee', 'follow', 'run', 'check', 'simulate'],
    value: '<name>',
    listIn: ['follow'],
    help: 'what the miner prints: 0xbtc, rb4, nimiq, whitefire, whitefire-table, or auto: the first that recognises a line of statistics (default); with -m one for each log, or log=name',
    example: '0xbtc',
  },
  {
    name: 'card',
    short: 'c',
    aliases: ['cardnames'],
    commands: ['tee', 'follow', 'run', 'check'],
    value: '<name>',
    multiple: true,
    listIn: ['follow'],
    help: 'label of the card; several, repeated or with commas, go to the cards in the order in which they appear (with several logs to the logs, in order); DNA=name or index=name binds one for good (default card1, card2, …)',
    example: 'bcu1',
  },
  {
    name: 'log',
    short: 'o',
    commands: ['tee', 'follow', 'run'],
    value: '<file>',
    off: { help: 'write no log', only: false },
    help: 'the log, appended to (default hashrates.log; with -m none)',
    example: 'hashrates.log',
  },
  {
    name: 'log-max-size',
    commands: ['tee', 'follow', 'run'],
    value: '<size>',
    help: 'put the log away as <file>.1 before it grows beyond this, and begin a new one (default: it grows)',
    example: '100M',
  },
  {
    name: 'log-keep',
    commands: ['tee', 'follow', 'run'],
    value: '<n>',
    help: 'old logs that stay, <file>.1 to <file>.<n> (default 5): all of them and the log take n + 1 times --log-max-size at the most',
    example: '5',
  },
  {
    name: 'log-timestamps',
    commands: ['tee', 'follow', 'run'],
    value: null,
    help: 'put the time in front of each line of the log; it is then no longer byte for byte what the miner printed',
  },
  {
    name: 'log-queue',
    commands: ['tee', 'follow', 'run'],
    value: '<size>',
    help: 'what is kept in memory while the log can not be written (default 64M); beyond it bytes are lost, counted, and marked in the log',
    example: '64M',
  },
  {
    name: 'port',
    short: 'p',
    commands: ['tee', 'follow', 'run'],
    value: '<n>',
    help: 'port of the metrics server (default 9090; 0 takes a free one)',
    example: '9091',
  },
  {
    name: 'host',
    commands: ['tee', 'follow', 'run'],
    value: '<address>',
    help: 'address that the metrics server listens on (default: all, so that another machine and a phone reach it)',
    example: '127.0.0.1',
  },
  {
    name: 'web-config',
    commands: ['tee', 'follow', 'run'],
    value: '<file>',
    help: "TLS, passwords and headers for all that is served, as Prometheus's web configuration file has them (docs/web-access.md)",
    example: 'web.yml',
  },
  {
    name: 'metrics',
    commands: ['tee', 'follow', 'run'],
    value: null,
    off: { help: 'serve no metrics', only: true },
    help: '',
  },
  {
    name: 'stale-after',
    commands: ['tee', 'follow', 'run'],
    value: '<duration>',
    help: 'a card without a reading for so long is silent (default 120s)',
    example: '120s',
  },
  {
    name: 'stall-silent',
    commands: watching,
    value: '<duration>',
    help: 'a miner that prints nothing for so long is stuck (default 5m); each --stall-… can be off',
    example: '5m',
  },
  {
    name: 'stall-no-stats',
    commands: watching,
    value: '<duration>',
    help: 'so is one that prints, but no statistics, for so long (default 10m)',
    example: '10m',
  },
  {
    name: 'stall-no-shares',
    commands: watching,
    value: '<duration>',
    help: 'and one that reports shares, of which the pool takes none for so long (default 30m)',
    example: '30m',
  },
  {
    name: 'stall-grace',
    commands: watching,
    value: '<duration>',
    help: 'time after each start of the miner in which nothing counts as stuck (default 5m)',
    example: '5m',
  },
  {
    name: 'on-stall',
    commands: watching,
    value: '<command>',
    help: 'have a shell run this once when a miner gets stuck; what is known is in FPGA_TEE_STALL and others, see docs/stuck.md',
    example: "'./restart-miner.sh'",
  },
  {
    name: 'on-stall-over',
    commands: watching,
    value: '<command>',
    help: 'have a shell run this when that is over',
    example: "'./tell-me.sh'",
  },
  {
    name: 'slow-below',
    commands: watching,
    value: '<fraction>',
    help: "mark a card that makes less than this part of its own day's median hashrate (default 0.8; or off)",
    example: '0.8',
  },
  {
    name: 'plain',
    commands: ['tee', 'follow', 'run'],
    value: null,
    help: 'no panel: copy the output to stdout like tee',
  },
  {
    name: 'legacy-metrics',
    commands: ['tee', 'follow', 'run'],
    value: null,
    help: "also serve the metric names of the predecessor's exporters (hashrate, clock_speed, …)",
  },
  {
    name: 'interval',
    short: 'i',
    commands: ['follow'],
    value: '<seconds>',
    help: "taken with -m for the predecessor's command lines; not needed, lines are read as they come",
    example: '30',
  },
  {
    name: 'logging',
    short: 'l',
    commands: ['follow'],
    value: null,
    help: "taken with -m for the predecessor's command lines; not needed, all lines are shown",
  },
  {
    name: 'pool',
    commands: ['tee', 'follow', 'run'],
    value: '<url>',
    multiple: true,
    help: 'ask this pool what it sees of the cards; may be repeated, each with its --pool-address (try it before: fpga-tee pool)',
    example: 'https://pool.example:2095',
  },
  {
    name: 'pool-address',
    commands: ['tee', 'follow', 'run'],
    value: '<address>',
    multiple: true,
    help: 'the address that is mined for; it is shown nowhere',
    example: '0x0123456789abcdef0123456789abcdef01234567',
  },
  {
    name: 'pool-kind',
    commands: ['tee', 'follow', 'run', 'pool'],
    value: '<kind>',
    multiple: true,
    help: 'what the pool runs: tokenpool (0xBitcoin), icemining, yiimp, miningcore, json, or auto: known by its answer (default); once for all pools or once for each',
    example: 'tokenpool',
  },
  {
    name: 'pool-json',
    commands: ['tee', 'follow', 'run', 'pool'],
    value: '<paths>',
    multiple: true,
    help: 'for the kind json, where hashrate, last-share, balance and shares stand in the answer: hashrate=workers[*].rate*1e9,balance=owed,currency=RB4; an {address} in the URL is filled in',
    example: 'hashrate=workers[*].rate*1e9',
  },
  {
    name: 'pool-interval',
    commands: ['tee', 'follow', 'run'],
    value: '<duration>',
    help: 'ask each pool so often (default 60s, 15s at the least)',
    example: '60s',
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
  { name: 'json', commands: ['check', 'pool'], value: null, help: 'print the report as JSON, in SI units' },
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
    commands: ['tee', 'follow', 'run', 'check', 'pool', 'simulate', 'hash-password'],
    value: null,
    help: 'show this and end',
  },
  {
    name: 'version',
    short: 'v',
    commands: ['tee', 'follow', 'run', 'check', 'pool', 'simulate', 'hash-password'],
    value: null,
    help: 'show the version and end',
  },
] as const satisfies readonly OptionSpec[];

/** The name of an option in {@link optionTable}. */
export type OptionName = (typeof optionTable)[number]['name'];

/** Whether an option may be given several times in a command. */
export function isRepeatable(option: OptionSpec, command: CommandName): boolean {
  return option.multiple === true || option.listIn?.includes(command) === true;
}

/** The options of one command or of any of several, in the order of the help. */
export function optionsOf(...commands: readonly CommandName[]): readonly OptionSpec[] {
  const all: readonly OptionSpec[] = optionTable;
  return all.filter((option) => commands.some((command) => option.commands.includes(command)));
}
