import { forGauges, isGaugeName, printedExponent } from '../readings/gauges.ts';
import type { Reading } from '../readings/reading.ts';
import type { TableField, TableFormat } from './bitstream.ts';
import { type Fields, statsOf } from './fields.ts';
import { compilePattern } from './pattern.ts';

/** Reads one miner's tables; remembers the newest header, because a row means nothing without it. */
export interface TableReader {
  /** The row's statistics, `known` for a header, `null` for anything else. */
  read(line: string): Reading | null;
}

interface Header {
  readonly cells: number;
  readonly places: ReadonlyMap<TableField, { readonly place: number; readonly required: boolean }>;
  /** The units that the header names, as fields of every row. */
  readonly units: ReadonlyMap<string, string>;
}

const number = compilePattern('%{NUMBER}');
const shapes: Readonly<Record<TableField, RegExp>> = {
  ...forGauges(() => number),
  index: compilePattern('%{COUNT}'),
  device: /^.*$/,
  dna: compilePattern('%{DNA}'),
  solutionsGood: compilePattern('%{COUNT}'),
  solutionsBad: compilePattern('%{COUNT}'),
};

/** A sensor that could not be read: the rest of the row still counts. */
const noValue = /^(?:N\/?A|n\/?a|-*|\?*)$/;

/** @param format the columns to look for; order and widths are whatever the header says. */
export function createTableReader(format: TableFormat): TableReader {
  let header: Header | null = null;
  let tables = 0;

  return {
    read(line) {
      if (!line.startsWith('|')) return null;
      const cells = cellsOf(line);
      // Nearly every line is a row, and no header is one: it has words where a row has numbers.
      const fields = header === null ? null : rowOf(cells, header);
      if (fields !== null) return statsOf(fields, tables);
      const found = headerOf(cells, format);
      if (found === null) return null;
      header = found;
      tables += 1;
      return { type: 'known' };
    },
  };
}

/** Some miners end a row in `| `: an empty last cell is none. */
function cellsOf(line: string): string[] {
  const cells = line.split('|').slice(1);
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells.map((cell) => cell.trim());
}

function headerOf(cells: readonly string[], format: TableFormat): Header | null {
  const titles = cells.map((cell) => {
    const parts = /^([^(]*)(?:\((.*)\))?$/.exec(cell);
    return { name: (parts?.[1] ?? '').trim().toLowerCase(), unit: (parts?.[2] ?? '').trim() };
  });
  const places = new Map<TableField, { place: number; required: boolean }>();
  const units = new Map<string, string>();
  for (const column of format.columns) {
    const place = titles.findIndex((title) => column.names.some((name) => name.toLowerCase() === title.name));
    const title = titles[place];
    if (title === undefined) {
      if (column.required) return null;
      continue;
    }
    if (isGaugeName(column.field)) {
      const unit = unitOf(title.unit);
      if (column.required && printedExponent(column.field, unit) === null) return null;
      if (unit !== undefined) units.set(`${column.field}Unit`, unit);
    }
    places.set(column.field, { place, required: column.required });
  }
  return { cells: cells.length, places, units };
}

/**
 * A unit by its letters: degree signs have look-alikes, and are often broken on their way. `undefined` where nothing is
 * left: then the usual unit is meant.
 */
function unitOf(text: string): string | undefined {
  return text.normalize('NFKC').replace(/[^A-Za-z/%]/g, '') || undefined;
}

function rowOf(cells: readonly string[], header: Header): Fields | null {
  if (cells.length !== header.cells) return null;
  const fields = new Map(header.units);
  for (const [field, { place, required }] of header.places) {
    const cell = cells[place];
    if (!required && cell !== undefined && noValue.test(cell)) continue;
    if (cell === undefined || !shapes[field].test(cell)) return null;
    fields.set(field, cell);
  }
  return fields;
}
