import { link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { makeCertificate } from './support/certificates.ts';
import { withPty } from './support/environment.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

describe('a log that is a file which the program reads is refused, and the file stays as it is', () => {
  const rig = "miners: [{name: a, command: [/bin/echo, 'hello: [', 'x'], log: LOG}]\n";

  test.for([
    ['by its name', 'rig.yaml', () => Promise.resolve()],
    ['by a symbolic link', 'a.log', (at: (name: string) => string) => symlink('rig.yaml', at('a.log'))],
    ['by a hard link', 'a.log', (at: (name: string) => string) => link(at('rig.yaml'), at('a.log'))],
  ] as const)('the rig file, %s', async ([, log, make], { fpgaTee, directory }) => {
    const at = (name: string) => path.join(directory, name);
    const text = rig.replace('LOG', log);
    await writeFile(at('rig.yaml'), text);
    await make(at);
    const program = fpgaTee(['run', '--no-metrics', '--plain', '--rig', 'rig.yaml'], { env: withPty({}) });
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(
      /^fpga-tee: log \S+: this file is the rig file; give the log another name\n$/,
    );
    expect(program.stdout.toString()).toBe('');
    expect(await readFile(at('rig.yaml'), 'utf8')).toBe(text);
  });

  test('the web configuration and what it names', async ({ fpgaTee, directory }) => {
    const at = (name: string) => path.join(directory, name);
    await makeCertificate(directory, 'server');
    await writeFile(at('web.yml'), 'tls_server_config: {cert_file: server.crt, key_file: server.key}\n');
    for (const file of ['web.yml', 'server.crt', 'server.key']) {
      const before = await readFile(at(file), 'utf8');
      const program = fpgaTee(['--web-config', 'web.yml', '--port', '0', '-o', file]);
      expect(await program.ended, file).toBe(2);
      expect(program.stderr).toMatch(/^fpga-tee: log \S+: this file is .*web configuration; give [^\n]*\n$/);
      expect(await readFile(at(file), 'utf8')).toBe(before);
    }
  });

  test("a miner's program", async ({ fpgaTee, directory }) => {
    const miner = path.join(directory, 'miner');
    await writeFile(miner, '#!/bin/sh\necho hello\n', { mode: 0o755 });
    const program = fpgaTee(['run', '--no-metrics', '--plain', '-o', 'miner', '--', './miner'], {
      env: withPty({}),
    });
    expect(await program.ended).toBe(2);
    expect(program.stderr).toContain("this file is a miner's program");
    expect(await readFile(miner, 'utf8')).toBe('#!/bin/sh\necho hello\n');
  });

  test.for([
    ['a file', 'fpga-tee --no-metrics --plain -o my.log < my.log'],
    ['a pipe', 'echo hello | fpga-tee --no-metrics --plain -o /dev/stdin'],
    ['a pipe that is followed', 'mkfifo p; ln -s p q; fpga-tee --no-metrics --plain -m p -o q'],
  ] as const)('what is read from %s: it would go round for ever', async ([, command], { run, directory }) => {
    await writeFile(path.join(directory, 'my.log'), 'hello\n');
    const shell = run('sh', ['-c', command]);
    expect(await shell.ended).toBe(2);
    expect(shell.stderr).toMatch(/^fpga-tee: [^\n]*(?:give the log another name|write to another file)\n$/);
    expect(shell.stdout.toString()).toBe('');
    expect(await readFile(path.join(directory, 'my.log'), 'utf8')).toBe('hello\n');
  });

  test('or would be replaced by what a log puts away', async ({ fpgaTee, directory }) => {
    const text = rig.replace('LOG', 'a.log');
    await writeFile(path.join(directory, 'a.log.1'), text);
    const program = fpgaTee(['run', '--no-metrics', '--plain', '--log-max-size', '1K', '--rig', 'a.log.1'], {
      env: withPty({}),
    });
    expect(await program.ended).toBe(2);
    expect(program.stderr).toContain('its old logs would take the place of a.log.1, which is the rig file');
    expect(await readFile(path.join(directory, 'a.log.1'), 'utf8')).toBe(text);
  });
});

describe('what never ends is not read whole', () => {
  test.for([
    ['run', '--rig', '/dev/zero'],
    ['run', '--rig', 'pipe'],
    ['--web-config', '/dev/zero'],
    ['--web-config', 'pipe'],
    ['check', '/dev/zero'],
  ])('%s', async (args, { fpgaTee, run }) => {
    expect(await run('mkfifo', ['pipe']).ended).toBe(0);
    const program = fpgaTee(args, { env: withPty({}) });
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(/^fpga-tee: [^\n]*(?:no regular file|neither a file nor a pipe)[^\n]*\n$/);
  });

  test('nor is a password without an end', async ({ run }) => {
    const shell = run('sh', ['-c', 'fpga-tee hash-password < /dev/zero']);
    expect(await shell.ended).toBe(2);
    expect(shell.stderr).toMatch(/^fpga-tee: the password has more than 72 bytes/);
  });
});

describe('a folder that is made for a log is told', () => {
  const made = /^fpga-tee: log (\S+): there was no directory \S+; it was made$/m;

  test('of a pipe', async ({ fpgaTee }) => {
    const tee = fpgaTee(['--no-metrics', '--plain', '-o', 'nope/deep/x.log']);
    tee.stdin.end('hello\n');
    expect(await tee.ended).toBe(0);
    expect(tee.stderr).toMatch(
      /^fpga-tee: log nope\/deep\/x\.log: there was no directory \S+nope; it was made\n$/,
    );
  });

  test('of a rig file', async ({ fpgaTee, directory }) => {
    await writeFile(
      path.join(directory, 'rig.yaml'),
      'miners: [{name: a, command: [echo, hello], log: nope/a.log}]\n',
    );
    const program = fpgaTee(['run', '--no-metrics', '--plain', '--rig', 'rig.yaml'], { env: withPty({}) });
    expect(await program.ended).toBe(0);
    expect(made.exec(program.stderr)?.[1]).toMatch(/nope\/a\.log$/);
  });

  test('of the lines of several logs', async ({ fpgaTee, directory }) => {
    for (const name of ['a.log', 'b.log']) await writeFile(path.join(directory, name), 'hello\n');
    const program = fpgaTee(['-m', 'a.log', 'b.log', '--once', '--plain', '-o', 'nope/lines.log']);
    expect(await program.ended).toBe(0);
    expect(made.exec(program.stderr)?.[1]).toBe('nope/lines.log');
  });

  test('in the panel', async ({ terminal }) => {
    const shell = terminal('(echo hello; sleep 20) | fpga-tee --no-metrics -o nope/x.log');
    await shell.shows('there was no directory');
  });

  test('also when it goes and is made again', async ({ fpgaTee, run, directory }) => {
    await mkdir(path.join(directory, 'logs'));
    const tee = fpgaTee(['--no-metrics', '--plain', '-o', 'logs/x.log']);
    tee.stdin.write('hello\n');
    await tee.printed('hello');
    await until(async () => (await readFile(path.join(directory, 'logs/x.log'), 'utf8')) === 'hello\n');
    expect(tee.stderr).toBe('');
    expect(await run('rm', ['-r', 'logs']).ended).toBe(0);
    tee.stdin.end('again\n');
    expect(await tee.ended).toBe(0);
    expect(tee.stderr).toMatch(made);
  });
});
