import type { Bitstream, EventMark } from './bitstream.ts';

const events: readonly EventMark[] = [
  { kind: 'hardware_error', pattern: '-+HARDWARE ERROR: .*' },
  { kind: 'over_temperature', pattern: '!+ Error: Maximum temperature \\(%{NUMBER}\\) exceeded\\. .*' },
  { kind: 'stale_work', pattern: '(?:%{DATE}\\s*)?Stale work\\.' },
  { kind: 'connection_lost', pattern: '(?:%{DATE}\\s*)?Nano connection (?:interrupted|reset)' },
  { kind: 'watchdog_exit', pattern: '(?:%{DATE}\\s*)?Watchdog timer error: .*' },
  { kind: 'new_block', pattern: '(?:%{DATE}\\s*)?\\S+ New block!' },
  { kind: 'clock_change', pattern: '(?:\\[[^\\]]{1,40}\\]\\s*)?Setting clock to %{NUMBER}MHz.*' },
  { kind: 'clock_change', pattern: 'Requesting clock speed %{NUMBER}MHz .*' },
  { kind: 'clock_change', pattern: 'FINAL CONFIRMED CLOCK FREQUENCY: .*' },
  { kind: 'dev_fee', pattern: '(?:%{DATE}\\s*)?Switching to dev fee mining .*' },
  { kind: 'user_mining', pattern: '(?:%{DATE}\\s*)?Switching to user mining .*' },
];

/**
 * What the miners of the WhiteFire/Zetheron family print whatever they mine, but for their statistics. Certain: read
 * from the vendor's programs. All of them begin a message with a newline and end it with none.
 */
export const zetheron = {
  newlineFirst: true,
  banner: '.{1,60}Miner v.{1,40}, by Zetheron.*',
  cardNamed: ['Card with DNA %{DNA:dna} selected and locked\\.'],
  shares: [
    '(?:%{DATE}\\s*)?accepted: %{COUNT:sharesGood}/%{COUNT:sharesTotal} \\(%{NUMBER}%\\), \\(?[a-z]+!*\\)?',
  ],
  failures: ['(?:%{DATE}\\s*)?reject reason:(?<reason>.*)'],
  known: [
    '\\(modified from .*\\)',
    'LAUNCH A SEPARATE INSTANCE OF THIS PROGRAM FOR EACH FPGA DEVICE\\.',
    "Press '[+-]' during mining to (?:in|de)crease clock speed",
    "Found \\d+ valid FPGA's\\.",
    'Target clock speed specified as %{NUMBER}MHz',
    'Last confirmed clock speed = %{NUMBER} MHz',
    'Received [+-] character: Current clock code = \\d+',
    '(?:%{DATE}\\s*)?Connecting to .*',
    '(?:%{DATE}\\s*)?\\.\\.\\.retry after %{NUMBER} seconds',
    '(?:%{DATE}\\s*)?Watchdog timer: .*',
  ],
  events,
} satisfies Partial<Bitstream>;

/** A single-card stats line up to its solutions. Of the two clocks the second is the one in force. */
export const zetheronStats =
  '\\[%{DNA:dna}\\] Hash:\\s+%{NUMBER:hashrate} %{UNIT:hashrate}\\s+\\[%{NUMBER} MHz %{NUMBER:clock} MHz\\s+' +
  '%{NUMBER:temperature}C\\s+%{NUMBER:coreVoltage}V\\] Err:\\s+%{NUMBER:errorRatio}%\\s+' +
  'Soln: %{COUNT:solutionsGood}/%{COUNT:solutionsTotal}';
