/*
 * SGR, "Select Graphic Rendition": ECMA-48, 8.3.117; its colours of 256 and 16 million in ITU-T T.416, 13.1.8, written with
 * semicolons by most programs.
 */

/**
 * Bold, faint, italic, underlined (in its styles), inverse, struck out, their ends, and colours. Not so: blinking (5, 6),
 * concealed (8), which hides text from whoever copies it, other fonts (10 to 20), frames (51 to 54) and the rest.
 */
const allowed = new RegExp(
  [
    '(?:^|;)(?:',
    '[345]8(?:;5;\\d{1,3}|;2(?:;\\d{1,3}){3}|:[25]:[0-9:]{1,24})',
    '|4:[0-5]',
    '|0{0,2}(?:[0-479]|2[1-57-9]|[34][0-79]|59|9[0-7]|10[0-7])?',
    ')(?=;|$)',
  ].join(''),
  'g',
);

/** The plain ones, by far the most: nothing is to be left out. */
const usual = /^(?:0?[0-4]?|(?:0?[01];)?[349][0-7]|(?:[349][0-7];)0?1)$/;

/**
 * The sequence that sets what is harmless of it; `''` when nothing is.
 *
 * @param parameters what stands between CSI and `m`: digits, `;` and `:`
 */
export function safeColour(parameters: string): string {
  if (usual.test(parameters)) return `\x1b[${parameters}m`;
  const kept = parameters.match(allowed);
  return kept === null ? '' : `\x1b[${kept.join('').replace(/^;/, '')}m`;
}
