import { plainText } from '../lines/safe-text.ts';
import { plural } from '../readings/format.ts';
import type { Colour } from '../readings/limits.ts';
import { poolWords } from '../rig/pool-words.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import type { Row, Span } from './span.ts';
import { firstFitting, join } from './status.ts';

/** Rows that the pools take at the most. */
const mostRows = 4;

/** A row for each pool; where there are many, the last one counts the others. */
export function poolRows(pools: readonly PoolSnapshot[], columns: number): readonly Row[] {
  const shown = pools.length <= mostRows ? pools : pools.slice(0, mostRows - 1);
  const rows = shown.map((pool, place) => ({ key: `pool ${place}`, spans: poolSpans(pool, columns) }));
  const others = pools.slice(shown.length);
  if (others.length === 0) return rows;
  const wrong = others.filter(({ problem }) => problem !== null).length;
  const more: Span[] = [{ text: `… ${plural(others.length, 'more pool')}`, style: { dim: true } }];
  if (wrong > 0) more.push({ text: `  ${wrong} with a problem!`, style: { colour: 'yellow' } });
  return [...rows, { key: 'pools hidden', spans: firstFitting([more], columns) }];
}

/** One pool: its hashrate beside the cards', its last share, what it owes, or what is wrong. */
export function poolSpans(pool: PoolSnapshot, columns: number): readonly Span[] {
  const { state, hashrate, cards, ratio, share, balance } = poolWords(pool);
  const name: Span = { text: `${plainText(pool.name)} ` };
  const label: Span = { text: 'pool ', style: { dim: true } };
  if (state !== null) return firstFitting([[label, name, span(state.text, state.colour)]], columns);
  const rate: Span = { text: hashrate, style: { bold: true } };
  const besideCards = [
    ...(cards === '' ? [] : [{ text: ` ${cards}`, style: { dim: true } }]),
    ...(ratio === null ? [] : [span(` ${ratio.text}`, ratio.colour)]),
  ];
  const alone = ratio === null ? [] : [span(` ${ratio.text}`, ratio.colour)];
  const last = share === null ? [] : [span(share.text, share.colour)];
  const owed = balance === '' ? [] : [{ text: balance }];
  return firstFitting(
    [
      join([[label, name, rate, ...besideCards], last, owed]),
      join([[label, name, rate, ...alone], last, owed]),
      join([[label, name, rate, ...alone], last]),
      join([[name, rate], last]),
      [name, rate],
    ],
    columns,
  );
}

function span(text: string, colour: Colour | null): Span {
  return colour === null ? { text } : { text, style: { colour } };
}
