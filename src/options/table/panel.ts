import { type CardOrder, defaultSettings, type PanelSettings } from '../../panel/settings.ts';
import type { GivenOptions } from '../given.ts';
import { oneOf } from '../readers.ts';
import { jobs, type OptionRow, type Reader } from '../row.ts';

/** The orders as people call them. */
const orders: Readonly<Record<string, CardOrder>> = {
  found: 'found',
  name: 'name',
  hashrate: 'hashrate',
  heat: 'temperature',
  errors: 'errorRatio',
};
/** The times as people write them; seconds. */
const spans: Readonly<Record<string, number | null>> = { all: null, '5m': 300, '1h': 3600, '24h': 86_400 };

const names: Reader<readonly string[]> = {
  placeholder: '<names>',
  read(given) {
    const all = given.split(',').map((name) => name.trim());
    return all.every((name) => name !== '') ? all : null;
  },
  right: 'names of cards with commas between them, such as card3,card1',
};

/** How the panel is from its start; keys change it. */
export const panelRows = {
  sort: {
    name: 'sort',
    commands: jobs,
    reader: oneOf('<order>', Object.keys(orders)),
    default: 'found',
    rigFile: 'rig',
    help: `how the panel's cards are sorted: ${Object.keys(orders).join(', ')} (default {default})`,
    example: 'heat',
  },
  cardsOrder: {
    name: 'cards-order',
    commands: jobs,
    reader: names,
    rigFile: 'rig',
    help: 'cards that stand first in the panel, in this order, while they are sorted as found',
    example: 'card3,card1',
  },
  trend: {
    name: 'trend',
    commands: jobs,
    reader: oneOf('<time>', Object.keys(spans)),
    default: 'all',
    rigFile: 'rig',
    help: `the time that the panel's trends show: ${Object.keys(spans).join(', ')} (default {default})`,
    example: '1h',
  },
  qr: {
    name: 'qr',
    commands: jobs,
    help: "show the page's address as a QR code at the start, for a phone on the same network",
  },
} satisfies Record<string, OptionRow>;

/** Reads them. */
export function panelOptions(given: GivenOptions) {
  const chosen: PanelSettings = {
    ...defaultSettings,
    order: orders[given.value(panelRows.sort)] ?? 'found',
    trendSpan: spans[given.value(panelRows.trend)] ?? null,
    sequence: given.value(panelRows.cardsOrder) ?? [],
  };
  return {
    /** What is chosen of the panel from the start. */
    chosen,
    qr: given.on(panelRows.qr),
  };
}
