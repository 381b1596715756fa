import { acceptedOf } from './counts.ts';
import { decimal, type Found, type FoundDevice, type FoundValues, rateOf, type ValueName } from './found.ts';
import { isSum } from './sums.ts';
import { isNoStatistics, isOtherThing } from './words.ts';

/** Where a rate that stands before any device may be the process's. */
const ofProcess = /\b(?:speed|hash ?-?rate|hashing|total|accepted|mining at)\b/i;

/** What says that counts are those of shares. */
const ofShares = /\b(?:accepted|shares?)\b|\brejected\s*\(/i;

const deviceWords = 'GPU|CPU|FPGA|ASIC|Device|Card|Board|Worker|Instance|Slot|sqrl|cl_device|cl|cuda|cu';

/** Several words for one kind of device. */
const kinds: Readonly<Record<string, string>> = {
  CL: 'GPU',
  CU: 'GPU',
  CUDA: 'GPU',
  CL_DEVICE: 'GPU',
  SQRL: 'FPGA',
};

function kindOf(word: string): string {
  const kind = word.toUpperCase();
  return kinds[kind] ?? kind;
}

/** One thing of a line: a device, a word for all of them, or a number with what stands at it. */
const number = String.raw`(?<![\w.]|\d\s?/\s?|\d,|e[+-])`;
/** The mean in parentheses between a value and its unit: `32.4(32.1)MH/s`. */
const mean = String.raw`(?:\(\s?\d+(?:\.\d+)?\))?`;
const thing = new RegExp(
  [
    // The DNA of an FPGA at the start of a line or in brackets.
    String.raw`(?:^\s*|\[|\bDNA:?\s+)(?<dna>[0-9A-F]{24})\b\]?`,
    String.raw`<?\b(?<kind>${deviceWords})\s?[-#/([]?\s?#?(?<index>\d{1,3})\b[\])]?>?(?![.,]\d|[kMGT]?[Hh]/s|\s?[%°])`,
    // miniZ: `0>GTX 1070`
    String.raw`(?<![\w.])(?<leading>\d{1,3})>(?=\s?[A-Z])`,
    String.raw`\[(?<bracketed>\d{1,3})\](?=\s*:?\s*\d)`,
    // A part of a device, or of the process.
    String.raw`(?<part>\b(?:thread|chip)\s?[#:]?\s?\d+\b)`,
    String.raw`(?<all>\b(?:total|sum|overall|all gpus|gpus|all(?=[[:]))\b(?! shares))`,
    // accepted of all: `12/13 (92.31%)`, `157/163 R:3.68%`
    String.raw`(?<![\d/])(?<good>\d{1,12})/(?<of>\d{1,12})\s*(?:\((?<goodShare>[\d.]+) ?%\)|\(diff [\d.]+\)|R:(?<badShare>[\d.]+)%)`,
    // accepted, rejected, invalid: `[  2|  0|  0|`
    String.raw`\[\s*(?<acceptedCell>\d{1,12})\|\s*(?<rejectedCell>\d{1,12})\|\s*\d{1,12}\s*[|\]]`,
    // accepted, rejected: `accepted (51/0)`, `rejected(51/1)`
    String.raw`\b(?:accepted|rejected)\s*\((?<taken>\d{1,12})/(?<refused>\d{1,12})\)`,
    // accepted, rejected: `A12:R0:S0`
    String.raw`\bA(?<acceptedShort>\d{1,12}):R(?<rejectedShort>\d{1,12})\b`,
    String.raw`\b(?<counter>a|acc|accept|accepted(?: shares)?|total shares|r|rej|reject|rejected(?: shares)?)(?::\s*|=\s*|\s+)(?<count>\d{1,12})\b(?![./%]?\d*%|[./]\d|,\d{3}\b)`,
    // Three digits behind a comma may be thousands or a fraction.
    String.raw`${number}(?<rate>\d+(?:\.\d+|,(?!\d{3}\D)\d+)?)\s?${mean}(?:(?<large>kilo|mega|giga|tera|peta)hash(?:es)?(?:/s(?:ec)?|ps)|(?<prefix>[kKMGTP]?)(?:(?:H|h|[Hh]ash(?:es)?|[Ss]ols?)(?:/s(?:ec)?|ps|s)|[Gg](?:/s(?:ec)?|ps)))\b(?!/[A-Za-z])`,
    String.raw`${number}(?<celsius>\d{1,3}(?:\.\d+)?)\.?\s?[°º]?[Cc]\b`,
    String.raw`${number}(?<percent>\d{1,3}(?:\.\d+)?)\s?%`,
    String.raw`${number}(?<watts>\d+(?:\.\d+)?)\s?${mean}W(?:atts?)?\b(?!/[A-Za-z])`,
    String.raw`${number}(?<hertz>\d+(?:\.\d+)?)\s?(?<times>[MG])[Hh]z\b`,
    String.raw`${number}(?<volts>\d+(?:\.\d+)?)\s?(?<milli>m?)V\b`,
    String.raw`(?<![\w.])(?<long>(?:(?:[3-9]\d|\d{3,})\s?(?:s|sec|seconds?)|\d+\s?(?:m|min|minutes?|h|hours?))\b)`,
    String.raw`(?<![\w.])(?<bare>\d+(?:\.\d+)?)`,
  ].join('|'),
  'giu',
);

/**
 * Reads a line of free text: values by their units and by the words before them, each for the device named last, or for the
 * process where none is.
 *
 * @param line without times and log levels in front
 * @param besideRate the process's rate stands in what was read of the line otherwise
 * @returns what is told, at most one entry for each device and one for the process
 */
export function readFreeText(line: string, besideRate = false): readonly Found[] {
  if (isNoStatistics(line)) return [];
  const reading = new LineReading(line, besideRate || ofShares.test(line));
  for (const match of line.matchAll(thing)) reading.take(match);
  return reading.found();
}

type Groups = Readonly<Record<string, string | undefined>>;

/** What stood directly in front of a value, but for blanks and commas. */
type Before = 'device' | 'temperature' | 'span' | null;

/** What is known of a line while it is read from left to right. */
class LineReading {
  readonly #line: string;
  readonly #named: boolean;
  readonly #collected = new Collected();
  #device: FoundDevice | null = null;
  /** The prefix of the process's rate, which the devices' numbers inherit. */
  #inherited: string | null = null;
  /** A rate in front of all devices without a word for it: the process's if it is their sum. */
  #unnamed: number | null = null;
  /** Shares of which it is not said whether the refused are among them. */
  #submitted: number | null = null;
  /** Devices' rates stand there without a unit: they are rates only if the process's is their sum. */
  #withoutUnit = false;
  #ofPart = false;
  #afterAll = false;
  #before: Before = null;
  #end = 0;

  /** @param named counts of the process are those of shares */
  constructor(line: string, named: boolean) {
    this.#line = line;
    this.#named = named;
  }

  take(match: RegExpExecArray): void {
    const groups: Groups = match.groups ?? {};
    if (groups['part'] !== undefined) {
      this.#ofPart = true;
      return;
    }
    if (groups['all'] !== undefined) {
      this.#ofPart = false;
      this.#device = null;
      this.#afterAll = true;
      return;
    }
    const words = this.#line.slice(this.#end, match.index);
    const follows = /^[\s,:@|/-]*$/.test(words);
    const before = this.#before === 'span' || follows ? this.#before : null;
    this.#end = match.index + match[0].length;
    this.#before = null;
    const index = groups['index'] ?? groups['bracketed'] ?? groups['leading'];
    const dna = groups['dna'];
    if (index !== undefined || dna !== undefined) this.#ofPart = false;
    if (dna !== undefined) this.#device = /[a-f]/.test(dna) ? null : { kind: 'DNA', index: 0, dna };
    else if (index !== undefined) {
      this.#device = { kind: kindOf(groups['kind'] ?? ''), index: Number(index) };
      this.#before = 'device';
    } else if (groups['long'] !== undefined) this.#before = 'span';
    // A mean over half a minute or more is no value of now.
    else if (!this.#ofPart && before !== 'span' && !isOtherThing(words, this.#line.slice(this.#end)))
      this.#takeValue(groups, words, before);
  }

  #takeValue(groups: Groups, words: string, before: Before): void {
    const { rate, prefix = groups['large']?.slice(0, 1) ?? '', celsius, percent, watts, bare } = groups;
    if (rate !== undefined) this.#takeRate(rateOf(rate, prefix), prefix);
    else if (bare !== undefined && before === 'device' && this.#inherited !== null) {
      this.#set('hashrate', rateOf(bare, this.#inherited));
      this.#withoutUnit = true;
    } else if (celsius !== undefined) {
      this.#set('temperature', Number(celsius));
      this.#before = 'temperature';
    } else if (percent !== undefined) {
      if (before === 'temperature' || /\b(?:fan|f)\b[^\d]*$/i.test(words))
        this.#set('fan', decimal(percent, -2));
    } else if (watts !== undefined) {
      if (this.#device !== null || this.#afterAll || /\b(?:gpus|total|power)\b/i.test(this.#line))
        this.#set('power', Number(watts));
    } else this.#takeCounts(groups);
    const { hertz, times = '', volts, milli } = groups;
    if (hertz !== undefined) this.#set('clock', decimal(hertz, /g/i.test(times) ? 9 : 6));
    if (volts !== undefined) this.#set('coreVoltage', decimal(volts, milli === '' ? 0 : -3));
  }

  #takeRate(rate: number, prefix: string): void {
    if (this.#device === null && !this.#afterAll && !ofProcess.test(this.#line)) {
      this.#unnamed ??= rate;
      return;
    }
    this.#set('hashrate', rate);
    if (this.#device === null) this.#inherited ??= prefix;
  }

  #takeCounts({ good, of, goodShare, badShare, counter, count, ...pairs }: Groups): void {
    const accepted = pairs['taken'] ?? pairs['acceptedCell'] ?? pairs['acceptedShort'];
    const rejected = pairs['refused'] ?? pairs['rejectedCell'] ?? pairs['rejectedShort'];
    if (good !== undefined) {
      const counts = acceptedOf({ good: Number(good), of: Number(of), goodShare, badShare });
      if (counts === null) return;
      this.#set('accepted', counts.accepted);
      this.#set('rejected', counts.rejected);
    } else if (accepted !== undefined) {
      this.#set('accepted', Number(accepted));
      this.#set('rejected', Number(rejected));
    } else if (counter !== undefined) {
      if (/^total/i.test(counter)) this.#submitted = Number(count);
      else this.#set(/^a/i.test(counter) ? 'accepted' : 'rejected', Number(count));
    }
  }

  #set(name: ValueName, value: number): void {
    this.#collected.set(this.#device, name, value, this.#afterAll);
  }

  found(): readonly Found[] {
    const found = this.#collected.found(this.#submitted, this.#named);
    const rates = found.flatMap(({ device, values }) => (device === null ? [] : (values.hashrate ?? [])));
    const process = found.find(({ device }) => device === null)?.values.hashrate;
    if (this.#withoutUnit && !isSum(rates, process ?? 0))
      return found.filter(({ device }) => device === null);
    const total = this.#unnamed;
    if (total === null || rates.length < 2 || !isSum(rates, total)) return found;
    return [...found, { device: null, values: { hashrate: total } }];
  }
}

interface Place {
  readonly found: Found & { values: FoundValues };
  /** Named twice with different numbers: nobody can tell which is meant. */
  readonly doubtful: Set<ValueName>;
  /** Its rate stands behind "Total". */
  total: boolean;
}

/** The values of a line by whom they are of. */
class Collected {
  readonly #places = new Map<string, Place>();

  /** @param afterAll the line has said `Total` or the like before */
  set(device: FoundDevice | null, name: ValueName, value: number, afterAll: boolean): void {
    const key = device === null ? '' : `${device.kind} ${device.index} ${device.dna ?? ''}`;
    const place: Place = this.#places.get(key) ?? {
      found: { device, values: {} },
      doubtful: new Set(),
      total: false,
    };
    this.#places.set(key, place);
    const before = place.found.values[name];
    // Of a device the first rate is the one in force, of the process the first behind "Total"; of anything else there is only one.
    const total = name === 'hashrate' && device === null && afterAll;
    if (total && !place.total) place.doubtful.delete(name);
    if (before === undefined || (total && !place.total)) place.found.values[name] = value;
    else if (!place.total && (name !== 'hashrate' || device === null) && before !== value)
      place.doubtful.add(name);
    place.total ||= total;
  }

  found(submitted: number | null, named: boolean): readonly Found[] {
    return [...this.#places.values()].flatMap((place) => sensible(place, submitted, named));
  }
}

/** What is left when the doubtful is taken out: a sensor that reads 0 is unknown, and clocks come beside something else. */
function sensible(
  { found: { device, values }, doubtful }: Place,
  submitted: number | null,
  named: boolean,
): readonly Found[] {
  const kept: FoundValues = { ...values };
  for (const name of doubtful) delete kept[name];
  for (const name of ['temperature', 'fan', 'power', 'clock', 'coreVoltage'] as const)
    if (kept[name] === 0) delete kept[name];
  const measured = kept.hashrate !== undefined || kept.temperature !== undefined;
  if (!measured || device === null) {
    delete kept.clock;
    delete kept.coreVoltage;
    delete kept.fan;
    if (device === null) delete kept.temperature;
  }
  // Counts stand beside a rate, or are called shares: all sorts of things have counts.
  if (kept.hashrate === undefined && !named) {
    delete kept.accepted;
    delete kept.rejected;
  }
  // Beside the number of all: where all of them were refused, nobody can tell whether the refused are among them.
  if (submitted !== null && device === null && kept.accepted === undefined) {
    const { rejected = submitted } = kept;
    if (submitted > rejected) kept.accepted = submitted - rejected;
  }
  // One counter alone may be anything.
  if ((kept.accepted === undefined) !== (kept.rejected === undefined)) {
    delete kept.accepted;
    delete kept.rejected;
  }
  return Object.keys(kept).length === 0 ? [] : [{ device, values: kept }];
}
