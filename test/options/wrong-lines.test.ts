import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/options/parse.ts';
import { UsageError } from '../../src/values/usage-error.ts';

function problemOf(args: readonly string[]): string {
  try {
    parseCommandLine(args, false);
    return '';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

/** What is given, and what the line must say of it: the option, the value, and the way out. */
const wrong: readonly (readonly [args: readonly string[], ...says: string[]])[] = [
  [['--port'], '--port', 'needs a value', '9091'],
  [['-p'], '-p', 'needs a value'],
  [['--port='], '--port', 'needs a value'],
  [['--port', '65536'], '--port 65536', '65535'],
  [['--port', '-1'], '--port', '-1'],
  [['--port', '1.5'], '--port 1.5', '65535'],
  [['--port', '9090', '--port', '9091'], '--port', 'twice'],
  [['--bitstream', 'foo'], '--bitstream foo', '0xbtc, rb4, nimiq'],
  [['-b', 'nimq'], 'nimq', 'did you mean nimiq?'],
  [['--bitstream'], '--bitstream', 'needs a value', '0xbtc'],
  [['--stale-after', '5x'], '--stale-after 5x', '90s'],
  [['--stale-after', '5'], '--stale-after 5', '90s'],
  [['--stale-after', '0s'], '--stale-after 0s', '90s'],
  [['--stale-after'], '--stale-after', 'needs a value'],
  [['--log'], '--log', 'needs a value'],
  [['--card', 'a,a'], '--card a', 'twice'],
  [['--card', ''], '--card'],
  [['--card', 'xyz=name'], '--card xyz=name', 'DNA'],
  [['--unheard-of'], '--unheard-of', 'unknown option', '--help'],
  [['--prot', '9091'], '--prot', 'did you mean --port?'],
  [['--plian'], '--plian', 'did you mean --plain?'],
  [['-x'], '-x', 'unknown option'],
  [['--no-port'], '--no-port', 'unknown option'],
  [['--rate', '5'], '--rate', 'fpga-tee simulate'],
  [['chekc', 'x.log'], 'chekc', 'did you mean fpga-tee check?'],
  [['check'], 'check', 'hashrates.log'],
  [['check', '-b', 'foo', 'x.log'], '--bitstream foo', '0xbtc, rb4, nimiq'],
  [['check', '--port', '1', 'x.log'], '--port', 'not of this command'],
  [['simulate', '--cards', '0'], '--cards 0', '1 to 64'],
  [['simulate', '--cards', 'many'], '--cards many', '1 to 64'],
  [['simulate', '--rate', 'fast'], '--rate fast'],
  [['simulate', '--lines', '-5'], '--lines'],
  [['simulate', '--seed', 'x'], '--seed x'],
  [['simulate', '-b', 'auto'], '--bitstream auto', 'rb4'],
  [['simulate', 'nimiq'], 'nimiq', '--help'],
];

test.each(wrong.map(([args, ...says]) => ({ args, says })))('$args is told in one line', ({ args, says }) => {
  const problem = problemOf(args);
  expect(problem).toMatch(/^[^\n]+$/);
  for (const text of says) expect(problem).toContain(text);
});

test.each([
  [['--help'], 'tee'],
  [['-h'], 'tee'],
  [['--unheard-of', '-h', '--plain'], 'tee'],
  [['simulate', '--rate', '--help'], 'simulate'],
])('%j asks for help, whatever else is wrong', (args, of) => {
  expect(parseCommandLine(args, false)).toMatchObject({ command: 'help', of });
});

test.each([[['--version']], [['-v']], [['check', '--version']]])('%j asks for the version', (args) => {
  expect(parseCommandLine(args, false)).toEqual({ command: 'version' });
});
