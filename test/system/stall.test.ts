import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { CardsReport } from '../../src/web/cards.ts';
import type { Health } from '../../src/web/health.ts';
import { testBuild } from './support/environment.ts';
import { ask, scrape, seriesOf } from './support/http.ts';
import type { Program } from './support/program.ts';
import { test, type World } from './support/test.ts';
import { until } from './support/until.ts';

const here = ['--host', '127.0.0.1', '--port', '0'];
/** A minute is a second. */
const env = testBuild({ rate: 60 });
/** Seconds of the tool's time. */
const short = [
  '--stall-silent',
  '60s',
  '--stall-no-stats',
  '90s',
  '--stall-no-shares',
  '120s',
  '--stall-grace',
  '30s',
];
/** The same for a miner that prints all the time, however late a busy machine may be with it. */
const noSilence = short.with(1, 'off');
const dna = '40020000013AE3213511111C';

function rb4(accepted: number, shares = accepted): string {
  return `[${dna}] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120 Shares: ${accepted}/${shares}\n`;
}

/** Has the miner print again and again until it is told to stop. */
function printing(tee: Program, text: () => string): () => void {
  void tee.stdin.write(text());
  const timer = setInterval(() => void tee.stdin.write(text()), 100);
  return () => clearInterval(timer);
}

/** The kinds of stall that the metrics tell. */
async function stalls(address: string): Promise<string[]> {
  const series = seriesOf(await scrape(address), 'fpga_miner_stalled');
  expect(Object.keys(series)).toHaveLength(3);
  return Object.entries(series)
    .filter(([, value]) => value === 1)
    .map(([name]) => /kind="([^"]+)"/.exec(name)?.[1] ?? '');
}

async function json<Report>(url: string): Promise<{ status: number; report: Report }> {
  const { status, body } = await ask(url);
  const report: Report = JSON.parse(body);
  return { status, report };
}

/** A script that notes with which variables it was run, a line each time. */
async function noting(
  directory: World['directory'],
): Promise<{ command: string; runs(): Promise<string[]> }> {
  const file = path.join(directory, 'runs');
  return {
    command:
      'echo "$FPGA_TEE_STALL $FPGA_TEE_STALL_STATE $FPGA_TEE_STALL_SECONDS $FPGA_TEE_SOURCE $FPGA_TEE_CARDS $FPGA_TEE_BITSTREAM" >>runs',
    async runs() {
      const text = await readFile(file, 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
  };
}

/** So many minutes of the tool's time, in which something that must not happen could. */
const minutes = (count: number): Promise<void> => sleep(count * 1000);

describe('a stuck miner', () => {
  test.concurrent('that prints nothing is told once, everywhere, and once that it is over', async ({
    fpgaTee,
    directory,
  }) => {
    const note = await noting(directory);
    const tee = fpgaTee(
      [...here, ...short, '-c', 'bcu1', '--on-stall', note.command, '--on-stall-over', note.command],
      {
        env,
      },
    );
    const address = await tee.address();
    await tee.stdin.write(rb4(1));
    await until(async () => (await stalls(address)).includes('silent'));
    const { report: cards } = await json<CardsReport>(`${address}/api/cards`);
    expect(cards.miners[0]?.stalls[0]).toMatchObject({ kind: 'silent' });
    expect(cards.miners[0]?.stalls[0]?.seconds).toBeGreaterThanOrEqual(60);
    const { report: health } = await json<Health>(`${address}/health`);
    expect(health.reason).toMatch(/stdin: no output for 1m$/);
    const page = await ask(address, { headers: { accept: 'text/html' } });
    expect(page.body).toMatch(/stdin: stuck, no output for \dm/);
    await until(async () => (await note.runs()).length === 1);
    // Longer than every threshold, and three checks.
    await minutes(3);
    expect(await note.runs()).toHaveLength(1);
    const [, seconds] = /^silent stalled (\d+) stdin bcu1 rb4$/.exec((await note.runs())[0] ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(60);

    const stop = printing(tee, () => rb4(2));
    await until(async () => (await note.runs()).length === 2);
    expect((await note.runs())[1]).toMatch(/^silent over \d+ stdin bcu1 rb4$/);
    expect(await stalls(address)).toEqual([]);
    expect((await json<Health>(`${address}/health`)).report).toMatchObject({ reason: null, stalls: [] });
    stop();
    expect(tee.stderr.match(/stdin: no output for/g)).toHaveLength(1);
    expect(tee.stderr.match(/stdin: no longer stuck/g)).toHaveLength(1);
  });

  test.concurrent('that prints, but no statistics', async ({ fpgaTee, directory }) => {
    const note = await noting(directory);
    const tee = fpgaTee([...here, ...noSilence, '--on-stall', note.command], { env });
    const address = await tee.address();
    const stop = printing(tee, () => 'connecting …\n');
    await until(async () => (await stalls(address)).includes('no-stats'));
    const { status, report } = await json<Health>(`${address}/health`);
    expect(status).toBe(503);
    expect(report.reason).toMatch(/^no card has reported yet; stdin: output, but no statistics for /);
    await minutes(2);
    expect(await stalls(address)).toEqual(['no-stats']);
    expect(await note.runs()).toEqual([expect.stringMatching(/^no-stats stalled \d+ stdin\s*$/)]);
    stop();
  });

  test.concurrent('whose shares are not taken; health stays 200 while readings come in', async ({
    fpgaTee,
    directory,
  }) => {
    const note = await noting(directory);
    const tee = fpgaTee([...here, ...noSilence, '--on-stall', note.command], { env });
    const address = await tee.address();
    let shares = 7;
    const next = (): number => {
      shares += 1;
      return shares;
    };
    const stop = printing(tee, () => rb4(7, next()));
    await until(async () => (await stalls(address)).includes('no-shares'));
    const { status, report } = await json<Health>(`${address}/health`);
    expect(status).toBe(200);
    expect(report).toMatchObject({
      status: 'ok',
      reason: expect.stringMatching(/^stdin: no share accepted for /),
    });
    await minutes(2);
    stop();
    const again = printing(tee, () => rb4(8, next()));
    await until(async () => (await stalls(address)).length === 0);
    again();
    expect(await note.runs()).toEqual([expect.stringMatching(/^no-shares stalled \d+ stdin card1 rb4$/)]);
  });

  test.concurrent('is none in its time to start, nor again after a restart', async ({ fpgaTee }) => {
    // Five minutes are a quarter of one: a busy machine may take its time to look.
    const slower = testBuild({ rate: 20 });
    const tee = fpgaTee([...here, '--stall-silent', '30s', '--stall-grace', '5m'], { env: slower });
    const address = await tee.address();
    // Longer than the silence that would count, and three checks.
    const longEnough = (): Promise<void> => sleep(4000);
    await longEnough();
    expect(await stalls(address)).toEqual([]);
    await tee.stdin.write('FXTokenMiner v1.50\n');
    await longEnough();
    expect(await stalls(address)).toEqual([]);
    await until(async () => (await stalls(address)).includes('silent'));
    await tee.stdin.write('FXTokenMiner v1.50\n');
    await until(async () => (await stalls(address)).length === 0);
  });

  test.concurrent('is none once its output has ended', async ({ fpgaTee, directory }) => {
    const note = await noting(directory);
    const tee = fpgaTee([...here, ...short, '--on-stall', note.command, '--on-stall-over', note.command], {
      env,
    });
    const address = await tee.address();
    await tee.stdin.write(rb4(1));
    await until(async () => (await stalls(address)).includes('silent'));
    await until(async () => (await note.runs()).length === 1);
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    expect(await note.runs()).toHaveLength(1);
  });

  test.concurrent('that is well is none', async ({ fpgaTee, directory }) => {
    const note = await noting(directory);
    // Patient enough for a busy machine.
    const limits = ['--stall-silent=3m', '--stall-no-stats=3m', '--stall-no-shares=3m', '--stall-grace=off'];
    const tee = fpgaTee([...here, ...limits, '--on-stall', note.command], { env });
    const address = await tee.address();
    let shares = 0;
    const stop = printing(tee, () => {
      shares += 1;
      return rb4(shares);
    });
    await minutes(6);
    expect(await stalls(address)).toEqual([]);
    expect(await note.runs()).toEqual([]);
    stop();
  });

  test.concurrent('has a row in the panel, between the title and the cards', async ({ terminal, miner }) => {
    const shell = terminal(`fpga-tee --no-metrics ${short.join(' ')} < ${miner.path}`, {
      columns: 80,
      rows: 24,
      env,
    });
    await miner.write(rb4(1));
    await shell.shows(/^! miner: stuck, no output for \dm$/);
    const rows = shell.screen;
    const place = rows.findIndex((row) => row.startsWith('! miner'));
    expect(rows[place - 1]).toMatch(/^── fpga-tee/);
    expect(rows[place + 1]).toMatch(/^card +GH/);
    expect(shell.colourOf('stuck, no output')).toBe(1);
    for (let count = 0; count < 5; count += 1) await miner.write(rb4(2));
    await until(() => !shell.screen.some((row) => row.startsWith('! miner')));
    miner.end();
    expect(await shell.ended()).toBe(0);
  });
});

describe('the command', () => {
  test.concurrent('that hangs is ended with all that it has started, and nothing waits for it', async ({
    fpgaTee,
    directory,
  }) => {
    const tee = fpgaTee([...here, ...short, '--on-stall', 'echo $$ >pid; sleep 600; sleep 600'], { env });
    await tee.stdin.write(rb4(1));
    const pid = await until(async () => Number(await readFile(path.join(directory, 'pid'), 'utf8')) || null);
    await tee.stdin.write('still here\n');
    await tee.printed('still here');
    await until(() => tee.stderr.includes('--on-stall: ended after 60 s'));
    // The group is gone, its sleep too.
    await until(() => {
      try {
        process.kill(-pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  test.concurrent('that is missing or fails is told, and what it prints is not', async ({
    fpgaTee,
    directory,
  }) => {
    const script = path.join(directory, 'fails.sh');
    await writeFile(script, '#!/bin/sh\necho HEARD\necho HEARD >&2\nexit 3\n');
    await chmod(script, 0o755);
    const missing = fpgaTee([...here, ...short, '--no-log', '--on-stall', 'no-such-program --restart'], {
      env,
    });
    const failing = fpgaTee([...here, ...short, '--no-log', '--on-stall', './fails.sh'], { env });
    await until(() =>
      missing.stderr.includes(
        'fpga-tee: --on-stall: the shell found no such program (exit 127); give its whole path: no-such-program --restart\n',
      ),
    );
    await until(() =>
      failing.stderr.includes('fpga-tee: --on-stall: failed with exit code 3; try it by hand: ./fails.sh\n'),
    );
    expect(`${missing.stderr}${failing.stderr}${failing.stdout}`).not.toMatch(/HEARD|not found$/m);
  });

  test.concurrent('goes on when the tool ends: it may be restarting the miner', async ({
    fpgaTee,
    directory,
  }) => {
    const tee = fpgaTee([...here, ...short, '--on-stall', 'echo >begun; sleep 1; echo done >done'], { env });
    await tee.stdin.write(rb4(1));
    await until(() => readFile(path.join(directory, 'begun')));
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    await until(async () => (await readFile(path.join(directory, 'done'), 'utf8')) === 'done\n');
  });
});

describe('output that comes in blocks', () => {
  const line = 'FPGA0: 17.520GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118, a line of some length\n';
  const warning = 'the output of the miner comes late, in blocks: its C library holds it back';
  /** Prints such lines, so many a second. */
  const lines = `while :; do printf '%s' '${line.trimEnd()}'; echo; sleep 0.004; done`;

  test.concurrent('is told with the way out: a C program on a pipe', async ({ run }) => {
    // Each block takes a fifth of a second, which is twelve.
    const all = run('sh', ['-c', `(${lines}) | tr a-z A-Z | fpga-tee --no-metrics`], { env });
    await until(() => all.stderr.includes(warning));
    expect(all.stderr).toContain('fpga-tee run -- <miner>, or on Linux with stdbuf -o0 <miner>');
    expect(all.stderr.split(warning)).toHaveLength(2);
  });

  test.concurrent('is not told of one that gives each line at once, a flood, or the simulator', async ({
    run,
  }) => {
    const programs = [
      run('sh', ['-c', `(${lines}) | stdbuf -oL tr a-z A-Z | fpga-tee --no-metrics --no-log`], { env }),
      run('sh', ['-c', 'fpga-tee simulate --rate 0 --for 6s | fpga-tee --no-metrics --no-log >/dev/null'], {
        env,
      }),
      run('sh', ['-c', 'fpga-tee simulate --cards 3 --rate 20 --for 6s | fpga-tee --no-metrics --no-log'], {
        env,
      }),
    ];
    await minutes(6);
    for (const { stderr } of programs) expect(stderr).not.toContain('in blocks');
    expect(programs[0]?.stdoutLength).toBeGreaterThan(3 * 4096);
    expect(programs[2]?.stdoutLength).toBeGreaterThan(3 * 4096);
  });

  test.concurrent('is no longer told once it comes as it is printed', async ({ fpgaTee }) => {
    const tee = fpgaTee(here, { env });
    const address = await tee.address();
    const report = async () => (await json<CardsReport>(`${address}/api/cards`)).report.tee;
    const warned = async () => (await report()).warnings.some((line) => line.startsWith(warning));
    const output = line.repeat(500);
    for (let block = 0; block < 3; block += 1) {
      await tee.stdin.write(output.slice(block * 4096, (block + 1) * 4096));
      // Each is read by itself, and has a quiet of its own before it.
      await until(async () => (await report()).bytes === (block + 1) * 4096);
      await sleep(100);
    }
    await until(warned);
    for (let count = 0; count < 250; count += 1) await tee.stdin.write(line);
    await until(async () => !(await warned()));
  });
});
