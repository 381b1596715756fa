import { createMetrics } from '../../../src/metrics/metrics.ts';
import type { Snapshot } from '../../../src/rig/snapshot.ts';

/** The page of a rig. */
export function pageOf(snapshot: Snapshot): Promise<string> {
  return createMetrics({ legacy: false }).render(snapshot);
}

/** The lines of the page that carry a value of this metric. */
export async function valuesOf(name: string, snapshot: Snapshot): Promise<string[]> {
  const lines = (await pageOf(snapshot)).split('\n');
  return lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}
