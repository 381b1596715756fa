import { errorWords } from '../error-words.ts';

/** Why a pool's figures can't be had, in words that follow its name. They never contain the address. */
export class PoolProblem extends Error {
  override readonly name: string = 'PoolProblem';
}

/** Shorter ones stand in any words; and none of any coin is as short. */
const shortestAddress = 8;

/** Why asking failed, in words that follow the pool's name; without the address, whoever's words they are. */
export function problemWords(error: unknown, address: string): string {
  const words = error instanceof PoolProblem ? error.message : `can't be asked (${errorWords(error)})`;
  return address.length < shortestAddress ? words : words.replaceAll(address, '…');
}

/** What answers is no pool of the kind that was asked for: another kind may be tried. */
export class OtherKind extends PoolProblem {
  override readonly name = 'OtherKind';
}
