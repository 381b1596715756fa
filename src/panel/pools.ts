import { plainText } from '../lines/safe-text.ts';
import { plural } from '../readings/format.ts';
import type { Colour } from '../readings/limits.ts';
import { poolWords } from '../rig/pool-words.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import { faint, firstFitting, join, type Row, type Span, text } from './span.ts';

/** Rows that the pools take at the most. */
const mostRows = 4;

/** A row for each pool; where there are many, the last one counts the others. */
export function poolRows(pools: readonly PoolSnapshot[], columns: number): readonly Row[] {
  const shown = pools.length <= mostRows ? pools : pools.slice(0, mostRows - 1);
  const rows = shown.map((pool, place) => ({ key: `pool ${place}`, spans: poolSpans(pool, columns) }));
  const others = pools.slice(shown.length);
  if (others.length === 0) return rows;
  const wrong = others.filter(({ problem }) => problem !== null).length;
  const more = [faint(`… ${plural(others.length, 'more pool')}`)];
  if (wrong > 0) more.push(text(`  ${wrong} with a problem!`, { colour: 'yellow' }));
  return [...rows, { key: 'pools hidden', spans: firstFitting([more], columns) }];
}

/** One pool: its hashrate beside the cards', its last share, what it owes, or what is wrong. */
export function poolSpans(pool: PoolSnapshot, columns: number): readonly Span[] {
  const { state, hashrate, cards, ratio, share, balance } = poolWords(pool);
  const [label, name] = [faint('pool '), text(`${plainText(pool.name)} `)];
  if (state !== null) return firstFitting([[label, name, said(state)]], columns);
  const rate = text(hashrate, { bold: true });
  const alone = ratio === null ? [] : [text(' '), said(ratio)];
  const besideCards = [...(cards === '' ? [] : [faint(` ${cards}`)]), ...alone];
  const last = share === null ? [] : [said(share)];
  const owed = balance === '' ? [] : [text(balance)];
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

function said({ text: words, colour }: { readonly text: string; readonly colour: Colour | null }): Span {
  return text(words, colour === null ? undefined : { colour });
}
