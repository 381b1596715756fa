import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { poolServer } from '../pools/support/servers.ts';
import { goodAnswers, secretAddress } from './support/bad-pools.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { ask, browser, scrape, value } from './support/http.ts';
import { fast, test } from './support/run-world.ts';
import { until } from './support/until.ts';

describe('a rig file', () => {
  const rigOf = (miners: readonly string[], top = ''): string =>
    `${top}miners:\n${miners.map((miner) => `  - ${miner}\n`).join('')}`;

  test('eight miners: one log each to the last byte, lines with their names, and 0', async ({
    start,
    run,
    directory,
    readLog,
  }) => {
    const names = Array.from({ length: 8 }, (_, place) => `miner${place + 1}`);
    const simulate = (place: number): string[] =>
      ['simulate', '-b', place % 2 === 0 ? 'rb4' : 'nimiq', '--rate', '0', '--lines', '300'].concat(
        '--seed',
        String(place),
      );
    const miners = names.map(
      (name, place) => `{ name: ${name}, command: [fpga-tee, ${simulate(place).join(', ')}] }`,
    );
    await writeFile(path.join(directory, 'rig.yaml'), rigOf(miners));
    const program = start(['--rig', 'rig.yaml'], { ...fast, NO_COLOR: '1' });
    expect(await program.ended).toBe(0);
    for (const [place, name] of names.entries()) {
      const alone = run('fpga-tee', simulate(place));
      await alone.ended;
      expectBytes(await readLog(`${name}.log`), alone.stdout);
      const shown = program.stdout
        .toString()
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `));
      // The last one without its newline is a line, too.
      expect(shown).toHaveLength(alone.stdout.toString().split('\n').length - (place % 2 === 0 ? 1 : 0));
    }
  }, 60_000);

  test('Ctrl-] and a number choose whose lines are shown, and who gets the keys', async ({
    inTerminal,
    script,
    directory,
    readLog,
  }) => {
    const echo = await script('echo', 'echo "up"; while read -r line; do echo "got $line"; done');
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf([`{ name: left, command: ${echo} }`, `{ name: right, command: ${echo} }`]),
    );
    const terminal = inTerminal('--rig rig.yaml');
    await terminal.shows('left up');
    await terminal.shows('right up');
    await terminal.shows(/^── fpga-tee/);
    terminal.type('nobody\r');
    await terminal.shows('go to no miner while all are shown');
    terminal.type('\x1d2');
    await terminal.shows(/^show 0 all {2}1 left {2}2 right\* n ←→ next|^keys to right/);
    terminal.type('one\r');
    await terminal.shows('right got one');
    terminal.type('\x1dnn');
    await terminal.shows(/^show 0 all {2}1 left\*/);
    terminal.type('\x1btwo\r');
    await terminal.shows('left got two');
    terminal.type('\x1d0');
    terminal.type('\x03');
    expect(await terminal.ended()).toBe(130);
    expectBytes(await readLog('left.log'), 'up\ngot two\n');
    expectBytes(await readLog('right.log'), 'up\ngot one\n');
  });

  test('a miner that can not be started keeps the others from nothing; the code is that of the first that failed', async ({
    start,
    directory,
    readLog,
  }) => {
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf([
        "{ name: good, command: sh -c 'echo fine' }",
        '{ name: bad, command: no-such-miner }',
        "{ name: ugly, command: sh -c 'exit 9' }",
      ]),
    );
    const program = start(['--rig', 'rig.yaml'], fast);
    expect(await program.ended).toBe(127);
    expectBytes(await readLog('good.log'), 'fine\n');
    expect(program.stderr).toContain('fpga-tee: bad: no-such-miner: not found in PATH');
    expect(program.stderr).toContain('fpga-tee: ugly ended (exit 9)\n');
  });

  test('SIGTERM ramps all of them down, and those not started yet stay so', async ({
    start,
    directory,
    readLog,
  }) => {
    const nimiq = 'fpga-tee simulate -b nimiq --speed-up 600 --rate 0.02';
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf(Array.from({ length: 20 }, (_, place) => `{ name: m${place + 1}, command: ${nimiq} }`)),
    );
    const program = start(['--rig', 'rig.yaml']);
    await until(async () => (await readLog('m2.log')).includes('Soln:'));
    program.signal('SIGTERM');
    expect(await program.ended).toBe(143);
    for (const name of ['m1', 'm2'])
      expect((await readLog(`${name}.log`)).toString()).toContain('FINAL CONFIRMED CLOCK FREQUENCY');
    expect(await readLog('m20.log')).toHaveLength(0);
  });

  test('every problem with its line, nothing is started, and 2', async ({ start, directory }) => {
    await writeFile(
      path.join(directory, 'rig.yaml'),
      'miners:\n  - name: a\n    command: sh\n    restart: sometimes\n  - comand: sh\n',
    );
    const program = start(['--rig', 'rig.yaml']);
    expect(await program.ended).toBe(2);
    const lines = program.stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatch(/^fpga-tee: rig\.yaml:[45]:\d+: miners\[\d\]/);
    expect(existsSync(path.join(directory, 'a.log'))).toBe(false);
  });

  test('its pools are asked, and their address is seen nowhere', async ({
    start,
    inTerminal,
    run,
    script,
    directory,
    readLog,
  }) => {
    const pool = await poolServer(4, goodAnswers);
    try {
      const reading = '[15:28:31] FPGA0: 17.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: 7';
      const miner = await script('miner', `stty -icanon; echo '${reading}'; head -c 1 >/dev/null`);
      const pools = `host: 127.0.0.1\npools:\n  - url: ${pool.url}\n    address: ${secretAddress}\npool-interval: 15s\n`;
      await writeFile(path.join(directory, 'rig.yaml'), rigOf([`{ name: a, command: ${miner} }`], pools));
      const program = start(['--rig', 'rig.yaml', '--port', '0']);
      const address = await program.address();
      const metrics = await until(async () => {
        const page = await scrape(address);
        return value(page, 'fpga_pool_up{pool="127.0.0.1"}') === 1 && page;
      });
      const html = await ask(address, { headers: browser });
      expect(html.body).toContain('pool 127.0.0.1: ');
      const cards = await ask(`${address}/api/cards`);
      expect(JSON.parse(cards.body)).toMatchObject({ pools: [{ pool: '127.0.0.1', up: true }] });
      // The tool itself, and all that it has started.
      const ps = run('ps', ['-o', 'args=', '-p', `${program.pid}`, '--ppid', `${program.pid}`]);
      await ps.ended;
      expect(ps.stdout.toString()).toContain('fpga-tee');
      expect(ps.stdout.toString()).toContain(miner);

      program.signal('SIGTERM');
      expect(await program.ended).toBe(143);

      const terminal = inTerminal('--rig rig.yaml', { columns: 80, rows: 24 });
      await terminal.shows(/^pool 127\.0\.0\.1 4\.194 MH\/s .*1\.50$/);
      terminal.type('\x03');
      await terminal.ended();

      const shown = [metrics, html.body, cards.body, ps.stdout, program.stdout, program.stderr];
      shown.push(await readLog('a.log'), terminal.wire);
      for (const text of shown) expect(text.includes('5ec2e7')).toBe(false);
      expect(JSON.stringify(pool.asked)).toContain('5ec2e7');
    } finally {
      await pool.close();
    }
  });

  test('its web configuration guards all that is served', async ({ start, directory, script }) => {
    const hash = '$2b$04$abcdefghijklmnopqrstuuCFyoXpmTQpNPVzzJ5FmNHUkCVGmGmUy';
    await writeFile(path.join(directory, 'web.yml'), `basic_auth_users:\n  alice: ${hash}\n`);
    const miner = await script('miner', 'echo up; read -r line');
    const guarded = 'host: 127.0.0.1\nweb-config: web.yml\n';
    await writeFile(path.join(directory, 'rig.yaml'), rigOf([`{ name: a, command: ${miner} }`], guarded));
    const program = start(['--rig', 'rig.yaml', '--port', '0']);
    expect((await ask(`${await program.address()}/metrics`)).status).toBe(401);

    await writeFile(path.join(directory, 'web.yml'), 'basic_auth_users: 1\n');
    const wrong = start(['--rig', 'rig.yaml', '--port', '0']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr).toMatch(/^fpga-tee: \/\S*\/web\.yml:1: /);

    await rm(path.join(directory, 'web.yml'));
    const gone = start(['--rig', 'rig.yaml', '--port', '0']);
    expect(await gone.ended).toBe(2);
    expect(gone.stderr).toMatch(/^fpga-tee: rig\.yaml: web-config: \/\S*\/web\.yml: no such file; [^\n]+\n$/);
  });

  test('a time between polls of no pool', async ({ start, directory }) => {
    await writeFile(path.join(directory, 'rig.yaml'), rigOf(['{ name: a, command: sh }']));
    const program = start(['--rig', 'rig.yaml', '--pool-interval', '20s']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe(
      'fpga-tee: --pool-interval: there is no pool to it; give rig.yaml a list of pools\n',
    );
  });

  test('a file that is not there', async ({ start }) => {
    const program = start(['--rig', 'none.yaml']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe('fpga-tee: none.yaml: no such file; give the rig file, such as rig.yaml\n');
  });
});
