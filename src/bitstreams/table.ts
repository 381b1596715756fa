import { forGauges, isGaugeName, printedExponent } from '../readings/gauges.ts';
import type { Reading } from '../readings/reading.ts';
import type { TableField, TableFormat } from './bitstream.ts';
import { type StatsOf, statsBy } from './fields.ts';
import { type Bounds, type Finding, numberNames } from './finding.ts';
import { compilePattern } from './pattern.ts';

/** Reads one miner's tables; remembers the newest header, because a row means nothing without it. */
export interface TableReader {
  /** The row's statistics, `known` for a header, `null` for anything else. */
  read(line: string): Reading | null;
  /** How a line was read just now, under the newest header; `null` for one that is neither header nor row. */
  findingIn(line: string): Finding | null;
}

interface Header {
  readonly text: string;
  readonly cells: number;
  readonly columns: readonly Column[];
  readonly statsOf: StatsOf;
}

interface Column {
  readonly field: TableField;
  readonly place: number;
  readonly required: boolean;
  readonly isOne: (cell: string) => boolean;
}

const known: Reading = { type: 'known' };
const number = compilePattern('%{NUMBER}');
const dna = compilePattern('%{DNA}');
const count = compilePattern('%{COUNT}');
const isNumber = (cell: string) => number.test(cell);
const isCount = (cell: string) => count.test(cell);
const shapes: Readonly<Record<TableField, (cell: string) => boolean>> = {
  ...forGauges(() => isNumber),
  index: isCount,
  device: () => true,
  dna: (cell) => dna.test(cell),
  solutionsGood: isCount,
  solutionsBad: isCount,
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
      if (line !== header?.text) {
        const cells = cellsOf(line);
        // Nearly every line is a row, and no header is one: it has words where a row has numbers.
        if (header !== null && isRow(cells, header)) return header.statsOf(cells, tables);
        const found = headerOf(line, cells, format);
        if (found === null) return null;
        header = found;
      }
      tables += 1;
      return known;
    },
    findingIn(line) {
      const under = header;
      if (under === null) return null;
      const holds = () => under === header;
      if (line === under.text) {
        const read = () => {
          tables += 1;
          return headerOfTable;
        };
        return { bounds: [], numbers: [], counts: null, exactly: true, holds, read };
      }
      const bounds = boundsOfCells(line);
      const cells = cellsOf(line);
      if (!isRow(cells, under)) return null;
      return {
        bounds: bounds.map((within, place) => (cells[place] === undefined ? undefined : within)),
        numbers: under.columns.flatMap(({ field, place }) => (numberNames.includes(field) ? [place] : [])),
        counts: null,
        exactly: false,
        holds,
        read: (pieces) => [under.statsOf(pieces, tables)],
      };
    },
  };
}

/** What the header of a table gives, which no other program's line can be. */
export const headerOfTable: readonly Reading[] = [known];

/** Some miners end a row in `| `: an empty last cell is none. */
function cellsOf(line: string): (string | undefined)[] {
  return boundsOfCells(line).map(([from, to]) => line.slice(from, to));
}

/** Without the blanks around what is in them. */
function boundsOfCells(line: string): Bounds[] {
  const cells: Bounds[] = [];
  for (let from = 1; from <= line.length; ) {
    const bar = line.indexOf('|', from);
    const to = bar === -1 ? line.length : bar;
    const cell = line.slice(from, to);
    const text = cell.trim();
    const start = text === '' ? from : from + cell.indexOf(text);
    if (bar !== -1 || text !== '') cells.push([start, start + text.length]);
    from = to + 1;
  }
  return cells;
}

function headerOf(text: string, cells: readonly (string | undefined)[], format: TableFormat): Header | null {
  const titles = cells.map((cell) => {
    const parts = /^([^(]*)(?:\((.*)\))?$/.exec(cell ?? '');
    return { name: (parts?.[1] ?? '').trim().toLowerCase(), unit: (parts?.[2] ?? '').trim() };
  });
  const columns: Column[] = [];
  const places = new Map<string, number>();
  const units = new Map<string, string>();
  for (const { field, names, required } of format.columns) {
    const place = titles.findIndex((title) => names.some((name) => name.toLowerCase() === title.name));
    const title = titles[place];
    if (title === undefined) {
      if (required) return null;
      continue;
    }
    if (isGaugeName(field)) {
      const unit = unitOf(title.unit);
      if (required && printedExponent(field, unit) === null) return null;
      if (unit !== undefined) units.set(`${field}Unit`, unit);
    }
    places.set(field, place);
    columns.push({ field, place, required, isOne: shapes[field] });
  }
  const statsOf = statsBy({ of: (name) => places.get(name), stated: (name) => units.get(name) });
  return { text, cells: cells.length, columns, statsOf };
}

/**
 * A unit by its letters: degree signs have look-alikes, and are often broken on their way. `undefined` where nothing is
 * left: then the usual unit is meant.
 */
function unitOf(text: string): string | undefined {
  return text.normalize('NFKC').replace(/[^A-Za-z/%]/g, '') || undefined;
}

/** Whether it is a row below the header; what could not be read in it is taken out. */
function isRow(cells: (string | undefined)[], header: Header): boolean {
  if (cells.length !== header.cells) return false;
  for (const { place, required, isOne } of header.columns) {
    const cell = cells[place];
    if (cell === undefined) return false;
    if (isOne(cell)) continue;
    if (required || !noValue.test(cell)) return false;
    cells[place] = undefined;
  }
  return true;
}
