// What was measured, as people read it.

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {number} value
 * @property {string} bound as it is written: `≤ 1.6`
 * @property {boolean} met
 */

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} columns
 * @property {readonly {readonly name: string, readonly values: readonly (number | null)[]}[]} rows a value for each column
 * @property {readonly Goal[]} goals
 * @property {readonly string[]} notes
 */

/**
 * @param {string} what
 * @param {number} value
 * @param {number} bound
 * @returns {Goal}
 */
export function atMost(what, value, bound) {
  return { what, value, bound: `≤ ${bound}`, met: value <= bound };
}

/**
 * @param {string} what
 * @param {number} value
 * @param {number} bound
 * @returns {Goal}
 */
export function atLeast(what, value, bound) {
  return { what, value, bound: `≥ ${bound}`, met: value >= bound };
}

/** @param {Table} table */
export function printTable({ title, columns, rows, goals, notes }) {
  const lines = [`\n${title}`];
  if (rows.length > 0) lines.push(line('', columns));
  for (const { name, values } of rows) lines.push(line(name, values.map(shortened)));
  for (const note of notes) lines.push(`  ${note}`);
  for (const { what, value, bound, met } of goals)
    lines.push(
      `  ${met ? 'met   ' : 'MISSED'}  ${what.padEnd(52)}${shortened(value).padStart(8)}   goal ${bound}`,
    );
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * @param {string} name
 * @param {readonly string[]} cells
 */
function line(name, cells) {
  return `  ${name.padEnd(30)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}

/** @param {number | null} value */
function shortened(value) {
  if (value === null) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}
