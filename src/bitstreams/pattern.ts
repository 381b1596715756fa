import { gauges, isGaugeName, printedExponent } from '../readings/gauges.ts';
import { spellingPattern } from '../readings/units.ts';

/** What `%{KIND:name}` and `%{KIND}` stand for in a bitstream's patterns. */
const kinds: Readonly<Record<string, string>> = {
  // printf's own words for what is no number, on Linux and on Windows (where 1.#INF with one digit is rounded to 1.$; any
  // digit will do as well): a stats line with one is still a stats line.
  NUMBER:
    '[-+]?(?:\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|[nN][aA][nN](?:\\([a-z]*\\))?|[iI][nN][fF](?:inity)?|\\d\\.(?:#[A-Z]+\\d*|\\$))',
  COUNT: '\\d+',
  DNA: '[0-9A-Fa-f]{24}',
  WORD: '\\S+',
  TEXT: '.*',
  DATE: '\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\]',
};

const valuePattern = /%\{([A-Z]+)(?::([A-Za-z]+)(?::([^}]+))?)?\}/g;

/** Longer lines are no line of any format; they are not looked at, so that no pattern can take long. */
export const longestLine = 2000;

/**
 * Compiles a bitstream's pattern: `%{KIND:name}` becomes a named group, `%{UNIT:clock}` a group `clockUnit` for any
 * spelling of that gauge's unit, `%{NUMBER:clock:kHz}` a number in this unit, `%{EACH}` what is read card by card; the whole must match the whole line.
 *
 * @throws SyntaxError naming the pattern where it is no regular expression or names an unknown kind.
 */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${patternSource(pattern)})$`);
}

/**
 * The pattern as a regular expression's source.
 *
 * @throws SyntaxError naming the pattern where it names an unknown kind
 */
export function patternSource(pattern: string): string {
  return pattern.replace(
    valuePattern,
    (_, kind: string, name: string | undefined, unit: string | undefined) => {
      if (kind === 'EACH' && name === undefined) return '(?<each>.*?)';
      if (unit !== undefined && !isUnitOf(name, unit))
        throw new SyntaxError(`${unit} in the pattern ${pattern} is no unit of ${name}`);
      if (kind === 'UNIT' && name !== undefined && isGaugeName(name))
        return `(?<${name}Unit>${spellingPattern(gauges[name].spelling)})`;
      const body = kinds[kind];
      if (body === undefined) throw new SyntaxError(`%{${kind}} in the pattern ${pattern} is no known kind`);
      return name === undefined ? `(?:${body})` : `(?<${name}>${body})`;
    },
  );
}

/** The units that a pattern states of its numbers, as fields of each line. */
export function statedUnits(pattern: string): ReadonlyMap<string, string> {
  const stated = [...pattern.matchAll(valuePattern)].flatMap(([, , name = '', unit]) =>
    unit === undefined ? [] : [[`${name}Unit`, unit] as const],
  );
  return new Map(stated);
}

/** What may stand in a regular expression beside groups, and the groups that hold what they match. */
const groupStart = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?<([A-Za-z]\w*)>|(?!\?))/g;

/**
 * The same expression with groups that have numbers for names, which is faster: no object is made of them at each match.
 *
 * @returns with the number of each name's group
 */
export function numbered(named: RegExp): { expression: RegExp; places: ReadonlyMap<string, number> } {
  const places = new Map<string, number>();
  let groups = 0;
  const source = named.source.replace(groupStart, (text, name: string | undefined) => {
    if (!text.startsWith('(')) return text;
    groups += 1;
    if (name === undefined) return text;
    places.set(name, groups);
    return '(';
  });
  // What a named group matched can be asked for again by its name only.
  const expression = /\\k</.test(named.source) ? named : new RegExp(source, named.flags);
  return { expression, places };
}

function isUnitOf(name: string | undefined, unit: string): boolean {
  return name !== undefined && isGaugeName(name) && printedExponent(name, unit) !== null;
}
