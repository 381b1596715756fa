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
  const forms = [address, address.replace(/\s+/g, ''), encodeURIComponent(address)];
  return (
    forms
      .filter((form) => form.length >= shortestAddress)
      // A host of a URL is written in small letters, whatever was in it.
      .reduce((said, form) => said.replace(new RegExp(escaped(form), 'gi'), '…'), words)
  );
}

/** A text as a regular expression that matches it alone. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** What answers is no pool of the kind that was asked for: another kind may be tried. */
export class OtherKind extends PoolProblem {
  override readonly name = 'OtherKind';
}
