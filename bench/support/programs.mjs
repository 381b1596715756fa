// The programs that get a flood: this one in each of its ways, and its neighbours.
/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} label
 * @property {string} [needs] what must be there to run it
 * @property {string} [install]
 * @property {'null' | 'terminal'} [where] what stdout is
 * @property {(bench: {readonly input: string, readonly copy: string, readonly regex: string, readonly rules: string}) => string[]} command
 */

/** Numbers of a miner's line, as one regular expression takes them; the whole of what mtail and the Node copy read. */
const numbers = String.raw`(?<rate>\d+\.\d+) ?[GK]H\/s`;
const rest = String.raw`(?<temperature>\d+\.\d+)C (?<voltage>\d+\.\d+)V`;
/** @type {Readonly<Record<string, string>>} */
const regexes = {
  '0xbtc': String.raw`(?<card>FPGA\d+): ${numbers} \((?<clock>\d+)MHz\) Err: (?<errors>\d+\.\d+)% ${rest} Soln: (?<good>\d+)\/(?<all>\d+)`,
  rb4: String.raw`(?<card>FPGA\d+): ${numbers} \((?<clock>\d+)MHz\) Err: (?<errors>\d+\.\d+)% ${rest} Soln: (?<good>\d+)\/(?<all>\d+)`,
  nimiq: String.raw`\[(?<card>[0-9A-F]+)\] Hash: ${numbers} \[(?<clock>\d+) MHz \d+ MHz ${rest}\] Err: (?<errors>\d+\.\d+)%  Soln: (?<good>\d+)\/(?<all>\d+)`,
  'whitefire-table': String.raw`\| (?<card>\d+) +\| \S+ +\| (?<clock>\d+) +\| (?<voltage>[\d.]+) +\| (?<temperature>[\d.]+) +\| (?<rate>[\d.]+) +\| (?<good>\d+) +\| (?<all>\d+) +\| (?<errors>[\d.]+)`,
};

/** @param {string} format */
export function regexOf(format) {
  const regex = regexes[format];
  if (regex === undefined) throw new Error(`no regular expression for ${format}`);
  return regex;
}

/** mtail's program for the same. @param {string} regex */
export function mtailRules(regex) {
  const gauges = ['rate', 'clock', 'errors', 'temperature', 'voltage', 'good', 'all'];
  const declared = gauges.map((name) => `gauge ${name} by card\n`).join('');
  const set = gauges.map((name) => `  ${name}[$card] = $${name}\n`).join('');
  return `counter lines_total\n${declared}/${regex.replaceAll('(?<', '(?P<')}/ {\n${set}}\n/$/ {\n  lines_total++\n}\n`;
}

const copies = `const f=require('node:fs');process.stdin.pipe(f.createWriteStream(process.argv[1]));process.stdin.pipe(process.stdout);`;
const reads = `let n=0;const r=new RegExp(process.argv[2]);process.stdin.pipe(require('split2')()).on('data',(line)=>{const m=r.exec(line);if(m!==null)n+=Number(m.groups.rate)});`;
const served = ['--host', '127.0.0.1', '-p', '0'];

/**
 * @param {string} program the built one
 * @returns {readonly Program[]}
 */
export function programs(program) {
  const node = process.execPath;
  return [
    { name: 'tee', label: 'tee', needs: 'tee', command: ({ copy }) => ['tee', copy] },
    {
      name: 'pv',
      label: 'pv | tee',
      needs: 'pv',
      install: 'apt-get install pv',
      command: ({ copy }) => ['sh', '-c', 'pv -q | tee "$0"', copy],
    },
    {
      name: 's6-log',
      label: 's6-log',
      needs: 's6-log',
      install: 'apt-get install s6',
      command: ({ copy }) => ['s6-log', 's99999999', 'n20', `${copy}.d`],
    },
    {
      name: 'mtail',
      label: 'mtail (one file, no copy)',
      needs: 'mtail',
      install: 'apt-get install mtail',
      command: ({ input, rules }) => ['mtail', '-one_shot', '-progs', rules, '-logs', input],
    },
    { name: 'copy', label: 'Node: copy', command: ({ copy }) => [node, '-e', copies, copy] },
    {
      name: 'split2',
      label: 'Node: copy, split2, a regex',
      command: ({ copy, regex }) => [node, '-e', copies + reads, copy, regex],
    },
    {
      name: 'pipe',
      label: 'fpga-tee',
      command: ({ copy }) => [node, program, ...served, '--plain', '-o', copy],
    },
    {
      name: 'panel',
      label: 'fpga-tee, with the panel',
      where: 'terminal',
      command: ({ copy }) => [node, program, ...served, '-o', copy],
    },
    { name: 'check', label: 'fpga-tee check', command: ({ input }) => [node, program, 'check', input] },
    {
      name: 'once',
      label: 'fpga-tee -m --once',
      command: ({ input }) => [node, program, '-m', input, '--once', '--plain'],
    },
  ];
}
