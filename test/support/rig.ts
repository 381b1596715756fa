import type { Bitstream } from '../../src/bitstreams/bitstream.ts';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { type BitstreamReader, createReader } from '../../src/bitstreams/reader.ts';
import type { Reading } from '../../src/readings/reading.ts';
import { createFeed } from '../../src/rig/feed.ts';
import type { Miner } from '../../src/rig/miner.ts';
import { type CardNames, NameGiver, noNames, RigNames } from '../../src/rig/names.ts';
import type { CardSnapshot, MinerSnapshot, RigSnapshot } from '../../src/rig/snapshot.ts';
import { Store } from '../../src/rig/store.ts';
import { FakeTime } from './fake-time.ts';

interface RigOptions {
  readonly bitstream?: string;
  readonly names?: Partial<CardNames>;
  readonly staleAfter?: number;
  readonly slowBelow?: number;
  readonly time?: FakeTime;
  /** The store that other miners have as well. */
  readonly store?: Store;
  readonly rigNames?: RigNames;
  readonly source?: string;
  /** As reports have it; false as the pipe has it. */
  readonly everyReading?: boolean;
  /** Whether lines are known again by their shapes. */
  readonly knowsShapes?: boolean;
}

/** Each line must be looked at as if none like it had ever come. */
function forgetful(reader: BitstreamReader): BitstreamReader {
  const { readLast } = reader;
  return {
    read: (line, whole) => reader.read(line, whole),
    readUnterminated: (line) => reader.readUnterminated(line),
    ...(readLast !== undefined && { readLast: (line, read) => readLast.call(reader, line, read) }),
    findingIn: () => null,
    alike: (readings) => reader.alike(readings),
    minerRestarted: () => reader.minerRestarted(),
    get bitstream() {
      return reader.bitstream;
    },
  };
}

/** One miner's output on its way into a store, with time that stands still. */
export class Rig {
  readonly time: FakeTime;
  readonly store: Store;
  /** The miner in the store. */
  readonly known: Miner;
  /** Each line once it ended. */
  readonly lines: string[] = [];
  /** Each line's text with what it gave. */
  readonly read: (readonly [text: string, reading: Reading | null])[] = [];
  /** The card's name of each stats reading. */
  readonly stats: string[] = [];
  readonly #feed;

  constructor({
    bitstream = 'auto',
    names = {},
    staleAfter = 120,
    slowBelow,
    time = new FakeTime(),
    store = new Store(time, staleAfter, slowBelow),
    rigNames = new RigNames(),
    source = 'stdin',
    everyReading = true,
    knowsShapes = true,
  }: RigOptions = {}) {
    const candidates: readonly Bitstream[] = chooseBitstreams(bitstream) ?? bitstreams;
    this.time = time;
    this.store = store;
    this.known = store.addMiner(source, new NameGiver({ ...noNames, ...names }, rigNames));
    this.#feed = createFeed({
      miner: this.known,
      reader: knowsShapes ? createReader(candidates) : forgetful(createReader(candidates)),
      clock: time,
      timers: time,
      everyReading,
      onPiece: ({ lines }) => {
        for (const { text } of lines) this.lines.push(text);
      },
      onStats: (card) => this.stats.push(card.name),
      onRead: (text, reading) => this.read.push([text(), reading]),
    });
  }

  /** The miner prints whole lines. */
  print(...lines: readonly string[]): this {
    return this.bytes(lines.map((line) => `${line}\n`).join(''));
  }

  bytes(chunk: string | Uint8Array): this {
    this.#feed.bytes(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return this;
  }

  end(): this {
    this.#feed.end();
    this.known.ended();
    return this;
  }

  /** After its end, it is started by us. */
  startedAgain(): this {
    this.#feed.startedAgain();
    return this;
  }

  unterminated(): string {
    return this.#feed.unterminated();
  }

  snapshot(): RigSnapshot {
    return this.store.snapshot();
  }

  get cards(): readonly CardSnapshot[] {
    return this.snapshot().cards;
  }

  get card(): CardSnapshot {
    const [card] = this.cards;
    if (card === undefined) throw new Error('no card');
    return card;
  }

  get miner(): MinerSnapshot {
    const [miner] = this.snapshot().miners;
    if (miner === undefined) throw new Error('no miner');
    return miner;
  }
}

const dnas = ['40020000013AE3213511111C', '4002000001291388445025C5', '4002BFCC16051DB48F6DEAFD'] as const;

/** The DNA of the first, second, third card. */
export function dnaOf(card: 0 | 1 | 2): string {
  return dnas[card];
}

/** A Nimiq stats line; hashrate in KH/s. */
export function nimiqLine(
  solutions: string,
  { card = 0, hashrate = '1487.123' }: { card?: 0 | 1 | 2; hashrate?: string } = {},
): string {
  return `[${dnas[card]}] Hash: ${hashrate} KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: ${solutions}  [q=3]`;
}

/** A stats line of fx-tokenminer that tells the card's DNA. */
export function fxLine(solutions: string, card: 0 | 1 | 2 = 0): string {
  return `[${dnas[card]}] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${solutions}`;
}

/** A stats line of fx-tokenminer that tells the card's number. */
export function numberedLine(solutions: string, index = 0): string {
  return `[15:28:31] FPGA${index}: 17.520GH/s (730MHz) err: 0.1% 45.3C 0.85V sols: ${solutions}`;
}

export const tableHeader = '| FPGA# | DEVICE | Hashrate(GHs) | GoodSols | BadSols | DNA |';

/** A table's row. */
export function tableRow(card: 0 | 1 | 2, good: number, bad = 0): string {
  return `| ${card} | VU35P | 1.8 | ${good} | ${bad} | ${dnas[card]} |`;
}

export const nimiqBanner = 'NIM Miner v9 for Windows, by Zetheron Technology & WhiteFire990';
export const fxBanner = 'FXTokenMiner v1.50';

/** A line of a share taken or refused; counts are the miner's. */
export function sharesLine(good: number, total: number): string {
  return `accepted: ${good}/${total} (99.00%), (yay!!!)`;
}
