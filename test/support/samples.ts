import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../fixtures/samples/', import.meta.url);

/** What a sample session must show; keys are missing where the session does not fix them. */
export interface Truth {
  readonly bitstream: string;
  readonly cards: Readonly<Record<string, CardTruth>>;
  readonly restarts: number;
  readonly lines?: Readonly<Record<'stats' | 'share' | 'event' | 'other', number>>;
  readonly share_failures?: Readonly<Record<'stale' | 'difficulty' | 'other', number>> | null;
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

/** The sample sessions' names. */
export const sampleNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.log'))
  .map((file) => file.slice(0, -'.log'.length));

export function samplePath(name: string): string {
  return fileURLToPath(new URL(`${name}.log`, folder));
}

export function sampleBytes(name: string): Buffer {
  return readFileSync(samplePath(name));
}

export function truthOf(name: string): Truth {
  const truth: Truth = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  return truth;
}
