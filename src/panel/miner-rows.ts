import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import type { MinerSnapshot } from '../rig/snapshot.ts';
import { stallWords } from '../rig/stall-words.ts';
import { cropSpans, faint, join, type Span, type Style, text } from './span.ts';

/** Seconds of silence of a whole miner that are worth a word; shorter ones are in the ages. */
const worthSaying = 30;
/** Most rows that they take where there is room. */
export const mostMinerRows = 8;
/** What is looked at of a status; measuring the width of a very long text takes minutes. */
const longestStatus = 500;

/** From the worst on: stuck or down; silent, but not for long; nothing wrong. */
export type Level = 'bad' | 'care' | 'plain';

const styles: Readonly<Record<Level, Style>> = {
  bad: { colour: 'red' },
  care: { colour: 'yellow' },
  plain: {},
};

/** A miner, and what there is to say of it. */
export interface Remark {
  readonly miner: MinerSnapshot;
  readonly level: Level;
  readonly words: readonly { readonly text: string; readonly level: Level }[];
}

/**
 * What is to be said of each miner besides its cards, in at most so many rows: of those for which there is no room the
 * last one tells how many they are. All in the miners' own order, where they do not fit the worst first.
 */
export function minerRows(
  miners: readonly MinerSnapshot[],
  columns: number,
  rows: number,
): readonly (readonly Span[])[] {
  const remarks = miners.map(remarkOf).filter(({ words }) => words.length > 0);
  const row = ({ miner, level, words }: Remark): readonly Span[] => {
    const name = miners.length > 1 ? plainText(miner.source) : 'miner';
    const said = words.map((word) => [text(word.text, styles[word.level])]);
    const sign = text(level === 'plain' ? '  ' : '! ', styles[level]);
    return cropSpans([sign, faint(`${name}: `), ...join(said)], columns);
  };
  if (remarks.length <= rows) return remarks.map(row);
  if (rows < 1) return [];
  const sorted = (['bad', 'care', 'plain'] as const).flatMap((level) =>
    remarks.filter((remark) => remark.level === level),
  );
  const shown = sorted.slice(0, rows - 1);
  return [...shown.map(row), cropSpans(hidden(sorted.slice(shown.length)), columns)];
}

/** How many rows there would be for them, did they all have one. */
export function minerRemarks(miners: readonly MinerSnapshot[]): number {
  return miners.filter((miner) => remarkOf(miner).words.length > 0).length;
}

/** What is to be said of a miner besides its cards. */
export function remarkOf(miner: MinerSnapshot): Remark {
  const { status, stalls, silentFor } = miner;
  const [worst] = stalls;
  const words: { text: string; level: Level }[] = [];
  if (worst !== undefined) words.push({ text: `stuck, ${stallWords(worst)}`, level: 'bad' });
  else if (miner.open && !miner.up && silentFor !== null && silentFor >= worthSaying)
    words.push({ text: stallWords({ kind: 'silent', lasting: silentFor }), level: 'care' });
  if (status !== null) {
    const said = worst === undefined ? status.text : (status.besideStall ?? status.text);
    words.push({ text: plainText(said.slice(0, longestStatus)), level: status.level });
  }
  words.push(...togetherWords(miner).map((text) => ({ text, level: 'plain' as const })));
  const level = (['bad', 'care'] as const).find((one) => words.some((word) => word.level === one));
  return { miner, level: level ?? 'plain', words };
}

/** What it prints for all its cards together, where none of them tells a hashrate of its own. */
function togetherWords({ up, process, shares }: MinerSnapshot): readonly string[] {
  if (!up || process.cardsTell || process.hashrate === null) return [];
  return [
    format.hashrate(process.hashrate),
    ...(process.power === null ? [] : [format.gaugeText('power', process.power)]),
    ...(shares === null ? [] : [`shares ${format.counts(shares.total - shares.rejected, shares.rejected)}`]),
  ];
}

function hidden(remarks: readonly Remark[]): readonly Span[] {
  const stuck = remarks.filter(({ miner }) => miner.stalls.length > 0).length;
  const down = remarks.filter(({ level }) => level === 'bad').length - stuck;
  const silent = remarks.filter(({ level }) => level === 'care').length;
  const count = (number: number, word: string, level: Level): Span[] =>
    number === 0 ? [] : [text(`  ${number} ${word}!`, styles[level])];
  return [
    faint(`… ${format.plural(remarks.length, 'more miner')}`),
    ...count(stuck, 'stuck', 'bad'),
    ...count(down, 'down', 'bad'),
    ...count(silent, 'silent', 'care'),
  ];
}
