import { patternSource } from './pattern.ts';

/** How far along a line, which none of the patterns matches, the nearest one of them goes. */
export function nearestMatch(patterns: readonly string[], line: string): string {
  return patterns
    .map((pattern) => longestStart(patternSource(pattern), line))
    .reduce((longest, start) => (start.length > longest.length ? start : longest), '');
}

/** What the longest start of the pattern matches that is a pattern itself. */
function longestStart(source: string, line: string): string {
  for (let end = source.length; end > 0; end -= 1) {
    const match = compiled(source.slice(0, end))?.exec(line);
    if (match !== undefined && match !== null) return match[0];
  }
  return '';
}

/** `null` for half a group, half an escape and the like. */
function compiled(source: string): RegExp | null {
  try {
    return new RegExp(`^(?:${source})`);
  } catch {
    return null;
  }
}
