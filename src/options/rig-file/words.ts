/** What a command line in one string comes to. */
export type Words =
  | { readonly type: 'words'; readonly words: readonly string[] }
  /** `wayOut` is for who writes a file. */
  | { readonly type: 'problem'; readonly message: string; readonly wayOut?: string };

/**
 * Cuts a command line into words as a shell does, with quotes and backslashes, and with nothing else of a shell: what
 * would need one is a problem, not a word.
 */
export function wordsOf(line: string): Words {
  const words: string[] = [];
  let word: string | null = null;
  let rest = line;
  while (rest !== '') {
    const match =
      /^(?:(?<space>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|\\(?<escaped>[\s\S])|(?<plain>[^\s'"\\]+))/.exec(
        rest,
      );
    if (match?.groups === undefined) {
      const open = rest.startsWith('\\') ? 'a backslash at the end' : `a quote ${rest[0]} that is not closed`;
      return { type: 'problem', message: open };
    }
    const { space, single, double, escaped, plain } = match.groups;
    rest = rest.slice(match[0].length);
    if (space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const operator = plain === undefined ? null : /[|&;<>`]|\$\(/.exec(plain);
    if (operator !== null) {
      return {
        type: 'problem',
        message: `'${operator[0]}' needs a shell`,
        wayOut: "quote it, or give the list [sh, -c, '…'] as the command",
      };
    }
    word = (word ?? '') + (single ?? escaped ?? plain ?? double?.replace(/\\(["\\$`])/g, '$1') ?? '');
  }
  if (word !== null) words.push(word);
  return { type: 'words', words };
}
