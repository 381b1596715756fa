/** What `°C` or `℃` can become on its way to us: its sign alone, a sign in its place, or UTF-8 read as Windows-1252. */
const brokenDegree = "(?:(?:Â?[°º˚]|[\ufffd'`^~*?]{1,3})[cC]?|â„ƒ)";

/**
 * What the fx-tokenminer programs print whatever they mine. Only the positions of the words in a stats line are
 * certain, not the words: `[2]` hashrate, `[3]` clock in brackets of any kind, `[5]` errors, `[6]` temperature,
 * `[7]` core voltage. So the line is read by how many words it has, and by the order of these kinds, in any spelling of
 * their units.
 */
export const fxTokenMiner = {
  banner: 'FXTokenMiner v\\S+',
  cardNamed: ['Card with DNA %{DNA:dna} selected and locked\\.'],
  /**
   * Words 0 to 8 of a stats line: `[DNA] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln:`. Word 0 may be any, but
   * not a piece of a DNA, nor one line's beginning stuck to another: such a line would be taken for another card's.
   */
  statsWords:
    '(?:\\[%{DNA:dna}\\]|\\[(?![0-9A-Fa-f]{8,}\\])[^\\s[\\]]*\\]|[^\\s[\\]]+)\\s+(?:FPGA%{COUNT:index}:|\\S+)\\s+%{NUMBER:hashrate}%{UNIT:hashrate}\\s+' +
    '[^\\s\\d]%{NUMBER:clock}%{UNIT:clock}[^\\s\\d]\\s+\\S+\\s+%{NUMBER:errorRatio}%{UNIT:errorRatio}\\s+' +
    `%{NUMBER:temperature}(?:%{UNIT:temperature}|${brokenDegree})\\s+` +
    '%{NUMBER:coreVoltage}%{UNIT:coreVoltage}\\s+\\S+',
  known: [
    "Found \\d+ valid FPGA's\\.",
    'New challenge received from pool',
    'Received [+-] character: Current clock code = \\d+',
    'Requesting clock speed .*',
  ],
} as const;
