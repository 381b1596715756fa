import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { askOnTerminal } from '../../src/commands/init/ask.ts';
import { init } from '../../src/commands/init/init.ts';
import { namedMiners, whyNotToStay } from '../../src/commands/init/plan.ts';
import { ask } from '../../src/commands/init/questions.ts';
import { textsOf } from '../../src/commands/init/texts.ts';
import { readTyped } from '../../src/commands/init/typed.ts';
import { checkRigFile } from '../../src/commands/rig.ts';
import { promtool } from '../support/prometheus.ts';
import { collectPrinted } from './support/printed.ts';

let folder = '';
let printed: () => string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'fpga-tee-init-')), 'my rig 100%');
  printed = collectPrinted();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(path.dirname(folder), { recursive: true });
});

const file = (name: string): string => path.join(folder, name);
const miners = [`"${process.execPath}" -e "console.log('100%: $x')"`];
const options = { folder, miners, logs: [], port: null, system: 'linux' as const };
const started = (changes: object = {}): Promise<number> => init({ ...options, folder, ...changes });

describe('fpga-tee init', () => {
  test('writes a rig file that is right, and says last what to type next', async () => {
    expect(await started()).toBe(0);
    expect(printed().trimEnd().split('\n').at(-1)).toBe(`  fpga-tee run --rig '${file('rig.yaml')}'`);
    expect(await checkRigFile({ file: file('rig.yaml') })).toBe(0);
    const [miner] = parse(readFileSync(file('rig.yaml'), 'utf8')).miners;
    expect(miner).toMatchObject({
      command: [process.execPath, '-e', "console.log('100%: $x')"],
      directory: process.cwd(),
    });
  });

  test('writes a configuration that Prometheus takes', async () => {
    await started({ port: 9500 });
    const said = promtool(['check', 'config', file('prometheus.yml')]);
    expect(said.code, said.text).toBe(0);
    expect(readFileSync(file('prometheus.yml'), 'utf8')).toContain("['localhost:9500']");
  });

  test('writes a unit that systemd takes', async () => {
    await started();
    const verified = spawnSync('systemd-analyze', ['verify', file('fpga-tee.service')], { encoding: 'utf8' });
    if (verified.error === undefined) expect(verified.stderr).toBe('');
    const unit = readFileSync(file('fpga-tee.service'), 'utf8');
    expect(unit).toContain(`WorkingDirectory=${folder.replaceAll('%', '%%')}\n`);
    expect(unit).toContain(`run --rig "${file('rig.yaml').replaceAll('%', '%%')}" --plain\n`);
  });

  test('overwrites nothing', async () => {
    await started();
    writeFileSync(file('prometheus.yml'), 'mine');
    await expect(started()).rejects.toThrow('rig.yaml: is there already and stays as it is; give another');
    rmSync(file('rig.yaml'));
    rmSync(file('fpga-tee.service'));
    await expect(started()).rejects.toThrow('prometheus.yml: is there already');
    expect(readdirSync(folder)).toEqual(['prometheus.yml']);
    expect(readFileSync(file('prometheus.yml'), 'utf8')).toBe('mine');
  });

  test('tells of a program that is not there, and writes all the same', async () => {
    expect(await started({ miners: ['no-such-miner -t 730'] })).toBe(0);
    if (process.platform !== 'win32') expect(printed()).toContain('no-such-miner: not found in PATH');
  });

  test('has logs followed that something else writes', async () => {
    expect(await started({ miners: [], logs: ['my logs/1.log', '/2.log'], port: 9500 })).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['fpga-tee.service', 'prometheus.yml']);
    const unit = readFileSync(file('fpga-tee.service'), 'utf8');
    expect(unit).toContain(` -m "${path.resolve('my logs/1.log')}" /2.log --port 9500 --plain\n`);
    expect(printed().trimEnd().split('\n').at(-1)).toMatch(
      /^ {2}fpga-tee -m '.*1\.log' \/2\.log --port 9500$/,
    );
  });

  test.each([
    ['miner > miner.log', "'>' needs a shell; give the miner's command alone"],
    ['fpga-tee -m my.log', 'fpga-tee init -m my.log'],
    ['', 'no command'],
    ["miner 'x", 'a quote'],
  ])('%j is no command of a miner, and nothing is written', async (line, words) => {
    await expect(started({ miners: [line] })).rejects.toThrow(words);
    expect(readdirSync(path.dirname(folder))).toEqual([]);
  });

  test('leaves nothing half-written where a folder takes no files', async () => {
    await expect(started({ folder: '/proc/my-rig' })).rejects.toThrow(
      /can't be written to: .*; give a folder/,
    );
  });
});

describe('a line that was typed so far', () => {
  test.each([
    ['miner -t 730', '', ['miner', '-t', '730']],
    [
      'miner -t 730 2>&1 | fpga-tee -b rb4 -c "my card"',
      '2>&1 | fpga-tee -b rb4 -c "my card"',
      ['miner', '-t', '730'],
    ],
    ['miner |& tee -a my.log', '|& tee -a my.log', ['miner']],
    ['miner 2>&1', '2>&1', ['miner']],
    ["sh -c 'miner | tee x'", '', ['sh', '-c', 'miner | tee x']],
    ['/usr/bin/fpga-tee run -b rb4 -- miner -t 7', '/usr/bin/fpga-tee run -b rb4 --', ['miner', '-t', '7']],
  ])('%s', (line, leftOut, command) => {
    expect(readTyped(line, 'linux')).toEqual({ watched: { type: 'miner', command }, leftOut });
  });

  test.each(['-m a.log "b c.log"', 'fpga-tee -b rb4 -m a.log "b c.log" --port 9100'])('%s', (line) => {
    expect(readTyped(line, 'linux').watched).toEqual({ type: 'logs', logs: ['a.log', 'b c.log'] });
  });

  test('is told what it lacks', () => {
    expect(() => readTyped('-m --plain', 'linux')).toThrow('-m: the log is missing');
  });
});

test('a rig that runs another system has paths of its own', async () => {
  const other = process.platform === 'win32' ? 'linux' : 'windows';
  expect(await started({ system: other, miners: ['miner -t 730'] })).toBe(0);
  const [miner] = parse(readFileSync(file('rig.yaml'), 'utf8')).miners;
  expect(miner).toEqual({ name: 'miner', command: ['miner', '-t', '730'], restart: 'always' });
  const starter = readFileSync(file(other === 'windows' ? 'start-rig.bat' : 'fpga-tee.service'), 'utf8');
  expect(starter).toMatch(/^(?:ExecStart=\/usr\/bin\/)?fpga-tee run --rig /m);
  expect(printed()).not.toContain('not found');
});

test('a program in the cache of npx is told of', () => {
  expect(whyNotToStay(['/usr/bin/node', '/srv/miner/.npm/_npx/8f/node_modules/.bin/fpga-tee'])).toContain(
    'npx',
  );
  expect(whyNotToStay(['/usr/bin/node', '/usr/local/bin/fpga-tee'])).toBeNull();
});

describe('for Windows', () => {
  const typed = (line: string) => readTyped(line, 'windows').watched;
  const command = ['C:\\my miner\\x.exe', '-t', '730'] as const;

  test('backslashes stand in paths', () => {
    expect(typed('"C:\\my miner\\x.exe" -t 730 2>&1 | "fpga-tee.exe"')).toEqual({ type: 'miner', command });
    expect(namedMiners([command, command]).map(({ name }) => name)).toEqual(['x', 'x-2']);
    expect(() => typed('a.exe | b')).toThrow("'|' needs a shell");
  });

  test('a batch file starts the program', () => {
    const texts = textsOf({
      system: 'windows',
      folder: 'C:\\rig',
      directory: 'C:\\rig',
      watched: { type: 'miners', miners: namedMiners([command]) },
      port: 9464,
      program: ['C:\\100%\\fpga-tee.exe'],
      user: 'me',
      machine: 'rig1',
      searchPath: '',
    });
    expect([...texts.keys()]).toEqual(['rig.yaml', 'start-rig.bat', 'prometheus.yml']);
    expect(texts.get('start-rig.bat')).toContain('\r\n"C:\\100%%\\fpga-tee.exe" run --rig rig.yaml\r\n');
  });
});

describe('the questions', () => {
  /** What comes of what is typed, line by line; then the input ends. */
  async function answersTo(...lines: readonly string[]) {
    const input = new PassThrough();
    const output = new PassThrough();
    const asker = askOnTerminal(input, output);
    const rest = [...lines];
    output.on('data', (text) => {
      if (!String(text).endsWith('> ')) return;
      const line = rest.shift();
      if (line === undefined) input.end();
      else input.write(`${line}\n`);
    });
    const missing = (command: readonly string[]): string | null =>
      command[0] === 'gone' ? 'gone: not found' : null;
    const answers = await ask(asker, null, { read: (line) => readTyped(line, 'linux'), missing });
    asker.close();
    return answers;
  }

  test('are asked again until the answers are right', async () => {
    expect(await answersTo('', 'a | b', 'left -t 1', 'right', '', 'many', '9500')).toMatchObject({
      watched: { miners: [{ name: 'left', command: ['left', '-t', '1'] }, { name: 'right' }] },
      port: 9500,
    });
    expect(printed()).toContain('many: not a port');
  });

  test('have a port where none is given', async () => {
    expect(await answersTo('left', '', '')).toMatchObject({ port: 9464 });
  });

  test('take a whole pipe, and logs', async () => {
    expect(await answersTo('left 2>&1 | fpga-tee', '', '')).toMatchObject({
      watched: { miners: [{ command: ['left'] }] },
    });
    expect(printed()).toContain('2>&1 | fpga-tee: not needed any more');
    expect(await answersTo('-m my.log', '')).toMatchObject({ watched: { type: 'logs', logs: ['my.log'] } });
  });

  test('ask once more for a program that is not there', async () => {
    expect(await answersTo('gone', 'left', '', '')).toMatchObject({
      watched: { miners: [{ name: 'left' }] },
    });
    expect(await answersTo('gone -t 1', '', '', '')).toMatchObject({
      watched: { miners: [{ command: ['gone', '-t', '1'] }] },
    });
    expect(printed()).toContain('gone: not found');
  });

  test('end with the input', async () => {
    expect(await answersTo()).toBe('ended');
    expect(await answersTo('left', '')).toBe('ended');
  });
});
