import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const directory = path.resolve(import.meta.dirname, '../../fixtures/samples');

/** What is known of a sample session, independently of the program. */
export interface Truth {
  readonly bitstream: string;
  readonly cards: Readonly<Record<string, CardTruth>>;
  readonly restarts: number;
  readonly lines?: Readonly<Record<'stats' | 'share' | 'event' | 'other', number>>;
  readonly share_failures?: Readonly<Record<'stale' | 'difficulty' | 'other', number>> | null;
  /** Its last line has no newline. */
  readonly unterminated?: boolean;
}

export interface CardTruth {
  readonly hashrate: number;
  readonly clock: number;
  readonly temperature: number;
  readonly voltage: number;
  readonly error_ratio: number;
  readonly solutions: number;
  readonly solutions_bad: number;
  readonly shares?: number;
  readonly shares_rejected?: number;
  readonly dna?: string;
}

/** The names of all sample sessions. */
export const samples: readonly string[] = readdirSync(directory)
  .filter((name) => name.endsWith('.log'))
  .map((name) => path.basename(name, '.log'));

export function pathOf(sample: string): string {
  return path.join(directory, `${sample}.log`);
}

export function bytesOf(sample: string): Buffer {
  return readFileSync(pathOf(sample));
}

export function truthOf(sample: string): Truth {
  return JSON.parse(readFileSync(path.join(directory, `${sample}.json`), 'utf8'));
}
