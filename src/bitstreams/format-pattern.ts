import { gaugeNames } from '../readings/gauges.ts';
import { didYouMean } from '../values/usage-error.ts';
import { exponentialPart } from './exponential.ts';
import { compilePattern } from './pattern.ts';
import { growthOf } from './polynomial.ts';

/** What a pattern of each kind of line may name. */
export const valueNames = {
  stats: [
    ...gaugeNames,
    'dna',
    'index',
    'device',
    'solutionsGood',
    'solutionsBad',
    'solutionsTotal',
    'sharesGood',
    'sharesBad',
    'sharesTotal',
    'sharesStale',
    'algorithm',
  ],
  process: [
    'hashrate',
    'power',
    'sharesGood',
    'sharesBad',
    'sharesTotal',
    'sharesStale',
    'algorithm',
    'each',
  ],
  shares: ['sharesGood', 'sharesBad', 'sharesTotal'],
  failures: ['reason'],
  cardNamed: ['dna'],
  known: ['algorithm'],
  nothing: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** So many repetitions may share a run of one character: see {@link growthOf}. */
const most = 2;

/** Names of pieces of patterns, and what they stand for. */
export type Definitions = Readonly<Record<string, string>>;

/** The pattern with the pieces that its file defines put in their places. */
export function withDefinitions(pattern: string, definitions: Definitions): string {
  return pattern.replace(/%\{([A-Z]+)\}/g, (as, name: string) =>
    Object.hasOwn(definitions, name) ? `(?:${definitions[name]})` : as,
  );
}

/** The expression itself is longer than what the user wrote. */
function noPattern(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const why = /^Invalid regular expression: \/[\s\S]*\/\w*: ([^/]*)$/.exec(words)?.[1];
  return why === undefined
    ? words
    : `no pattern: ${why.charAt(0).toLowerCase()}${why.slice(1)}; what is meant as it stands of . ( ) [ ] { } * + ? | ^ $ needs a \\ in front`;
}

/** What is wrong with a pattern that stands in a file; `null` when it is right. */
export function patternProblem(pattern: string, names: readonly string[]): string | null {
  let compiled: RegExp;
  try {
    compiled = compilePattern(pattern);
  } catch (error) {
    return noPattern(error);
  }
  for (const [, name = ''] of compiled.source.matchAll(/\(\?<([A-Za-z]\w*)>/g)) {
    if (names.includes(name.replace(/Unit$/, ''))) continue;
    const hint = didYouMean(name, names);
    return `nothing reads a value '${name}' here; ${hint || (names.length === 0 ? 'leave its name out' : `there are ${names.join(', ')}`)}`;
  }
  const slow = exponentialPart(compiled.source);
  if (slow !== null)
    return `'${slow}' repeats what can match the same text in several ways, which can take for ever; begin what is repeated with a character that nothing else in it matches, and repeat only one thing in it`;
  const { degree, character } = growthOf(compiled.source);
  return degree <= most
    ? null
    : `${degree} repetitions in it can all match a run of ${JSON.stringify(character)}, so that a long line can take seconds; let them match less, such as \\S+ or [^,]* in place of .*`;
}
