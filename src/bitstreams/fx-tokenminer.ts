/**
 * What the fx-tokenminer programs print whatever they mine. Only the positions of the words in a stats line are
 * certain, not the words: `[2]` hashrate, `[3]` clock in brackets of any kind, `[5]` errors, `[6]` temperature,
 * `[7]` core voltage. So the line is read by the shape of these, and by how many words it has.
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
    '[^\\s\\d]%{NUMBER:clock}MHz[^\\s\\d]\\s+\\S+\\s+%{NUMBER:errorRatio}%\\s+%{NUMBER:temperature}C\\s+' +
    '%{NUMBER:coreVoltage}V\\s+\\S+',
  known: [
    "Found \\d+ valid FPGA's\\.",
    'New challenge received from pool',
    'Received [+-] character: Current clock code = \\d+',
    'Requesting clock speed .*',
  ],
} as const;
