import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/options/parse.ts';
import { jobs } from '../../../src/options/row.ts';
import { variableOf } from '../../../src/options/settings/environment.ts';
import { isSetting } from '../../../src/options/settings/is-setting.ts';
import { optionsOf } from '../../../src/options/table.ts';
import { UsageError } from '../../../src/values/usage-error.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Variables = Readonly<Record<string, string>>;

/** What is said of a command line, with what stands in the environment and in a configuration file. */
function saidOf(args: readonly string[], environment: Variables = {}, config: string | null = null): string {
  if (config !== null) writeFileSync(path.join(folder, 'config.yaml'), config);
  const file = config === null ? [] : ['--config', path.join(folder, 'config.yaml')];
  const [command, ...rest] = args[0] === 'run' ? args : ['', ...args];
  const words = [...(command ? [command] : []), ...file, ...rest];
  try {
    parseCommandLine(words, false, { environment, folder: null });
    return 'nothing';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replaceAll(`${folder}${path.sep}`, '');
  }
}

const value = '!wrong!';
const settings = optionsOf(...jobs).filter(isSetting);
/** A text that is right for the reader may be wrong for who uses it: those are in the tables below. */
const settingsWithValues = settings.filter(
  ({ reader, needs }) => reader?.read(value) === null && needs === undefined,
);
const switches = settings.filter(({ reader, off }) => reader === undefined && off?.only !== true);

describe('a value that is wrong is told of with the place where it stands', () => {
  test.each(settingsWithValues)('$name', ({ name, commands }) => {
    const [front, end] = commands.includes('tee') ? [[], []] : [['run'], ['--', 'miner']];
    const typed = saidOf([...front, `--${name}`, value, ...end]);
    const variable = saidOf([...front, ...end], { [variableOf(name)]: value });
    const file = saidOf([...front, ...end], {}, `# mine\n${name}: '${value}'\n`);
    expect(typed).toMatch(new RegExp(`^--${name} ${value}: `));
    expect(variable).toMatch(new RegExp(`^${variableOf(name)}=${value}: `));
    expect(file).toMatch(new RegExp(`^config\\.yaml:2:${name.length + 3}: ${name}\\b.*${value}`));
    for (const words of [typed, variable, file]) expect(words.slice(2)).not.toMatch(/--(?!help)/);
  });

  test.each(switches)('$name', ({ name }) => {
    expect(saidOf([], { [variableOf(name)]: value })).toBe(`${variableOf(name)}=${value}: give 1 or 0`);
    expect(saidOf([], {}, `${name}: ${value.slice(1)}\n`)).toMatch(
      /^config\.yaml:1:\d+: .*not true or false/,
    );
  });
});

test.each<[Variables, string]>([
  [{ FPGA_TEE_CARD: 'a,a' }, 'FPGA_TEE_CARD=a: the name a is given twice; cards need different ones'],
  [{ FPGA_TEE_CARD: 'x=a' }, 'FPGA_TEE_CARD=x=a: x is neither a DNA'],
  [{ FPGA_TEE_LOG_KEEP: '3' }, 'FPGA_TEE_LOG_KEEP=3: without --log-max-size there are no old logs'],
  [{ FPGA_TEE_POOL: 'https://a' }, 'FPGA_TEE_POOL is given once and --pool-address 0 times'],
  [{ FPGA_TEE_POOL: 'ftp://a', FPGA_TEE_POOL_ADDRESS: 'x' }, 'FPGA_TEE_POOL=ftp://a: not a URL'],
  [
    { FPGA_TEE_FORMAT: 'nowhere.yaml' },
    'FPGA_TEE_FORMAT=nowhere.yaml: no such file; fpga-tee formats lists those that there are',
  ],
  [{ FPGA_TEE_ONLY: 'all' }, 'FPGA_TEE_ONLY=all: give trouble'],
])('%j is told of as the variable that it is', (environment, words) => {
  expect(saidOf([], environment)).toContain(words);
});

test.each([
  ['log-keep: 3', 'config.yaml:1:11: log-keep 3: without --log-max-size there are no old logs; give both'],
  ['plain: true\nformat: nowhere.yaml', 'config.yaml:2:9: format nowhere.yaml: no such file'],
  ["format: ''", 'config.yaml:1:9: format: an empty text where a file should be'],
  ['cards: [a, a]', 'config.yaml:1:8: cards: the name a is given twice'],
  ['pool-address: 0x1', 'config.yaml:1:1: pool-address: give pools in its place'],
  ['log-queue: 1K', "config.yaml:1:12: log-queue: '1K' is not a size of 64K or more, such as 64M"],
])('%j is told of with line and column', (config, words) => {
  expect(saidOf([], {}, config)).toContain(words);
});

test('a web configuration is called by the place that names it', () => {
  const called = (args: readonly string[], environment: Variables = {}) => {
    const command = parseCommandLine(args, false, { environment, folder: null });
    return command.command === 'tee' ? command.options.webConfigFrom.replace(folder, '') : null;
  };
  expect(called(['--web-config', 'web.yml'])).toBe('--web-config');
  expect(called([], { FPGA_TEE_WEB_CONFIG: 'web.yml' })).toBe('FPGA_TEE_WEB_CONFIG:');
  writeFileSync(path.join(folder, 'config.yaml'), 'web-config: web.yml\n');
  expect(called(['--config', path.join(folder, 'config.yaml')])).toBe(
    `${path.sep}config.yaml:1:13: web-config:`,
  );
});

test('of what is typed beside it, it is said as it was typed', () => {
  expect(saidOf(['--log-keep', '3'], { FPGA_TEE_PORT: '1' })).toMatch(/^--log-keep 3: without/);
});
