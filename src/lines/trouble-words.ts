/** That something is wrong, in the words of many programs. */
const words =
  /\b(?:errors?|fail(?:ed|s|ure|ures|ing)?|reject(?:ed|s)?|invalid|incorrect|stale|time[- ]?out|timed out|disconnect(?:ed|ing)?|lost|refused|unreachable|overheat(?:ed|ing)?|too hot|over ?temp\w*|abort(?:ed|ing)?|panic|fatal|exception|crash(?:ed)?|segmentation fault|core dumped|watchdog|warning|can(?:no|')t|could not|couldn't|unable|no (?:route|response|answer)|not (?:found|responding|connected))\b/i;

/** Counts, ratios and the titles of columns, which tell of nothing that has just happened: `Errors: 0.12%`, `0 rejected`, `Stale=3`. */
const counted =
  /\b(?:hw |hardware )?(?:errors?|fail(?:ed|s|ures?)?|reject(?:ed|s)?|invalid|incorrect|stales?|lost)\b\W{0,3}\d[\d.,/]*\s?%?|(?<![:.\w])\d[\d.,]*\s?%?\s(?:hw |hardware )?(?:errors?|fail(?:ed|ures?)|reject(?:ed|s)|invalid|incorrect|stales?|lost)\b|\b(?:errors?|rejects?|stales?|invalid)\b\s*\([^)]{0,8}\)/gi;

/** A longer line is looked at no further. */
const longest = 512;

/** Whether a line that nobody understands reads as if something went wrong. */
export function soundsLikeTrouble(text: string): boolean {
  const start = text.slice(0, longest);
  return words.test(start) && words.test(start.replace(counted, ' '));
}

/** The line in a quiet colour when it sounds like trouble; one that has colours of its own stays as it is. */
export function markTrouble(line: string): string {
  return !line.includes('\x1b') && soundsLikeTrouble(line) ? `\x1b[33m${line}\x1b[39m` : line;
}
