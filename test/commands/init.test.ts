import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { askOnTerminal } from '../../src/commands/init/ask.ts';
import { init } from '../../src/commands/init/init.ts';
import { commandOf, namedMiners } from '../../src/commands/init/plan.ts';
import { ask } from '../../src/commands/init/questions.ts';
import { textsOf } from '../../src/commands/init/texts.ts';
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
const options = { folder, miners, port: null, system: 'linux' as const };
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
    if (process.platform !== 'win32')
      expect(printed()).toContain('miner no-such-miner: no-such-miner: not found');
  });

  test.each([
    ['miner 2>&1 | fpga-tee', 'needs a shell'],
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

describe('for Windows', () => {
  const command = commandOf('"C:\\my miner\\x.exe" -t 730', 'windows');

  test('backslashes stand in paths', () => {
    expect(command).toEqual(['C:\\my miner\\x.exe', '-t', '730']);
    expect(namedMiners([command, command]).map(({ name }) => name)).toEqual(['x', 'x-2']);
    expect(() => commandOf('a.exe | b', 'windows')).toThrow("'|' needs a shell");
  });

  test('a batch file starts the program', () => {
    const texts = textsOf({
      system: 'windows',
      folder: 'C:\\rig',
      directory: 'C:\\rig',
      miners: namedMiners([command]),
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
    const answers = await ask(asker, null, 'linux');
    asker.close();
    return answers;
  }

  test('are asked again until the answers are right', async () => {
    expect(await answersTo('', 'a | b', 'left -t 1', 'right', '', 'many', '9500')).toMatchObject({
      miners: [{ name: 'left', command: ['left', '-t', '1'] }, { name: 'right' }],
      port: 9500,
    });
    expect(printed()).toContain('many: not a port');
  });

  test('have a port where none is given', async () => {
    expect(await answersTo('left', '', '')).toMatchObject({ port: 9464 });
  });

  test('end with the input', async () => {
    expect(await answersTo()).toBe('ended');
    expect(await answersTo('left', '')).toBe('ended');
  });
});
