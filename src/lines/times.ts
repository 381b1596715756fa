/*
 * Times that other programs put in front of a miner's lines, and what they say behind the time of where a line comes from.
 */

const clock = '\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const zone = '(?: ?(?:Z|UTC|[+-]\\d\\d(?::?\\d\\d)?))?';
const date = '(?:\\d{4}[-/.]\\d\\d[-/.]\\d\\d|\\d\\d[-/.]\\d\\d[-/.]\\d{4})';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const weekday = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?';

const times = [
  // ISO 8601 and its like: --log-timestamps, `ts '%FT%TZ'`, docker logs -t, CRI, rsyslog, journalctl -o short-iso and short-full.
  `${weekday}${date}[T ]${clock}${zone}`,
  // RFC 5424, whose header goes on behind the time.
  `<\\d{1,3}>\\d{1,3} ${date}T${clock}${zone}`,
  // `ts`, RFC 3164, journalctl -o short and short-precise.
  `(?:<\\d{1,3}>)?${weekday}${month} [ \\d]\\d ${clock}(?: \\d{4})?`,
  // `ts -i` and `ts -s`.
  clock,
  // Seconds or milliseconds since 1970, seconds since the start: `ts %s`, `ts %.s`, journalctl -o short-unix.
  '\\d{10}(?:\\d{3})?',
  '\\d{1,10}\\.\\d{3,9}',
  // journalctl -o short-monotonic and short-delta; the brackets are below.
  ' *\\d{1,10}\\.\\d{3,9}(?: <[ \\d.]{1,20}>)?',
  // TAI64 and TAI64N: multilog, s6-log.
  '@[0-9a-f]{16}(?:[0-9a-f]{8})?',
].join('|');

/** A time in front of a line, or in brackets there, and the blanks behind it; a line may have nothing else. */
const time = new RegExp(`^(?:(?:${times})|\\[(?:${times})\\]):?(?:\\s+|$)`);

/** What stands behind the time. */
const sender = new RegExp(
  [
    // CRI: the stream, and that the line is a whole one.
    '^(?:stdout|stderr) F(?: |$)',
    // RFC 5424: host, program, process, kind of message, data; a mark of the encoding.
    '^(?:\\S+ ){4}(?:-|(?:\\[(?:[^\\]\\\\]|\\\\.)*\\])+)(?: \\ufeff?|$)',
    // syslog, journalctl: the zone by its name, the host, the program with its process. No program is a number: `card 1:`.
    '^(?:[A-Z]{2,5} )?[\\w.-]+ (?!\\d+:)[^\\s:[\\]]+(?:\\[\\d+\\])?:(?:\\s|$)',
  ].join('|'),
);

/** Times in front of one line: a program's behind that of the one that took its output. */
const mostTimes = 3;

/**
 * What a line may be without the times in front of it, the next guess first: a time that looks like one in front of the
 * line may as well be a word of the miner's own.
 */
export function withoutTimes(line: string): readonly string[] {
  const found: string[] = [];
  let rest = line;
  for (let taken = 0; taken < mostTimes; taken += 1) {
    const [head] = time.exec(rest) ?? [];
    if (head === undefined) break;
    rest = rest.slice(head.length);
    found.push(rest);
    const [said] = sender.exec(rest) ?? [];
    if (said === undefined) continue;
    rest = rest.slice(said.length).trimStart();
    found.push(rest);
  }
  return found;
}
