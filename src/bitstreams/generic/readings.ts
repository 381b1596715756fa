import { emptyGauges, type GaugeName, gauges } from '../../readings/gauges.ts';
import type { PrintedShares, Reading } from '../../readings/reading.ts';
import { within } from '../../readings/units.ts';
import type { Found, FoundValues } from './found.ts';

const mostShares = { min: 0, max: 1e12 };

/** What was found as readings: one for each device, and one for the process. What no card can show is left out. */
export function readingsOf(all: readonly Found[]): readonly Reading[] {
  return all.flatMap((found) => readingOf(found) ?? []);
}

function readingOf({ device, values, printed = null }: Found): Reading | null {
  const shares = sharesOf(values);
  const hashrate = plausible('hashrate', values.hashrate);
  if (device === null) {
    const power = values.power ?? null;
    if (hashrate === null && power === null && shares === null) return null;
    return { type: 'process', hashrate, power, shares };
  }
  return {
    type: 'stats',
    card: {
      dna: device.dna ?? null,
      index: device.dna === undefined ? device.index : null,
      device: device.dna !== undefined || device.kind === '' ? null : `${device.kind} ${device.index}`,
    },
    gauges: {
      ...emptyGauges,
      hashrate,
      clock: plausible('clock', values.clock),
      temperature: plausible('temperature', values.temperature),
      coreVoltage: plausible('coreVoltage', values.coreVoltage),
      power: plausible('power', values.power),
      fanRatio: plausible('fanRatio', values.fan),
      memoryTemperature: plausible('memoryTemperature', values.memoryTemperature),
      memoryClock: plausible('memoryClock', values.memoryClock),
    },
    printed: hashrate === null ? null : printed,
    solutions: null,
    shares,
    table: null,
    partial: true,
  };
}

function plausible(name: GaugeName, value: number | undefined): number | null {
  return value === undefined ? null : within(value, gauges[name].plausible);
}

function sharesOf({ accepted, rejected, stale }: FoundValues): PrintedShares | null {
  if (accepted === undefined) return null;
  const total = within(accepted + (rejected ?? 0), mostShares);
  if (total === null) return null;
  return { total, rejected: rejected ?? null, ...(stale === undefined ? {} : { stale }) };
}
