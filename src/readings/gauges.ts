import type { Gauge } from './gauge.ts';
import { exponentOf } from './units.ts';

/** The degree sign has look-alikes, and is often broken on its way to us (the last two). */
const celsius = ['C', '℃', '°C', 'ºC', '˚C', 'Â°C', '\ufffdC'] as const;

const rows = {
  hashrate: {
    words: 'hashrate',
    title: 'Hashrate',
    spelling: {
      names: [
        ...['H/s', 'Hs', 'Hps', 'H/sec', 'hash/s', 'hashs', 'hashps', 'hash/sec', 'hashes/s', 'hashes/sec'],
        // Solutions and graphs are what is counted instead where one takes many hashes.
        ...['Sol/s', 'Sols/s', 'Sol/sec', 'g/s'],
      ],
      // There are no millihashes.
      prefixes: { k: 3, K: 3, m: 6, M: 6, g: 9, G: 9, t: 12, T: 12 },
    },
    unit: null,
    digits: { behindPoint: 3, inAll: 4 },
    // No card makes 1 PH/s.
    plausible: { min: 0, max: 1e15 },
    limits: null,
    column: { title: 'hashrate', width: 5, keep: null, order: 'by rate' },
    metric: {
      name: 'fpga_hashrate_hashes_per_second',
      help: 'Hashrate as the miner states it, in hashes per second.',
    },
    seldom: false,
    legacy: { name: 'hashrate', help: 'Hashrate in the unit that the miner prints.' },
    grafana: { unit: 'Hs', title: 'Hashrate', description: 'As the miner states it.' },
    simulated: null,
  },
  clock: {
    words: 'clock',
    title: 'Clock',
    // Nor is there a clock of millihertz.
    spelling: { names: ['Hz'], prefixes: { k: 3, K: 3, m: 6, M: 6, g: 9, G: 9 } },
    unit: { name: 'MHz', exponent: 6 },
    digits: { behindPoint: 0, inAll: 4 },
    plausible: { min: 0, max: 1e10 },
    limits: null,
    column: { title: 'MHz', width: 4, keep: 40, order: null },
    metric: { name: 'fpga_clock_hertz', help: 'Clock of the FPGA, in hertz.' },
    seldom: false,
    legacy: { name: 'clock_speed', help: 'Clock, in MHz.' },
    grafana: { unit: 'hertz', title: 'Clock', description: 'Clock of the FPGA.' },
    simulated: null,
  },
  temperature: {
    words: 'temperature',
    title: 'Temp',
    spelling: { names: celsius, prefixes: {} },
    unit: { name: '°C', exponent: 0 },
    digits: { behindPoint: 1, inAll: 3 },
    // Silicon ends at 125 °C.
    plausible: { min: -55, max: 150 },
    limits: { yellow: 65, red: 80 },
    column: { title: '°C', width: 4, keep: 90, order: 'by heat' },
    metric: { name: 'fpga_temperature_celsius', help: 'Temperature of the FPGA, in degrees Celsius.' },
    seldom: false,
    legacy: { name: 'temperature', help: 'Temperature, in degrees Celsius.' },
    grafana: { unit: 'celsius', title: 'Temperature', description: 'As the miner states it.' },
    simulated: null,
  },
  coreVoltage: {
    words: 'core voltage',
    title: 'Core',
    // Millivolts only in small: a megavolt is nonsense, but not 0.85 V.
    spelling: { names: ['V'], prefixes: { m: -3 } },
    unit: { name: 'V', exponent: 0 },
    digits: { behindPoint: 3, inAll: 4 },
    // No FPGA core takes 5 V.
    plausible: { min: 0, max: 5 },
    limits: null,
    column: { title: 'V', width: 5, keep: 20, order: null },
    metric: { name: 'fpga_core_voltage_volts', help: 'Core voltage (VCCINT), in volts.' },
    seldom: false,
    legacy: { name: 'voltage', help: 'Core voltage, in volts.' },
    grafana: { unit: 'volt', title: 'Core voltage', description: 'VCCINT.' },
    simulated: { mean: 0.85, deviation: 0.005 },
  },
  errorRatio: {
    words: 'errors',
    title: 'Errors',
    spelling: { names: ['%'], exponent: -2, prefixes: {} },
    unit: { name: '%', exponent: -2 },
    digits: { behindPoint: 2, inAll: 3 },
    plausible: { min: 0, max: 1 },
    limits: { yellow: 0.01, red: 0.03 },
    column: { title: 'err%', width: 4, keep: 70, order: 'by errors' },
    metric: {
      name: 'fpga_error_ratio',
      help: 'Hardware errors as the miner states them, as a ratio from 0 to 1.',
    },
    seldom: false,
    legacy: { name: 'errors', help: 'Hardware errors, in percent.' },
    grafana: {
      unit: 'percentunit',
      title: 'Hardware errors',
      description: 'Solutions that the host found to be wrong, as the miner states them.',
    },
    simulated: null,
  },
  power: {
    words: 'power',
    title: 'Power',
    spelling: { names: ['W', 'Watt', 'Watts'], prefixes: { m: -3, k: 3 } },
    unit: { name: 'W', exponent: 0 },
    digits: { behindPoint: 1, inAll: 4 },
    // A rig of its own is beyond what one card takes.
    plausible: { min: 0, max: 5000 },
    limits: null,
    column: { title: 'W', width: 5, keep: 25, order: null },
    metric: { name: 'fpga_power_watts', help: 'Power that the card takes, in watts.' },
    seldom: true,
    legacy: null,
    grafana: { unit: 'watt', title: 'Power', description: 'As the miner states it.' },
    simulated: null,
  },
  fanRatio: {
    words: 'fan',
    title: 'Fan',
    spelling: { names: ['%'], exponent: -2, prefixes: {} },
    unit: { name: '%', exponent: -2 },
    digits: { behindPoint: 0, inAll: 3 },
    plausible: { min: 0, max: 1 },
    limits: null,
    column: { title: 'fan%', width: 4, keep: 5, order: null },
    metric: { name: 'fpga_fan_ratio', help: 'Speed of the fan, as a ratio from 0 to 1.' },
    seldom: true,
    legacy: null,
    grafana: { unit: 'percentunit', title: 'Fan', description: 'As the miner states it.' },
    simulated: null,
  },
  memoryTemperature: {
    words: 'memory temperature',
    title: 'Memory temp',
    spelling: { names: celsius, prefixes: {} },
    unit: { name: '°C', exponent: 0 },
    digits: { behindPoint: 1, inAll: 3 },
    plausible: { min: -55, max: 150 },
    limits: null,
    column: { title: 'mem°C', width: 5, keep: 4, order: null },
    metric: {
      name: 'fpga_memory_temperature_celsius',
      help: "Temperature of the card's memory, in degrees Celsius.",
    },
    seldom: true,
    legacy: null,
    grafana: { unit: 'celsius', title: 'Memory temperature', description: 'As the miner states it.' },
    simulated: null,
  },
  memoryClock: {
    words: 'memory clock',
    title: 'Memory clock',
    spelling: { names: ['Hz'], prefixes: { k: 3, K: 3, m: 6, M: 6, g: 9, G: 9 } },
    unit: { name: 'MHz', exponent: 6 },
    digits: { behindPoint: 0, inAll: 5 },
    // Of fast memory miners print what it moves, several times its clock.
    plausible: { min: 0, max: 1e11 },
    limits: null,
    column: { title: 'memMHz', width: 6, keep: 3, order: null },
    metric: { name: 'fpga_memory_clock_hertz', help: "Clock of the card's memory, in hertz." },
    seldom: true,
    legacy: null,
    grafana: { unit: 'hertz', title: 'Memory clock', description: 'As the miner states it.' },
    simulated: null,
  },
} as const satisfies Readonly<Record<string, Gauge>>;

/** The name of a gauge. */
export type GaugeName = keyof typeof rows;

/** Every gauge, in the order in which people read them. */
export const gauges: Readonly<Record<GaugeName, Gauge>> = rows;

/** A card's newest values in SI units; `null` where the miner printed none, or `nan`, `inf` or an absurd number. */
export type Gauges = Readonly<Record<GaugeName, number | null>>;

/** The names of all gauges, in the same order. */
export const gaugeNames: readonly GaugeName[] = namesOf(rows);

/** An object with something for each gauge. */
export function forGauges<Value>(value: (name: GaugeName) => Value): Record<GaugeName, Value> {
  return {
    hashrate: value('hashrate'),
    clock: value('clock'),
    temperature: value('temperature'),
    coreVoltage: value('coreVoltage'),
    errorRatio: value('errorRatio'),
    power: value('power'),
    fanRatio: value('fanRatio'),
    memoryTemperature: value('memoryTemperature'),
    memoryClock: value('memoryClock'),
  };
}

/** What each gauge's entry comes to; for where it is done for each line, as it takes a third of the time of {@link forGauges}. */
export function mapGauges<Entry, Value>(
  entries: Readonly<Record<GaugeName, Entry>>,
  value: (entry: Entry) => Value,
): Record<GaugeName, Value> {
  return {
    hashrate: value(entries.hashrate),
    clock: value(entries.clock),
    temperature: value(entries.temperature),
    coreVoltage: value(entries.coreVoltage),
    errorRatio: value(entries.errorRatio),
    power: value(entries.power),
    fanRatio: value(entries.fanRatio),
    memoryTemperature: value(entries.memoryTemperature),
    memoryClock: value(entries.memoryClock),
  };
}

/** Nothing is known. */
export const emptyGauges: Gauges = forGauges(() => null);

/** The spellings that came so far: few, and each line brings them again. */
const exponents = forGauges(() => new Map<string, number | null>());
const mostSpellings = 100;

/** Whether it is the name of a gauge. */
export function isGaugeName(name: string): name is GaugeName {
  return Object.hasOwn(rows, name);
}

/**
 * The power of ten of the unit in which a miner printed a gauge.
 *
 * @param unit as it stands there; `undefined` where it names none
 * @returns `null` when that is no unit of this gauge
 */
export function printedExponent(name: GaugeName, unit: string | undefined): number | null {
  if (unit === undefined) return gauges[name].unit?.exponent ?? null;
  const before = exponents[name].get(unit);
  if (before !== undefined) return before;
  const exponent = exponentOf(unit, gauges[name].spelling);
  if (exponents[name].size < mostSpellings) exponents[name].set(unit, exponent);
  return exponent;
}

function namesOf<Table extends object>(table: Table): Extract<keyof Table, string>[] {
  const names: Extract<keyof Table, string>[] = [];
  for (const name in table) names.push(name);
  return names;
}
