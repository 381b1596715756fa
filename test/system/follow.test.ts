import {
  appendFile,
  cp,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { samplePath } from '../support/samples.ts';
import { testBuild } from './support/environment.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { followed, here, rb4, served } from './support/followed.ts';
import { scrape, seriesOf, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

test.concurrent('a log whose time is ahead of the clock loses no piece of two rotations between two looks', async ({
  fpgaTee,
  directory,
}) => {
  const log = path.join(directory, 'miner.log');
  const next = `${log}.next`;
  const later = Date.now() / 1000 + 3600;
  await writeFile(log, rb4(1));
  await utimes(log, later, later);
  const tee = fpgaTee(['-m', 'miner.log', '--plain', '--no-metrics']);
  await tee.printed('Soln: 1/1');
  tee.signal('SIGSTOP');
  await rename(log, `${log}.2`);
  await writeFile(next, rb4(2));
  await rename(next, `${log}.1`);
  await writeFile(log, rb4(3));
  tee.signal('SIGCONT');
  await tee.printed('Soln: 3/3');
  expect(tee.stdout.toString()).toContain('Soln: 2/2');
  tee.signal('SIGTERM');
  await tee.ended;
});

describe('the predecessor’s command lines', () => {
  const bitstreams = [
    ['hashrates1.log', '0xbtc-dna'],
    ['hashrates2.log', 'rb4-dna'],
    ['hashrates3.log', 'nimiq'],
  ] as const;

  test.concurrent.for([
    '-m hashrates1.log hashrates2.log hashrates3.log -c bcu1 bcu2 cvp1 -p 0',
    '--minerlogpaths hashrates1.log hashrates2.log hashrates3.log --cardnames bcu1 bcu2 cvp1 --port 0',
    '-p 0 -c bcu1 bcu2 cvp1 -m hashrates1.log hashrates2.log hashrates3.log',
    '-m hashrates1.log hashrates2.log hashrates3.log -c bcu1 bcu2 cvp1 -p 0 -b 0xbtc rb4 nimiq',
    '-m hashrates1.log hashrates2.log hashrates3.log -c bcu1 bcu2 cvp1 -p 0 -b 0xbtc -b rb4 -b nimiq',
  ])('%s: one process, each card with its name and its bitstream', async (line, { fpgaTee, directory }) => {
    for (const [name, sample] of bitstreams) await cp(samplePath(sample), path.join(directory, name));
    const before = await readdir(directory);
    const tee = fpgaTee(line.split(' '));
    const address = (await tee.address()).replace('[::]', '127.0.0.1');
    await until(async () => {
      const cards = Object.keys(seriesOf(await scrape(address), 'fpga_card_info'));
      return (
        cards.length === 3 &&
        cards[0]?.startsWith('fpga_card_info{card="bcu1",bitstream="0xbtc"') &&
        cards[1]?.startsWith('fpga_card_info{card="bcu2",bitstream="rb4"') &&
        cards[2]?.startsWith('fpga_card_info{card="cvp1",bitstream="nimiq"')
      );
    });
    expect(tee.stderr).toMatch(/^fpga-tee: metrics at \S+\n$/);
    expect(await readdir(directory)).toEqual(before);
  });

  test.concurrent('options that are not needed any more are taken, and it is said why', async ({
    fpgaTee,
    directory,
  }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1));
    const tee = fpgaTee(['-m', 'a.log', '-l', '-i', '30', '--once']);
    expect(await tee.ended).toBe(0);
    expect(tee.stderr).toMatch(
      /^fpga-tee: --interval 30: not needed[^\n]+\nfpga-tee: --logging: not needed[^\n]+\n$/,
    );
  });

  test.concurrent.for([
    [['-m', 'a.log', 'b.log', '-c', 'one'], '--card: 1 name for 2 logs'],
    [['-m', 'a.log', 'b.log', '-c', 'one', 'two', 'three'], '--card: 3 names for 2 logs'],
    [['-m', 'a.log', './a.log'], '-m ./a.log: the log is given twice'],
    [['-m'], '-m: needs a value <log>, such as -m hashrates.log'],
    [['-m', 'a.log', '-b', 'c.log=rb4'], 'c.log is not followed'],
    [['-m', 'a.log', '-o', 'a.log'], '--log a.log: is followed'],
    [['-i', '30'], '-i: an option of fpga-tee -m <log>'],
    [['-m', 'a.log', '-i', 'abc'], '--interval abc: not a number of seconds'],
  ] as const)('%j is one line on stderr, and 2', async ([args, says], { fpgaTee, directory }) => {
    const tee = fpgaTee(args);
    expect(await tee.ended).toBe(2);
    expect(tee.stderr).toMatch(/^fpga-tee: [^\n]+\n$/);
    expect(tee.stderr).toContain(says);
    expect(await readdir(directory)).toEqual([]);
  });

  test.concurrent.for([
    ['symbolic', symlink],
    ['hard', link],
  ] as const)('a log and a %s link to it are one log', async ([, make], { fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1));
    await make(path.join(directory, 'a.log'), path.join(directory, 'other.log'));
    const tee = fpgaTee(['-m', 'a.log', 'other.log', '--once', '--no-metrics']);
    expect(await tee.ended).toBe(2);
    expect(tee.stderr).toBe('fpga-tee: -m other.log: the same file as a.log; give it once\n');
    expect(tee.stdout.toString()).toBe('');
  });
});

describe('a log that is followed', () => {
  test.concurrent('starts with its newest reading, and goes on with what is written', async ({
    fpgaTee,
    directory,
  }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, `${rb4(1, 9)}${'chatter\n'.repeat(30_000)}${rb4(2, 3)}`);
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await followed(tee);
    await served(address, 'card1', 3);
    expect(tee.stdout.includes('Hash: 9.000')).toBe(false);
    await appendFile(log, rb4(3, 4));
    await served(address, 'card1', 4);
  });

  test.concurrent('with > a miner that is restarted begins it anew', async ({ run, fpgaTee, directory }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(100, 3) + rb4(101, 3));
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await followed(tee);
    expect(await run('sh', ['-c', `printf '%s' '${rb4(1, 5)}' > a.log`]).ended).toBe(0);
    await served(address, 'card1', 5);
    const page = await scrape(address);
    expect(value(page, 'fpga_miner_restarts_total{source="a.log"}')).toBe(1);
    expect(value(page, 'fpga_solutions_total{card="card1"}')).toBe(102);
  });

  test.concurrent('renamed and made anew: the end of the old one and all of the new one are read', async ({
    fpgaTee,
    directory,
  }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await followed(tee);
    await rename(log, `${log}.1`);
    await appendFile(`${log}.1`, `${rb4(2, 4)}no end`);
    await writeFile(log, rb4(3, 5));
    await served(address, 'card1', 5);
    // The old one ends while the new one goes on: what is unterminated in it is no line of the new one.
    await appendFile(`${log}.1`, '.\n');
    await appendFile(log, rb4(4, 6));
    await served(address, 'card1', 6);
    for (const line of [rb4(2, 4), rb4(3, 5), rb4(4, 6)]) await tee.printed(line);
    expect(value(await scrape(address), 'fpga_miner_restarts_total{source="a.log"}')).toBe(0);
  });

  test.concurrent('copied and truncated: it goes on', async ({ fpgaTee, directory }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await followed(tee);
    await cp(log, `${log}.1`);
    await truncate(log);
    await appendFile(log, rb4(2, 4));
    await served(address, 'card1', 4);
    expect(value(await scrape(address), 'fpga_solutions_total{card="card1"}')).toBe(2);
  });

  test.concurrent('not there yet: it is waited for, also in a directory that is not there', async ({
    fpgaTee,
    directory,
  }) => {
    const tee = fpgaTee([...here, '-m', 'later/a.log']);
    const address = await tee.address();
    await until(() => tee.stderr.includes('fpga-tee: later/a.log: not there yet; waiting for it\n'));
    await mkdir(path.join(directory, 'later'));
    await writeFile(path.join(directory, 'later/a.log'), rb4(1, 3));
    await served(address, 'card1', 3);
  });

  test.concurrent('whose directory is removed and comes again', async ({ fpgaTee, directory }) => {
    const folder = path.join(directory, 'logs');
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.log'), rb4(1, 3));
    const tee = fpgaTee([...here, '-m', 'logs/a.log']);
    const address = await followed(tee);
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.log'), rb4(2, 4));
    await served(address, 'card1', 4);
    expect(tee.stderr).toMatch(/^fpga-tee: metrics at \S+\n$/);
  });

  test.concurrent('that can not be read is a warning, as long as that is so', async ({
    fpgaTee,
    directory,
  }) => {
    const log = path.join(directory, 'a.log');
    await mkdir(log);
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await tee.address();
    await until(() => tee.stderr.includes("fpga-tee: a.log: can't be read: it is a directory"));
    await rm(log, { recursive: true });
    await writeFile(log, rb4(1, 3));
    await served(address, 'card1', 3);
  });

  test.concurrent('is served within a moment', async ({ fpgaTee, directory }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    // In slow motion, so that a busy machine is still fast: without events a look each half second is one in ten seconds.
    const tee = fpgaTee([...here, '-m', 'a.log'], { env: testBuild({ rate: 0.05 }) });
    const address = await followed(tee);
    await served(address, 'card1', 3);
    const latencies: number[] = [];
    for (let good = 2; good < 22; good += 1) {
      const written = performance.now();
      await appendFile(log, rb4(good, 2 + good));
      await served(address, 'card1', 2 + good);
      latencies.push(performance.now() - written);
    }
    const median = latencies.sort((a, b) => a - b)[10] ?? Number.NaN;
    expect(median).toBeLessThan(2000);
  });
});

describe('several logs', () => {
  test.concurrent('with the same name in different directories are told apart', async ({
    fpgaTee,
    directory,
  }) => {
    for (const [index, folder] of ['a', 'b'].entries()) {
      await mkdir(path.join(directory, folder));
      await writeFile(path.join(directory, folder, 'miner.log'), rb4(1, 3, index + 1));
    }
    const tee = fpgaTee([...here, '-m', 'a/miner.log', 'b/miner.log']);
    const address = await tee.address();
    await served(address, 'card1', 3);
    await served(address, 'card2', 3);
    expect(Object.keys(seriesOf(await scrape(address), 'fpga_miner_up'))).toEqual([
      'fpga_miner_up{source="a/miner.log"}',
      'fpga_miner_up{source="b/miner.log"}',
    ]);
  });

  test.concurrent('-o: whole lines of all of them with their names, and nothing without it', async ({
    fpgaTee,
    directory,
    readLog,
  }) => {
    await writeFile(path.join(directory, 'a.log'), 'one\ntwo');
    await writeFile(path.join(directory, 'b.log'), rb4(1));
    const tee = fpgaTee(['-m', 'a.log', 'b.log', '--once', '-o', 'all.log']);
    expect(await tee.ended).toBe(0);
    const lines = ['a.log: one\n', 'a.log: two\n', `b.log: ${rb4(1)}`].sort().join('');
    const sorted = (text: Buffer): string =>
      text
        .toString()
        .split(/(?<=\n)/)
        .sort()
        .join('');
    expect(sorted(await readLog('all.log'))).toBe(lines);
    expect(sorted(tee.stdout)).toBe(lines);
  });

  test('64 of them, one of which floods, are all served in time', { timeout: 60_000 }, async ({
    fpgaTee,
    run,
    directory,
  }) => {
    const names = Array.from({ length: 64 }, (_, index) => `${index + 1}.log`);
    for (const [index, name] of names.entries())
      await writeFile(path.join(directory, name), rb4(1, 1, index + 1));
    const tee = fpgaTee([...here, '-m', ...names], { stalled: true });
    tee.readStdout();
    const address = await tee.address();
    await served(address, 'card64', 1);
    const flood = run('sh', ['-c', 'exec fpga-tee simulate -b rb4 --rate 0 --for 8s >> 1.log']);
    await until(async () => (await readFile(path.join(directory, '1.log'))).length > 1_000_000);
    const latencies: number[] = [];
    for (const index of [1, 20, 40, 63]) {
      const written = performance.now();
      await appendFile(path.join(directory, names[index] ?? ''), rb4(2, 7, index + 1));
      await served(address, `card${index + 1}`, 7);
      latencies.push(performance.now() - written);
    }
    expect(Math.max(...latencies)).toBeLessThan(5000);
    await flood.kill();
  });

  test.runIf(process.platform === 'linux')(
    '8 of them that are quiet cost next to nothing',
    { timeout: 60_000 },
    async ({ fpgaTee, directory }) => {
      const names = Array.from({ length: 8 }, (_, index) => `${index + 1}.log`);
      for (const [index, name] of names.entries())
        await writeFile(path.join(directory, name), rb4(1, 1, index + 1));
      const tee = fpgaTee([...here, '-m', ...names]);
      await served(await tee.address(), 'card8', 1);
      const used = async (): Promise<number> => {
        // proc(5): fields 14 and 15 in hundredths of a second, counted behind the name.
        const fields = (await readFile(`/proc/${tee.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
        return (Number(fields[11]) + Number(fields[12])) / 100;
      };
      // Node itself settles for a while.
      const shares: number[] = [];
      const lowest = await until(async () => {
        const [cpu, at] = [await used(), performance.now()];
        await new Promise((resolve) => setTimeout(resolve, 5000));
        shares.push(((await used()) - cpu) / ((performance.now() - at) / 1000));
        return shares.length >= 4 ? { share: Math.min(...shares) } : null;
      }, 40);
      expect(lowest.share).toBeLessThan(0.03);
    },
  );
});

describe('--once', () => {
  test.concurrent('prints a log from its first byte to its last, and stops', async ({
    fpgaTee,
    directory,
  }) => {
    const log = Buffer.from(`${rb4(1)}\r\n\u0000\xff${rb4(2)}no end`, 'latin1');
    await writeFile(path.join(directory, 'a.log'), log);
    const tee = fpgaTee(['-m', 'a.log', '--once']);
    expect(await tee.ended).toBe(0);
    expectBytes(tee.stdout, log);
    expect(tee.stderr).toBe('');
    expect(await readdir(directory)).toEqual(['a.log']);
  });

  test.concurrent('a log that is not there is said, and 2', async ({ fpgaTee }) => {
    const tee = fpgaTee(['-m', 'a.log', '--once']);
    expect(await tee.ended).toBe(2);
    expect(tee.stderr).toBe("fpga-tee: a.log: can't be read: there is no such file\n");
  });

  test.concurrent('in a terminal leaves the last panel', async ({ terminal, directory }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
    await writeFile(path.join(directory, 'b.log'), rb4(1, 4, 2));
    const shell = terminal('fpga-tee -m a.log b.log -c bcu1 bcu2 --once');
    expect(await shell.ended()).toBe(0);
    await shell.shows(/^(?:\S+\/| *)bcu1 .*3\.000/);
    await shell.shows(/^(?:\S+\/| *)bcu2 .*4\.000/);
  });
});

test.concurrent('what it writes itself is not followed', async ({ run, directory }) => {
  await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
  const shell = run('sh', ['-c', 'fpga-tee -m a.log --no-metrics >> a.log']);
  expect(await shell.ended).toBe(2);
  expect(shell.stderr).toMatch(/^fpga-tee: a\.log: is followed and written as well[^\n]+\n$/);
});
