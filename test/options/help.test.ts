import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { GivenOptions } from '../../src/options/given.ts';
import { briefHelpOf, explainedOptions, helpOf, introOf, shortUsage } from '../../src/options/help.ts';
import { overview } from '../../src/options/overview.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { type CommandName, exampleOf, subcommands } from '../../src/options/row.ts';
import { optionsOf, optionTable } from '../../src/options/table.ts';

describe.each(['tee', ...subcommands] as const)('all of the help of %s', (command) => {
  const help = helpOf(command);

  test('fits into 80 columns, and has no blanks at the ends of lines', () => {
    for (const line of [...help.split('\n'), ...briefHelpOf(command).split('\n')]) {
      expect(line.length, line).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
    expect(help).toMatch(/[^\n]\n$/);
  });

  test('names every option in all its forms', () => {
    for (const option of optionsOf(command)) {
      const forms = [
        ...(option.off?.only === true ? [] : [option.name, ...(option.aliases ?? [])]).map(
          (name) => `--${name}`,
        ),
        ...(option.short === undefined ? [] : [`-${option.short}, --`]),
        ...(option.off === undefined ? [] : [`--no-${option.name}`]),
      ];
      for (const form of forms) expect(help).toContain(form);
      if (option.reader !== undefined) expect(help).toContain(` ${option.reader.placeholder}`);
    }
  });

  test('explains every option to its last word', () => {
    const words = help.replace(/\s+/g, ' ');
    for (const row of explainedOptions(command)) {
      expect(row.help).not.toBe('');
      expect(words).toContain(`${row.names} ${row.help}`);
    }
  });

  test('names no option that the command does not have', () => {
    const named = [...help.matchAll(/^ {2}(?:-\w, )?--(?:no-)?([a-z-]+)/gm)].map(([, name]) => name);
    const had = optionsOf(command, ...(command === 'tee' ? (['follow'] as const) : [])).map(
      ({ name }) => name,
    );
    expect(had).toEqual(expect.arrayContaining(named));
    expect(named.length).toBeGreaterThan(0);
  });
});

test('its head ends with the last way to call the program', () => {
  expect(introOf('tee')).toMatch(/\n\nUsage:\n.*\n {2}fpga-tee help [^\n]*$/s);
});

describe('what --help shows', () => {
  test('fits on a small terminal', () => {
    expect(briefHelpOf('tee')).toBe(overview);
    expect(overview.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });

  test('names options that there are, and every command', () => {
    const named = [...overview.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name.replace(/^no-/, ''));
    const had = optionsOf('tee', 'follow', 'run').map(({ name }) => name);
    expect(had).toEqual(expect.arrayContaining(named));
    expect(named.length).toBeGreaterThan(15);
    for (const [, short = '', name] of overview.matchAll(/-(\w), --([a-z-]+)/g))
      expect(optionsOf('tee').find((row) => row.name === name)?.short).toBe(short);
    for (const command of subcommands) expect(overview).toMatch(new RegExp(`\\b${command}\\b`));
  });

  test('is of run what only run has, and the way to the rest', () => {
    const brief = briefHelpOf('run');
    expect(brief).toContain('--restart-limit');
    expect(brief).not.toContain('--stale-after');
    expect(brief).toContain('fpga-tee run --help all');
    expect(brief.split('\n').length).toBeLessThan(45);
  });
});

test('the help names each bitstream', () => {
  for (const { name } of bitstreams) expect(helpOf('tee')).toContain(name);
});

test('the examples in the help are right', () => {
  const examples = (['tee', 'run', 'check', 'pool', 'simulate'] as const).flatMap((command) => {
    const [, text = ''] = helpOf(command).split('Examples:');
    return [...text.matchAll(/fpga-tee ([^|>\n]*)/g)].map(([, args = '']) => args.trim().split(/\s+/));
  });
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const args of examples) expect(() => parseCommandLine(args, false), args.join(' ')).not.toThrow();
});

/** Options that make no sense alone. */
function companionsOf(command: CommandName, option: string): readonly string[] {
  if (option === 'log-keep') return ['--log-max-size', '1M'];
  if (option === 'restart-limit') return ['--restart', 'always'];
  const toServe = ['port', 'host', 'web-config', 'pool-interval'];
  if (command === 'pool' && toServe.includes(option)) return ['--serve'];
  if ((command !== 'tee' && command !== 'run') || !option.startsWith('pool')) return [];
  const pool = ['--pool', 'https://pool.example', '--pool-address', '0xabc'];
  return option === 'pool' ? pool.slice(2) : option === 'pool-address' ? pool.slice(0, 2) : pool;
}

test('every option with a value has an example that is right', () => {
  for (const command of ['tee', 'run', 'check', 'pool', 'simulate'] as const) {
    for (const option of optionsOf(command)) {
      // What is in a file is seen only where it is.
      if (option.reader === undefined || ['format', 'config'].includes(option.name)) continue;
      const args = [`--${option.name}`, exampleOf(option), ...companionsOf(command, option.name)];
      const words = {
        tee: [],
        run: option.name === 'rig' ? [] : ['--', 'miner'],
        check: ['my.log'],
        pool: ['https://pool.example', '0xabc'],
        simulate: [],
      };
      const line = command === 'tee' ? args : [command, ...args, ...words[command]];
      expect(() => parseCommandLine(line, false), line.join(' ')).not.toThrow();
    }
  }
});

test('every default stands in the help, and is a value that its option understands', () => {
  const given = new GivenOptions(new Map());
  const withDefault = optionTable.filter((row) => row.default !== undefined);
  expect(withDefault.length).toBeGreaterThan(15);
  for (const row of withDefault) {
    expect(row.help, row.name).toContain('(default {default}');
    if (row.reader !== undefined)
      expect(given.value({ ...row, reader: row.reader }), row.name).not.toBeNull();
  }
  expect(helpOf('tee')).toContain('(default 9090;');
});

test('the short usage is short, and fits into 80 columns', () => {
  const lines = shortUsage.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(5);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});
