import type { Snapshot } from '../rig/snapshot.ts';
import { eventRows } from './alert-rows.ts';
import { cardDetail } from './card-detail.ts';
import { qrLines } from './qr.ts';
import type { PanelSettings } from './settings.ts';
import { faint, firstFitting, type Span, text } from './span.ts';

/** Fewest and most rows that a person gets who asks for events or a card; cards give way to the former. */
const fewest = 5;
const most = 14;

/**
 * What a person has asked for with a key: a card, events, or the address for a phone.
 *
 * @param free rows that nothing else needs
 */
export function extraRows(
  snapshot: Snapshot,
  settings: PanelSettings,
  columns: number,
  free: number,
): readonly (readonly Span[])[] {
  const rows = Math.max(fewest, Math.min(most, free));
  const card = snapshot.rig.cards.find(({ name }) => name === settings.card);
  return [
    ...(card === undefined ? [] : cardDetail(card, snapshot, columns, rows)),
    ...(settings.extra === 'events' ? eventRows(snapshot.events, columns, rows) : []),
  ];
}

/** The address for a phone, with its QR code where that fits: nothing else is shown beside it. */
export function addressRows(
  snapshot: Snapshot,
  {
    columns,
    rows,
    colour,
    ascii,
  }: {
    readonly columns: number;
    readonly rows: number;
    readonly colour: boolean;
    readonly ascii: boolean;
  },
): readonly (readonly Span[])[] {
  const metrics = snapshot.tee.metrics;
  if (metrics === null || !metrics.listening) return [[faint('nothing is served, so there is no address')]];
  const { fromNetwork, address } = metrics;
  const words =
    fromNetwork === null
      ? [text(address, { bold: true }), faint(' on this machine only')]
      : [text(fromNetwork, { bold: true }), faint(' from a phone on the same network')];
  const line = firstFitting([words, words.slice(0, 1)], columns);
  if (fromNetwork === null || ascii) return [line];
  const code = qrLines(fromNetwork, !colour);
  const width = code[0]?.length ?? 0;
  if (code.length + 1 > rows || width > columns)
    return [line, [faint(`a QR code of it takes ${width} columns and ${code.length + 7} rows`)]];
  return [...code.map((row) => [text(row, { paper: true })]), line];
}
