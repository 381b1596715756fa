import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { withPty } from './support/environment.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { ask, scrape, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const mine = `name: mine
title: My miner
stats:
  - 'card %{COUNT:index} does %{NUMBER:hashrate} %{UNIT:hashrate}, %{NUMBER:temperature}C'
samples:
  - lines: ['card 0 does 5.1 MH/s, 61C']
    gives:
      - stats: { index: 0, hashrate: 5.1 MH/s, temperature: 61 }
`;
const broken = mine.replace('temperature: 61', 'temperature: 62');
const log = 'card 0 does 5.2 MH/s, 60C\nhello\ncard 0 does 5.3 MH/s, 59C\n';

describe("a format of one's own", () => {
  test('reads a pipe', async ({ fpgaTee, directory, readLog }) => {
    await writeFile(path.join(directory, 'mine.yaml'), mine);
    const program = fpgaTee(['--format', 'mine.yaml', '--port', '0']);
    program.stdin.write(log);
    const address = await program.address();
    const page = await until(async () => {
      const found = await scrape(address);
      return value(found, 'fpga_hashrate_hashes_per_second{card="card1"}') === 5.3e6 ? found : null;
    });
    expect(value(page, 'fpga_temperature_celsius{card="card1"}')).toBe(59);
    program.stdin.end();
    expect(await program.ended).toBe(0);
    expectBytes(await readLog(), log);
  });

  test('reads a log that is followed or checked', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'mine.yaml'), mine);
    await writeFile(path.join(directory, 'a.log'), log);
    const report = fpgaTee(['check', '--json', '--format', 'mine.yaml', 'a.log']);
    expect(await report.ended).toBe(0);
    expect(JSON.parse(report.stdout.toString())).toMatchObject({
      files: [{ bitstream: 'mine', lines: { stats: 2 } }],
    });
    await writeFile(path.join(directory, 'broken.yaml'), broken);
    const failing = fpgaTee(['check', '--format', 'broken.yaml', 'a.log']);
    expect(await failing.ended).toBe(2);
    expect(failing.stderr).toMatch(/^fpga-tee: broken\.yaml:8:9: .*the sample fails: temperature reads 61/);
    expect(failing.stdout.toString()).toMatch(/^a\.log: mine\n {2}3 lines: 2 stats/);
    const followed = fpgaTee(['-m', 'a.log', '--once', '--format', 'mine.yaml']);
    expect(await followed.ended).toBe(0);
  });

  test('reads a miner that is started, and one of a rig whose others are read by theirs', async ({
    fpgaTee,
    directory,
    readLog,
  }) => {
    await writeFile(path.join(directory, 'mine.yaml'), mine);
    await writeFile(path.join(directory, 'printed'), log);
    // It ends at its first key.
    await writeFile(path.join(directory, 'miner.sh'), 'stty -icanon; cat printed; head -c 1 >/dev/null');
    const rig = `port: 0
miners:
  - { name: own, command: [sh, miner.sh], format: mine.yaml, cards: [left] }
  - { name: other, command: fpga-tee simulate -b 0xbtc --rate 20, bitstream: 0xbtc, cards: [right] }
`;
    await writeFile(path.join(directory, 'rig.yaml'), rig);
    const ways = [
      [
        'own.log',
        ['--format', 'mine.yaml', '-c', 'left', '--port', '0', '--log', 'own.log', '--', 'sh', 'miner.sh'],
      ],
      ['own.log', ['--rig', 'rig.yaml']],
    ] as const;
    for (const [name, args] of ways) {
      const program = fpgaTee(['run', ...args], { env: withPty({}) });
      const address = await program.address();
      await until(async () => {
        const page = await scrape(address);
        const known = value(page, 'fpga_temperature_celsius{card="left"}') === 59;
        return (
          known && (args[0] !== '--rig' || (value(page, 'fpga_solutions_total{card="right"}') ?? -1) >= 0)
        );
      });
      expect((await ask(`${address}/metrics`)).body).toContain('fpga_card_info{card="left",bitstream="mine"');
      program.signal('SIGTERM');
      expect(await program.ended).toBe(143);
      expect((await readLog(name)).toString().replaceAll('\r', '')).toContain(log);
    }
  });

  test('with a sample that fails is refused before anything starts', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'broken.yaml'), broken);
    const program = fpgaTee(['--format', 'broken.yaml']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(
      /^fpga-tee: broken\.yaml:8:9: .*the sample fails: temperature reads 61, stated is 62\n$/,
    );
  });

  test('in the folder for them is known by its name, and a broken one is left out', async ({
    fpgaTee,
    directory,
  }) => {
    const folder = path.join(directory, 'config', 'fpga-tee', 'formats');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'mine.yaml'), mine);
    await writeFile(path.join(folder, 'other.yaml'), broken);
    await writeFile(path.join(directory, 'a.log'), log);
    const env = { XDG_CONFIG_HOME: path.join(directory, 'config') };
    for (const name of ['mine', 'auto']) {
      const program = fpgaTee(['check', '-b', name, 'a.log'], { env });
      expect(await program.ended, name).toBe(0);
      expect(program.stdout.toString()).toMatch(/^a\.log: mine\n/);
      expect(program.stderr).toMatch(/^fpga-tee: \S+other\.yaml:8:9: .*; this format is left out\n$/);
    }
    const list = fpgaTee(['formats'], { env });
    expect(await list.ended).toBe(0);
    expect(list.stdout.toString()).toMatch(/^mine +My miner +\S+mine\.yaml$/m);
    expect(list.stdout.toString()).toMatch(/^nimiq +.* comes with the tool$/m);
  });
});

test('a format is learned from a log, and what it cannot learn is a start', async ({
  fpgaTee,
  directory,
}) => {
  const unknown = Array.from(
    { length: 3 },
    (_, place) => `FPGA 0: 1.2${place} GH/s, 5${place}.5 C, 30 W\nFPGA 1: 1.3 GH/s, 55 C, 3${place} W\n`,
  ).join('');
  await writeFile(path.join(directory, 'my rig.log'), unknown);
  const learned = fpgaTee(['learn', 'my rig.log']);
  expect(await learned.ended).toBe(0);
  await writeFile(path.join(directory, 'learned.yaml'), learned.stdout);
  const report = fpgaTee(['check', '--json', '--format', 'learned.yaml', 'my rig.log']);
  expect(await report.ended).toBe(0);
  expect(report.stderr).toBe('');
  expect(JSON.parse(report.stdout.toString())).toMatchObject({
    files: [{ bitstream: 'my-rig', cards: [{ temperature: { last: 52.5 } }, { power: { last: 32 } }] }],
  });
  await writeFile(path.join(directory, 'b.log'), 'core0 hr=812.4\n');
  const start = fpgaTee(['learn', 'b.log']);
  expect(await start.ended).toBe(1);
  expect(start.stdout.toString()).toMatch(/^stats:\nsamples:\n/m);
  expect(start.stderr).toMatch(/^fpga-tee: b\.log: found nothing by units and words; this is a start: /);
});

test('a format that comes with the tool is printed as a start, and reads as it did', async ({
  fpgaTee,
  directory,
}) => {
  const printed = fpgaTee(['formats', 'whitefire']);
  expect(await printed.ended).toBe(0);
  const text = printed.stdout.toString().replace('name: whitefire', 'name: my-own');
  await writeFile(path.join(directory, 'my-own.yaml'), text);
  const line =
    '[40020000013AE3213511111C] Hash: 4.995 GH/s [400 MHz 390 MHz 56.6C 0.72V] Err: 7.1%  Soln: 13/14\n';
  await writeFile(path.join(directory, 'a.log'), line);
  const report = fpgaTee(['check', '--json', '--format', 'my-own.yaml', 'a.log']);
  expect(await report.ended).toBe(0);
  expect(JSON.parse(report.stdout.toString())).toMatchObject({
    files: [{ bitstream: 'my-own', lines: { stats: 1 } }],
  });
});
