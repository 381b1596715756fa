import { seeded } from '../../support/seeded.ts';

/** What programs talk about besides their statistics. None of these words makes a number of a line a reading. */
const words = (
  'the and of to in at from on with new job block height epoch target nonce seed hash share found sent got received ' +
  'connect connected connecting socket stratum pool server host port login subscribe authorize worker wallet address ' +
  'thread threads kernel buffer memory cache page queue batch round work template header merkle root version client ' +
  'loading loaded building built compiling done ready waiting retry timeout ping latency bytes packet file line config ' +
  'option value default warning error failed denied invalid unknown missing skipped ignored update upgrade install ' +
  'uptime date clock time hour minute second day week since until before after GPU FPGA CPU device card board slot ' +
  'temperature fan power voltage speed rate total sum average best worst low high stable tuning verify sync check'
).split(' ');

const units = [
  'ms',
  's',
  'MB',
  'GB',
  'KiB',
  'kB/s',
  'Mbit/s',
  'min',
  'h',
  'days',
  'px',
  'rpm',
  'USD',
  'blocks',
  'x',
  'G',
  'M',
];
const marks = [':', ',', '.', ';', '=', ' -', ' |', '...', '!', '?', ' ->', '/'];

/** So many lines of chatter with numbers of every kind but statistics, the same for the same seed. */
export function* chatterOf(seed: number, count: number): Generator<string> {
  const below = seeded(seed);
  const oftenAs = (percent: number) => below(100) < percent;
  const one = (list: readonly string[]) => list[below(list.length)] ?? '';
  const digits = () => String(below(10 ** (1 + below(6))));
  const number = (): string =>
    [
      () => digits(),
      () => `${digits()}.${digits()}`,
      () => `${digits()} ${one(units)}`,
      () => `${digits()}${one(units)}`,
      () => `0x${below(2 ** 30).toString(16)}`,
      () => `#${digits()}`,
      () => `192.0.2.${below(256)}:${1024 + below(60_000)}`,
      () => `2024-0${1 + below(9)}-1${below(10)} 0${below(10)}:1${below(10)}:2${below(10)}`,
      () => `0${below(10)}:${10 + below(50)}`,
      () => `${digits()}/${digits()}`,
      () => `[${digits()}]`,
      () => `(${digits()})`,
      () => `${below(100)}%`,
      () => `v${below(10)}.${below(10)}.${below(10)}`,
    ][below(14)]?.() ?? '';
  const part = () => (oftenAs(45) ? number() : one(words)) + (oftenAs(25) ? one(marks) : '');
  for (let line = 0; line < count; line += 1) {
    const stamp = oftenAs(30) ? `[2024-01-1${below(10)} 0${below(10)}:0${below(10)}:1${below(10)}] ` : '';
    yield stamp + Array.from({ length: 1 + below(14) }, part).join(' ');
  }
}
