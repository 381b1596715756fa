import { describe, expect, test } from 'vitest';
import { placesOf, statsBy } from '../../src/bitstreams/fields.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { seeded } from '../support/seeded.ts';
import { aCard, aSnapshot } from '../support/snapshots.ts';

/** Every unit in which a gauge can be printed. */
const units = gaugeNames.flatMap((name) => {
  const { names, prefixes } = gauges[name].spelling;
  return ['', ...Object.keys(prefixes)].map((prefix) => [name, `${prefix}${names[0]}`] as const);
});

describe('the metrics have the digits that the miner printed, and no others', () => {
  test.each(units)('%s in %s', async (name, unit) => {
    const random = seeded(unit.length + 7);
    for (let round = 0; round < 25; round += 1) {
      const printed = `${random(name === 'coreVoltage' ? 5 : 100)}.${String(random(1000)).padStart(3, '0')}`;
      const { places, pieces } = placesOf([
        [name, printed],
        [`${name}Unit`, unit],
      ]);
      const reading = statsBy(places)(pieces, null);
      const value = reading.gauges[name];
      if (value === null) continue;
      const card = aCard({ gauges: reading.gauges, printed: reading.printed });
      const page = await createMetrics({ legacy: true }).render(aSnapshot({ cards: [card] }));
      const { metric, legacy, unit: usual } = gauges[name];
      expect(digitsOf(valueOn(page, metric.name)), `${printed} ${unit}`).toBe(digitsOf(printed));
      expect(valueOn(page, metric.name)).toBe(String(value));
      if (legacy === null) continue;
      expect(digitsOf(valueOn(page, legacy.name)), `${printed} ${unit}`).toBe(digitsOf(printed));
      if (usual?.name === unit) expect(Number(valueOn(page, legacy.name))).toBe(Number(printed));
    }
  });
});

function valueOn(page: string, metric: string): string {
  return new RegExp(`^${metric}\\{card="card1"\\} (.*)$`, 'm').exec(page)?.[1] ?? 'none';
}

/** From the first digit to the last that is no zero. */
function digitsOf(number: string): string {
  const [digits = ''] = number.split('e');
  return digits.replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
}
