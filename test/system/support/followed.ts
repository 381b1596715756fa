import { scrape, value } from './http.ts';
import type { Program } from './program.ts';
import { until } from './until.ts';

/** Metrics, at a port of its own. */
export const here = ['--host', '127.0.0.1', '-p', '0'];

/** A line of rb4's statistics, of a card that its number tells. */
export function rb4(good: number, hashrate = 2, card = 1): string {
  const dna = `40020000013AE32135111${String(card).padStart(2, '0')}C`;
  return `[${dna}] Hash: ${hashrate.toFixed(3)}GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: ${good}/${good} Shares: 0/0\n`;
}

/** Waits until a card's hashrate is served. */
export function served(address: string, card: string, gigahashes: number): Promise<unknown> {
  const series = `fpga_hashrate_hashes_per_second{card="${card}"}`;
  return until(async () => value(await scrape(address), series) === gigahashes * 1e9);
}

/** Waits until a line is shown; the first turn of following is over by then. */
export async function followed(program: Program): Promise<string> {
  const address = await program.address();
  await program.printed('Hash:');
  return address;
}
