import { type Found, type FoundValues, rateOf } from './found.ts';
import { isSum } from './sums.ts';

/** A way of writing several values that only its whole tells: which number is which stands in their order. */
interface Form {
  readonly pattern: RegExp;
  found(groups: Readonly<Record<string, string | undefined>>): readonly Found[];
}

/** What such a form tells, and what is left of the line to be read otherwise. */
export interface ReadForm {
  readonly found: readonly Found[];
  readonly rest: string;
}

const rate = '(?:\\d+(?:\\.\\d+)?)\\s?[kKMGT]?(?:[Hh]|[Ss]ol|[Hh]ash|[Gg])/s';

const forms: readonly Form[] = [
  {
    // ccminer: `[S/A/T]: 0/55/55, diff: 0.677, 147.53MH/s yes!`; what is neither accepted nor solved was refused.
    pattern:
      /\[S\/A\/T\]:\s*\d+\/(?<accepted>\d+)\/(?<total>\d+), diff: [\d.]+, (?<rate>[\d.]+)\s?(?<prefix>[kMGT]?)H\/s/,
    found: ({ accepted, total, rate, prefix }) =>
      ofProcess({
        ...hashrate(rate, prefix),
        accepted: Number(accepted),
        rejected: Math.max(0, Number(total) - Number(accepted)),
      }),
  },
  {
    // cpuminer-opt: `6 Accepted 6 S0 R0 B0, 2.816 sec (80ms)`.
    pattern:
      /^\s*\d+ (?:Accepted |A)(?<accepted>\d+) (?:Stale |S)\d+ (?:Rejected |R)(?<rejected>\d+) (?:BLOCK SOLVED |B)\d+\b/,
    found: ({ accepted, rejected }) => ofProcess({ accepted: Number(accepted), rejected: Number(rejected) }),
  },
  {
    // Python miners: `[3 accepted, 1 failed, 398.73 +/- 281.95 khash/s]`; the second number is the first one's error.
    pattern:
      /\[(?<accepted>\d+) accepted, (?<rejected>\d+) (?:failed|rejected), (?<rate>[\d.]+) \+\/- [\d.]+ (?<prefix>[kMG]?)hash\/s\]/,
    found: ({ accepted, rejected, rate, prefix }) =>
      ofProcess({ ...hashrate(rate, prefix), accepted: Number(accepted), rejected: Number(rejected) }),
  },
  {
    // xmrig: the means of three spans; the first that is known is the newest.
    pattern:
      /\bspeed [\d.]+s\/60s\/15m\s+(?:n\/a\s+){0,2}(?<rate>\d+(?:\.\d+)?)\s(?:[\d.]+\s|n\/a\s){0,2}(?<prefix>[kMG]?)H\/s\b.*/,
    found: ({ rate, prefix }) => ofProcess(hashrate(rate, prefix)),
  },
  {
    // PhoenixMiner: `GPUs: 1: 30.716 MH/s (15) 2: 30.703 MH/s (12/1)`; in brackets are shares.
    pattern: /^\s*GPUs:(?<devices>(?:\s+\d{1,2}: [\d.]+ [kMG]?H\/s(?: \([\d/]+\))?)+)\s*$/,
    found: ({ devices = '' }) =>
      [...devices.matchAll(/(?<index>\d+): (?<rate>[\d.]+) (?<prefix>[kMG]?)H/g)].map(({ groups }) => ({
        device: { kind: 'GPU', index: Number(groups?.['index']) },
        values: hashrate(groups?.['rate'], groups?.['prefix']),
      })),
  },
  {
    // PhoenixMiner: `Eth speed: 92.1 MH/s, shares: 41/1/0, time: 1:23`; accepted, rejected, incorrect.
    pattern:
      /\bspeed: (?<rate>\d+(?:\.\d+)?) (?<prefix>[kMG]?)H\/s, shares: (?<accepted>\d+)\/(?<rejected>\d+)\/\d+, time: \d+:\d\d\b/,
    found: ({ accepted, rejected, rate, prefix }) =>
      ofProcess({ ...hashrate(rate, prefix), accepted: Number(accepted), rejected: Number(rejected) }),
  },
  {
    // Claymore's before the first share: `Total Speed: 0.000 H/s, Total Shares: 0, Rejected: 0, Time: 00:03`.
    pattern: /, Total Shares: 0, Rejected: 0, Time: /,
    found: () => ofProcess({ accepted: 0, rejected: 0 }),
  },
  {
    // xmr-stak: the same spans, for all of its processors and cards together.
    pattern:
      /^\s*Totals(?: \(ALL\))?:\s+(?:\(na\)\s+){0,2}(?<rate>\d+(?:\.\d+)?)\s(?:\s*[\d.]+|\s*\(na\)){0,2}\s+(?<prefix>[kMG]?)H\/s\s*$/,
    found: ({ rate, prefix }) => ofProcess(hashrate(rate, prefix)),
  },
  {
    // CryptoDredge: `12/1 Accepted : diff=0.5 : 43.21MH/s`, accepted and rejected.
    pattern:
      /\b(?<accepted>\d+)\/(?<rejected>\d+) (?:Accepted|Rejected) : diff=[\d.]+ : (?<rate>[\d.]+)\s?(?<prefix>[kMGT]?)H\/s/,
    found: ({ accepted, rejected, rate, prefix }) =>
      ofProcess({ ...hashrate(rate, prefix), accepted: Number(accepted), rejected: Number(rejected) }),
  },
  {
    // sgminer, cgminer: `(5s):6.047M (avg):6.243Mh/s`.
    pattern: /^\s*\(5s\):\s?(?<rate>[\d.]+)(?<prefix>[kKMGT]?) \(avg\):\s?[\d.]+[kKMGT]?h\/s/,
    found: ({ rate, prefix }) => ofProcess(hashrate(rate, prefix)),
  },
  {
    // ethminer: `A8+0:R0+0:F0` in brackets, or `A6:R1`, in front of the time that it runs.
    pattern:
      /\[?\bA(?<accepted>\d+)(?:\+\d+)?(?::R(?<rejected>\d+)(?:\+\d+)?)?(?::F\d+)?\]?(?=\s+Time:\s*\d+:\d\d)/,
    found: ({ accepted, rejected }) =>
      ofProcess({
        accepted: Number(accepted),
        ...(rejected === undefined ? {} : { rejected: Number(rejected) }),
      }),
  },
  {
    // ethminer with details: `Solutions A1 gpu0:A0 gpu1:A1`.
    pattern: /^\s*Solutions A(?<accepted>\d+)(?<devices>(?:\s+(?:gpu|cl|cu)-?\d+:A\d+(?::\w+)*)+)\s*$/,
    found: ({ accepted, devices = '' }) => [
      ...ofProcess({ accepted: Number(accepted) }),
      ...[...devices.matchAll(/\D(?<index>\d+):A(?<accepted>\d+)/g)].map(({ groups }) => ({
        device: { kind: 'GPU', index: Number(groups?.['index']) },
        values: { accepted: Number(groups?.['accepted']) },
      })),
    ],
  },
];

/** A list of rates by position, with their sum: `72.88 Mh/s | 99.99 Mh/s Total: 172.87 Mh/s`. */
const positions = new RegExp(
  `\\bspeed \\(\\d+s\\):\\s*(?<list>${rate}(?:\\s*\\|\\s*${rate})*)\\s*\\|?\\s*Total:\\s*(?<total>${rate})`,
  'i',
);

/**
 * Looks for a form in the line.
 *
 * @param devices the devices of the newest table, in its order: the rates of a list stand in the same
 */
export function readForm(line: string, devices: readonly number[]): ReadForm | null {
  const list = positions.exec(line);
  if (list !== null)
    return {
      found: listed(list.groups ?? {}, devices),
      rest: '',
    };
  for (const { pattern, found } of forms) {
    const match = pattern.exec(line);
    if (match !== null) return { found: found(match.groups ?? {}), rest: line.replace(match[0], ' ') };
  }
  return null;
}

/** Only where the sum agrees, and every device has its rate. */
function listed(
  { list = '', total = '' }: Readonly<Record<string, string | undefined>>,
  devices: readonly number[],
): readonly Found[] {
  const rates = list.split('|').map(numberWithPrefix);
  const sum = numberWithPrefix(total);
  const known = devices.length === 0 ? rates.map((_, place) => place) : devices;
  if (known.length !== rates.length || !isSum(rates, sum)) return [];
  return [
    ...ofProcess({ hashrate: sum }),
    ...rates.map((one, place) => ({
      device: { kind: 'GPU', index: known[place] ?? place },
      values: { hashrate: one },
    })),
  ];
}

function numberWithPrefix(text: string): number {
  const [, number = '', prefix = ''] = /([\d.]+)\s?([kmgt]?)/i.exec(text) ?? [];
  return rateOf(number, prefix);
}

function hashrate(text = '', prefix = ''): FoundValues {
  return { hashrate: rateOf(text, prefix) };
}

function ofProcess(values: FoundValues): readonly Found[] {
  return [{ device: null, values }];
}
