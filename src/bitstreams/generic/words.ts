/** What no line of statistics says: settings, limits, benchmarks, what is being prepared, other people's hashrates. */
const noStatistics =
  /\b(?:benchmark\w*|limit|set(?:ting)? to|difficulty|trying|expected|tmax|tdp|driver|threshold|downclock\w*|capability|best share|incorrect|restart(?:ing)?|uvolt|new job|submitted|last \d+ ?(?:s|sec|m|min|h|hours?)|effective|estimated|reported|theoretical|luck|global|worldwide|devfee|dev fee|profit\w*|watchdog|dag|generating|loading|(?:down|up)load\w*)\b/i;

/** Words before a number that make it another thing than the value it looks like. */
const otherThing =
  /(?:\b|_)(?:avg|avr|average|mean|pool|net|network|chain|peers?|max|maximum|min|eff\w*|diff\w*|\d+s|\d+m|\d+h|mem\w*|mc|mclk|vram|vrm?|pcb|psu|inlet|outlet|ambient|room|junc\w*|tjct|hot ?spot|target|goal|best|peak|session|lifetime|nominal|rated|cap|pl|hi|lo)\b[^\d]*$|\+\/-\s*$|(?<![-=])[<>~≤≥]\s*$|[-–]\s*$(?<=\d\s*[-–]\s*)/i;

/** What stands behind a number, before the next one, and makes it another thing. */
const otherThingBehind =
  /^\s*[([]?\s*(?:avg|avr|average|mean|max|peak|pool|network|effective|estimated)\s*(?:[)\],.;|]|$)/i;

/** Whether nothing of such a line is a value of now. */
export function isNoStatistics(line: string): boolean {
  return noStatistics.test(line);
}

/** Whether a number is another thing than what it looks like, by the words between it and the last, and by what follows. */
export function isOtherThing(before: string, behind: string): boolean {
  return otherThing.test(before) || otherThingBehind.test(behind);
}
