/** What logs put in front of their lines besides a time: levels, threads, who speaks. Each is taken off once, in this order. */
const prefixes: readonly RegExp[] = [
  // `(2024/Apr/14)(21:14:07)(i)`
  /^\(\d{4}\/[A-Z][a-z]{2}\/\d\d\)\(\d\d:\d\d:\d\d\)(?:\([a-z]\))?(?= -)/,
  // Rust: `[2022-05-01T10:00:01Z INFO  kaspa_miner::miner]`
  /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\s+[A-Z]+\s+[\w:]+\]/,
  // The time itself, in the forms that are a logger's own; some have the time since the start in front of it.
  /^(?:\d\d:\d\d:\d\d(?= \[\d{4}-))?\s*\[?(?:\d{4}[-./]?\d\d[-./]?\d\d|\d\d-\d\d)?[ T:]?\d\d:\d\d:\d\d(?:[.,:]\d{1,6})?\]?:?(?=\s|$|\[)/,
  /^\s+[0-9a-f]{3,5}(?=\s)/,
  /^\s*\[0x[0-9a-f]+\]/i,
  /^\s*[[<]?(?:trace|debug|info|notice|warn(?:ing)?|error|statistics)[\]>]?:?(?=\s)/i,
  /^\s*-(?=\s)/,
];

/** ethminer's channel, time and thread: `m 16:05:38 main`, ` m  14:14:31|main `. */
const channel = /^\s*(?:m|i|cl|cu|sq|ℹ|cp)\s+\d\d:\d\d:\d\d[ |]\s*[\w-]+(?=\s|$)/;

/** The line without what a logger has put in front of it; blanks inside stay, so that columns stay in line. */
export function withoutLogPrefix(line: string): string {
  if (channel.test(line)) return line.replace(channel, '');
  return prefixes.reduce((rest, prefix) => rest.replace(prefix, ''), line);
}
