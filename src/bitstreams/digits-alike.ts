/** What holds digits in an expression's source and means none, or each of them. */
const harmless = /\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[^1-9k]|\{\d+(?:,\d*)?\}|0-9/g;

/**
 * Whether an expression takes one digit as well as another: then it matches every line that differs only in digits from one
 * that it matches, with the same groups in the same places, and no line that differs so from one that it does not match.
 *
 * @param source of an expression; false where it asks for a certain digit, or for the same text twice
 */
export function takesDigitsAlike(source: string): boolean {
  return !/[0-9]|\\k/.test(source.replace(harmless, ''));
}
