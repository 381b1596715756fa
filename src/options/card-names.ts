import type { CardNames } from '../rig/names.ts';
import { UsageError } from '../values/usage-error.ts';

/**
 * The names of cards: `bcu1`, `bcu1,bcu2`, `<DNA>=bcu1`, `0=bcu1`.
 *
 * @throws UsageError for an empty or doubled name, or one bound to what is neither a DNA nor a number
 */
export function cardNamesOf(texts: readonly string[]): CardNames {
  const inOrder: string[] = [];
  const byDna = new Map<string, string>();
  const byIndex = new Map<number, string>();
  const given = new Set<string>();

  for (const [text, entry] of texts.flatMap((given) =>
    given.split(',').map((part) => [given, part] as const),
  )) {
    const separator = entry.indexOf('=');
    const bound = separator === -1 ? null : entry.slice(0, separator).trim();
    const name = entry.slice(separator + 1).trim();
    if (name === '')
      throw new UsageError(`--card ${text || "''"}: a card's name is empty; give one such as bcu1`);
    if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) {
      throw new UsageError(
        `--card ${entry}: a card's name can't hold control characters; give one such as bcu1`,
      );
    }
    if (given.has(name))
      throw new UsageError(`--card ${entry}: the name ${name} is given twice; cards need different ones`);
    given.add(name);
    if (bound === null) inOrder.push(name);
    else if (/^[0-9A-Fa-f]{24}$/.test(bound)) bind(byDna, bound.toUpperCase(), name, entry);
    else if (/^\d{1,4}$/.test(bound)) bind(byIndex, Number(bound), name, entry);
    else {
      throw new UsageError(
        `--card ${entry}: ${bound || "''"} is neither a DNA (24 hex digits) nor a card's number; give one such as 0=${name}`,
      );
    }
  }
  return { inOrder, byDna, byIndex };
}

function bind<Key>(names: Map<Key, string>, key: Key, name: string, entry: string): void {
  const other = names.get(key);
  if (other !== undefined)
    throw new UsageError(`--card ${entry}: that card is named ${other} already; give it one name`);
  names.set(key, name);
}
