import { decimal, type Found, type FoundDevice, type FoundValues, rateOf, type ValueName } from './found.ts';

/** What no line of statistics says: settings, limits, benchmarks, other people's hashrates. */
const noStatistics =
  /\b(?:benchmark|limit|set(?:ting)? to|difficulty|trying|expected|tmax|tdp|driver|threshold|downclock\w*|capability|best share|incorrect|restart(?:ing)?|uvolt|new job|submitted|last \d+ ?(?:m|min|h|hours?)|effective|estimated|reported|luck|devfee|dev fee|profit\w*)\b/i;

/** Words before a number that make it another thing than the value it looks like. */
const otherThing =
  /(?:\b|_)(?:avg|avr|average|pool|net|network|max|maximum|min|eff\w*|diff\w*|\d+s|\d+m|\d+h|mem\w*|mc|mclk|vram|junc\w*|tjct|hot ?spot|target|goal|best|hi|lo)\b[^\d]*$|\+\/-\s*$|[-–]\s*$(?<=\d\s*[-–]\s*)/i;

/** Where a rate that stands before any device may be the process's. */
const ofProcess = /\b(?:speed|hash ?-?rate|hashing|total|accepted|mining at)\b/i;

const deviceWords = 'GPU|CPU|FPGA|ASIC|Device|Card|Board|Worker|Instance|Slot|sqrl|cl_device|cl|cuda|cu';

/** One thing of a line: a device, a word for all of them, or a number with what stands at it. */
const thing = new RegExp(
  [
    `<?\\b(?<kind>${deviceWords})\\s?[-#/(]?\\s?#?(?<index>\\d{1,3})\\b\\)?>?(?![.,]\\d|[kMGT]?[Hh]/s|\\s?[%°])`,
    '\\[(?<bracketed>\\d{1,3})\\](?=\\s*:?\\s*\\d)',
    '(?<all>\\b(?:total|sum|overall|all gpus|gpus)\\b(?! shares))',
    // accepted of all: `12/13 (92.31%)`, `157/163 R:3.68%`
    '\\b(?<good>\\d{1,12})/(?<of>\\d{1,12})\\s*(?:\\([\\d.]+ ?%\\)|R:[\\d.]+%)',
    // accepted, rejected: `accepted (51/0)`
    '\\baccepted\\s*\\((?<taken>\\d{1,12})/(?<refused>\\d{1,12})\\)',
    '\\b(?<counter>a|acc|accept|accepted(?: shares)?|total shares|r|rej|reject|rejected(?: shares)?)(?::\\s*|=\\s*|\\s+)(?<count>\\d{1,12})\\b(?![./%]?\\d*%|[./]\\d)',
    '(?<rate>\\d+(?:[.,]\\d+)?)\\s?(?<prefix>[kKMGTP]?)(?:H|h|[Hh]ash(?:es)?|[Ss]ols?|[Gg])(?:/s(?:ec)?|ps|s)\\b',
    '(?<celsius>\\d{1,3}(?:\\.\\d+)?)\\s?[°º]?[Cc]\\b',
    '(?<percent>\\d{1,3}(?:\\.\\d+)?)\\s?%',
    '(?<watts>\\d+(?:\\.\\d+)?)\\s?W(?:atts?)?\\b(?!/)',
    '(?<hertz>\\d+(?:\\.\\d+)?)\\s?(?<times>[MG])[Hh]z\\b',
    '(?<volts>\\d+(?:\\.\\d+)?)\\s?(?<milli>m?)V\\b',
    '(?<long>\\d+\\s?(?:m|min|minutes?|h|hours?)\\b)',
    '(?<bare>\\d+(?:\\.\\d+)?)',
  ].join('|'),
  'giu',
);

interface Place {
  readonly found: Found & { values: FoundValues };
  /** Named twice with different numbers: nobody can tell which is meant. */
  readonly doubtful: Set<ValueName>;
}

/**
 * Reads a line of free text: values by their units and by the words before them, each for the device named last, or for the
 * process where none is.
 *
 * @param line without times and log levels in front
 * @returns what is told, at most one entry for each device and one for the process
 */
export function readFreeText(line: string): readonly Found[] {
  if (noStatistics.test(line)) return [];
  const places = new Map<string, Place>();
  let device: FoundDevice | null = null;
  /** The prefix of the process's rate, which the devices' numbers inherit. */
  let inherited: string | null = null;
  /** Shares of which it is not said whether the refused are among them. */
  let submitted = false;
  let behindSpan = false;
  let afterAll = false;
  let afterDevice = false;
  let afterTemperature = false;
  let end = 0;

  const set = (name: ValueName, value: number): void => {
    const key = device === null ? '' : `${device.kind} ${device.index}`;
    let place = places.get(key);
    if (place === undefined) {
      place = { found: { device, values: {} }, doubtful: new Set() };
      places.set(key, place);
    }
    const before = place.found.values[name];
    if (before === undefined) place.found.values[name] = value;
    // Of a device the first rate is the one in force, of the process the one behind "Total"; of anything else there is only one.
    else if (name === 'hashrate' && device === null && afterAll) place.found.values[name] = value;
    else if ((name !== 'hashrate' || device === null) && before !== value) place.doubtful.add(name);
  };

  for (const match of line.matchAll(thing)) {
    const groups = match.groups ?? {};
    const words = line.slice(end, match.index);
    if (groups['all'] !== undefined) {
      device = null;
      afterAll = true;
      continue;
    }
    end = match.index + match[0].length;
    const follows = /^[\s,:@|-]*$/.test(words);
    const directly = afterDevice && follows;
    const behindTemperature = afterTemperature && follows;
    afterDevice = false;
    afterTemperature = false;
    if (groups['index'] !== undefined || groups['bracketed'] !== undefined) {
      device = {
        kind: (groups['kind'] ?? '').toUpperCase(),
        index: Number(groups['index'] ?? groups['bracketed']),
      };
      afterDevice = true;
      continue;
    }
    if (groups['long'] !== undefined) {
      behindSpan = true;
      continue;
    }
    const ofSpan = behindSpan;
    behindSpan = false;
    // A mean over minutes or hours is no value of now.
    if (ofSpan || otherThing.test(words)) continue;
    const { good, of, taken, refused, counter, count, rate, prefix = '', celsius, percent, watts } = groups;
    const { hertz, times, volts, milli, bare } = groups;
    if (good !== undefined && Number(good) <= Number(of)) {
      set('accepted', Number(good));
      set('rejected', Number(of) - Number(good));
    } else if (taken !== undefined) {
      set('accepted', Number(taken));
      set('rejected', Number(refused));
    } else if (counter !== undefined) {
      if (/^total/i.test(counter)) submitted = true;
      else set(/^a/i.test(counter) ? 'accepted' : 'rejected', Number(count));
    } else if (rate !== undefined) {
      if (device === null && !ofProcess.test(line)) continue;
      set('hashrate', rateOf(rate, prefix));
      if (device === null) inherited ??= prefix;
    } else if (bare !== undefined && directly && inherited !== null) {
      set('hashrate', rateOf(bare, inherited));
    } else if (celsius !== undefined) {
      set('temperature', Number(celsius));
      afterTemperature = true;
    } else if (percent !== undefined) {
      if (behindTemperature || /\b(?:fan|f)\b[^\d]*$/i.test(words)) set('fan', decimal(percent, -2));
    } else if (watts !== undefined) {
      if (device !== null || /\b(?:gpus|total|power)\b/i.test(line)) set('power', Number(watts));
    } else if (hertz !== undefined) {
      set('clock', decimal(hertz, times === 'G' || times === 'g' ? 9 : 6));
    } else if (volts !== undefined) {
      set('coreVoltage', decimal(volts, milli === '' ? 0 : -3));
    }
  }
  return [...places.values()].flatMap((place) => sensible(place, submitted));
}

/** What is left when the doubtful is taken out: a sensor that reads 0 is unknown, and clocks come beside something else. */
function sensible({ found: { device, values }, doubtful }: Place, submitted: boolean): readonly Found[] {
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
  // One counter alone may be anything, but beside the number of all.
  if (!(submitted && device === null) && (kept.accepted === undefined) !== (kept.rejected === undefined)) {
    delete kept.accepted;
    delete kept.rejected;
  }
  return Object.keys(kept).length === 0 ? [] : [{ device, values: kept }];
}
