import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import type { MinerSnapshot } from '../rig/snapshot.ts';
import type { Remark } from './miner-rows.ts';
import { cropSpans, join, pad, type Span, type Style, text } from './span.ts';
import { textWidth } from './text-width.ts';

const widest = { name: 20, state: 16, exit: 20 };

/** What is said of each miner in a table, a row each below a header: where it is, since when, how it went before. */
export function minerTable(remarks: readonly Remark[], columns: number): readonly (readonly Span[])[] {
  const miners = remarks.map(({ miner }) => miner);
  const exits = miners.map(({ run }) => run?.lastExit ?? null);
  const name = widthFor(['miner', ...miners.map(({ source }) => plainText(source))], widest.name);
  // The state is what changes most: the columns behind it are not to move.
  const state = widest.state;
  const exit = exits.every((one) => one === null)
    ? 0
    : widthFor(['last exit', ...exits.map((one) => one ?? '')], widest.exit);
  const line = (cells: Cells, style: Style, words: readonly Span[]): readonly Span[] =>
    cropSpans(
      [
        text(`  ${pad(cells.name, name, 'left')}`, cells.style),
        text(`  ${pad(cells.state, state, 'left')}`, style),
        text(`  ${pad(cells.up, 6, 'right')}  ${pad(cells.restarts, 8, 'right')}`, cells.style),
        ...(exit === 0 ? [] : [text(`  ${pad(cells.exit, exit, 'left')}`, cells.style)]),
        ...(words.length === 0 ? [] : [text('  '), ...words]),
      ],
      columns,
    );
  const dim: Style = { dim: true };
  const head = {
    name: 'miner',
    state: 'state',
    up: 'up',
    restarts: 'restarts',
    exit: 'last exit',
    style: dim,
  };
  return [
    line(head, dim, []),
    ...remarks.map(({ miner, level, words }) => {
      const style: Style = level === 'bad' ? { colour: 'red' } : level === 'care' ? { colour: 'yellow' } : {};
      const said = join(
        words
          .map((word) => ({ ...word, text: besideState(word.text, miner) }))
          .filter((word) => word.text !== '')
          .map((word) => [text(word.text, word.level === 'plain' ? {} : style)]),
      );
      const row = line(cellsOf(miner), style, said);
      return level === 'plain' ? row : [text('! ', style), ...withoutStart(row)];
    }),
  ];
}

interface Cells {
  readonly name: string;
  readonly state: string;
  readonly up: string;
  readonly restarts: string;
  readonly exit: string;
  readonly style: Style;
}

function cellsOf(miner: MinerSnapshot): Cells {
  return {
    name: plainText(miner.source),
    state: stateOf(miner),
    up: miner.open ? format.duration(miner.uptime) : format.dash,
    restarts: `${miner.restarts}`,
    exit: miner.run?.lastExit ?? format.dash,
    style: {},
  };
}

function stateOf({ run, up, open, silentFor }: MinerSnapshot): string {
  if (run !== null && run.state !== 'running')
    return run.restartIn === null ? run.state : `restarts in ${format.age(Math.ceil(run.restartIn))}`;
  if (!open) return 'ended';
  if (up) return 'running';
  return silentFor === null ? 'nothing yet' : `silent ${format.age(silentFor)}`;
}

/** What the columns before tell already is not said again. */
function besideState(words: string, { run }: MinerSnapshot): string {
  const state = run?.state === 'waiting' ? /^restarts in \S+/ : /^ramping down: /;
  if (run === null) return words;
  const rest = words.replace(state, '').trim();
  return rest === `(${run.lastExit})` ? '' : rest;
}

function widthFor(texts: readonly string[], most: number): number {
  return Math.min(most, Math.max(...texts.map((one) => textWidth(one))));
}

/** Without the two blanks that the mark stands in. */
function withoutStart([first, ...rest]: readonly Span[]): readonly Span[] {
  return first === undefined ? [] : [{ ...first, text: first.text.slice(2) }, ...rest];
}

/** How many rows it takes; 0 for one miner, which the title tells of. */
export function minerTableHeight(miners: readonly MinerSnapshot[]): number {
  return miners.length > 1 ? miners.length + 1 : 0;
}
