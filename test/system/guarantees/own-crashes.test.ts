import { describe, expect } from 'vitest';
import { testBuild } from '../support/environment.ts';
import { ask, scrape, seriesOf, value } from '../support/http.ts';
import { NamedPipe } from '../support/pipe.ts';
import type { Program } from '../support/program.ts';
import type { Terminal } from '../support/terminal.ts';
import { test, type World } from '../support/test.ts';
import { until } from '../support/until.ts';
import { keeps, promise, type Tool } from './support/promise.ts';

/*
 * The program is built from parts that fail when its environment says so (test/support/test-build), so deep that what has
 * to catch the failure is what has to catch a real one. The published program knows nothing of it.
 */

function stats(count: number): string {
  return `[15:28:31] FPGA0: ${count}.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
}

const served = ['--host', '127.0.0.1', '--port', '0'] as const;
const printed = Array.from({ length: 20 }, (_, place) => stats(place));

/** Starts it between pipes with a fault and has a miner print, each line a chunk of its own. */
async function started(
  fault: string,
  tool: Tool,
  { run }: World,
  options: readonly string[] = [],
): Promise<{ program: Program; log: string }> {
  const log = `${fault}.log`;
  const [command, ...args] = tool.command(log, ...served, ...options);
  const program = run(command, args, { env: testBuild({ fault }) });
  await program.address();
  for (const line of printed) {
    await program.stdin.write(line);
    await program.printed(line);
  }
  return { program, log };
}

/** What it has said of its own on stderr, but for where its metrics are. */
function said(program: Program): string[] {
  return program.stderr.split('\n').filter((line) => line !== '' && !line.includes('metrics at'));
}

/** Its end: all bytes everywhere, and one line of what went wrong. */
async function endsWell(
  program: Program,
  log: string,
  fault: string,
  { readLog }: World,
  words = `fault at ${fault.split('@')[0]}`,
): Promise<void> {
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `${fault}: it ended with ${code}`);
  const whole = printed.join('');
  keeps(program.stdout.toString() === whole, `${fault}: stdout is not whole`);
  keeps((await readLog(log)).toString() === whole, `${fault}: the log is not whole`);
  const lines = said(program);
  keeps(
    lines.length === 1 && /^fpga-tee: .*/.test(lines[0] ?? '') && lines[0]?.includes(words) === true,
    `${fault}: it said ${JSON.stringify(lines)}`,
  );
}

async function raised(program: Program, topic: string): Promise<number> {
  const page = await scrape(await program.address());
  return value(page, `fpga_tee_warnings_total{topic="${topic}"}`) ?? -1;
}

/**
 * A miner in a terminal, with a copy of what it prints that was made before.
 *
 * @param awaited what must have been seen before the miner ends
 */
async function inTerminal(
  fault: string,
  awaited: string | null,
  { terminal, readLog }: World,
): Promise<{ shell: Terminal; shown: string[]; said: string[] }> {
  const name = fault.replaceAll(',', '-');
  const end = new NamedPipe();
  const miner = `{ fpga-tee simulate -b 0xbtc --rate 60 --lines 120 --seed 7 </dev/null; cat; } <${end.path}`;
  const ours = `fpga-tee --no-metrics -o ${name}.log`;
  const shell = terminal(`${miner} | tee ${name}.copy | ${ours}`, { env: testBuild({ fault }) });
  try {
    await until(async () => (await readLog(`${name}.copy`)).length > 0);
    if (awaited !== null) await shell.shows(awaited);
  } finally {
    end.end();
  }
  const code = await shell.ended();
  end.destroy();
  keeps(code === 0, `${fault}: it ended with ${code}`);
  const copy = await readLog(`${name}.copy`);
  keeps(copy.equals(await readLog(`${name}.log`)), `${fault}: the log is not whole`);
  const rows = shell.lines.filter((line) => line !== `ended with ${code}`).map((line) => line.trimEnd());
  const panel = rows.findLastIndex((line) => line.startsWith('── '));
  const above = panel === -1 ? rows : rows.slice(0, panel);
  const lines = above.filter((line) => !line.startsWith('fpga-tee: '));
  const wanted = copy.toString().trimEnd().split('\n');
  keeps(
    lines.join('\n') === wanted.map((line) => line.trimEnd()).join('\n'),
    `${fault}: ${wanted.length} lines printed, shown is\n${rows.join('\n')}`,
  );
  return {
    shell,
    shown: panel === -1 ? [] : rows.slice(panel),
    said: rows.filter((line) => line.startsWith('fpga-tee: ')),
  };
}

promise('crash-panel', async (_, world) => {
  for (const fault of ['panel-load', 'panel', 'panel@3', 'view', 'view@40', 'snapshot@3', 'view-end']) {
    const [place = ''] = fault.split('@');
    const { said } = await inTerminal(fault, fault === 'view-end' ? null : `fault at ${place}`, world);
    keeps(said.length === 1 && said[0]?.includes(`fault at ${place}`) === true, `${fault}: it said ${said}`);
  }
});

promise('crash-reading', async (tool, world) => {
  const { program, log } = await started('parse', tool, world);
  const times = await raised(program, 'reading');
  keeps(times === printed.length, `${times} failures are counted`);
  await endsWell(program, log, 'parse', world);
});

promise('crash-metrics', async (tool, world) => {
  const broken = [
    { fault: 'snapshot@1-2', path: '/metrics' },
    { fault: 'metrics@1-2', path: '/metrics' },
    { fault: 'page@1-2', path: '/api/cards' },
    { fault: 'http@1-2', path: '/metrics' },
  ];
  for (const { fault, path } of broken) {
    const { program, log } = await started(fault, tool, world);
    const address = await program.address();
    const status = (): Promise<number> =>
      ask(`${address}${path}`).then(
        (answer) => answer.status,
        () => 0,
      );
    const answers = [await status(), await status(), await status()].join(' ');
    const wanted = fault.startsWith('http') ? '0 0 200' : '500 500 200';
    keeps(answers === wanted, `${fault}: it answered ${answers}`);
    const times = await raised(program, 'metrics');
    keeps(times === 2, `${fault}: ${times} failures are counted`);
    const { body } = await ask(`${address}/api/cards`);
    keeps(body.includes('"warnings":[]'), `${fault}: what is over still stands: ${body}`);
    await endsWell(program, log, fault, world);
  }
});

promise('crash-web', async (tool, world) => {
  const broken = [
    { fault: 'web-crash', words: 'fault at web-crash' },
    { fault: 'web-memory', words: 'memory limit' },
  ];
  for (const { fault, words } of broken) {
    const { program, log } = await started(fault, tool, world);
    const address = await program.address();
    await ask(`${address}/health`).catch(() => {});
    const { body } = await until(() => ask(`${address}/api/cards`));
    keeps(body.includes('"warnings":[]'), `${fault}: what is over still stands: ${body}`);
    const times = await raised(program, 'metrics');
    keeps(times === 1, `${fault}: ${times} failures are counted`);
    await endsWell(program, log, fault, world, words);
  }
});

promise(
  'crash-web',
  async (tool, world) => {
    const { program, log } = await started('web-hang', tool, world);
    const hanging = ask(`${await program.address()}/health`).catch(() => 'no answer');
    for (const line of printed) {
      await program.stdin.write(line);
      await program.printed(line);
    }
    program.stdin.end();
    keeps((await program.ended) === 0, 'it did not end well');
    keeps((await hanging) === 'no answer', 'there was an answer after all');
    const whole = printed.join('').repeat(2);
    keeps(program.stdout.toString() === whole, 'stdout is not whole');
    keeps((await world.readLog(log)).toString() === whole, 'the log is not whole');
  },
  'and hangs for ever',
);

promise('crash-pool', async (tool, world) => {
  const pool = ['--pool', 'http://127.0.0.1:1', '--pool-address', '0xabc', '--pool-interval', '15s'];
  const { program, log } = await started('pool', tool, world, pool);
  await until(async () => (await raised(program, 'pool')) >= 1);
  const page = await scrape(await program.address());
  keeps(value(page, 'fpga_pool_up{pool="127.0.0.1"}') === 0, 'the pool is not said to be down');
  await endsWell(program, log, 'pool', world);
});

promise('crash-log', async (tool, world) => {
  const { program, log } = await started('log@3-3', tool, world);
  await until(async () => value(await scrape(await program.address()), 'fpga_tee_log_queued_bytes') === 0);
  const times = await raised(program, 'log');
  keeps(times === 1, `${times} failures are counted`);
  await endsWell(program, log, 'log@3-3', world);
});

promise('crash-log-writer', async (tool, world) => {
  const { program, log } = await started('log-writer@3-4', tool, world);
  const page = await scrape(await program.address());
  const lost = printed.slice(2, 4).join('').length;
  keeps(value(page, 'fpga_tee_log_dropped_bytes_total') === lost, 'what is lost is not counted');
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 1, `it ended with ${code}`);
  keeps(program.stdout.toString() === printed.join(''), 'stdout is not whole');
  const kept = [...printed.slice(0, 2), ...printed.slice(4)].join('');
  keeps((await world.readLog(log)).toString() === kept, 'the log lacks more than that');
  keeps(said(program).length === 1, `it said ${said(program)}`);
});

promise('crash-output', async (tool, world) => {
  const { program, log } = await started('output@3-5', tool, world);
  const times = await raised(program, 'output');
  keeps(times === 1, `${times} failures are counted`);
  await endsWell(program, log, 'output@3-5', world);

  const [command, ...args] = tool.command('for-ever.log');
  const broken = world.run(command, args, { env: testBuild({ fault: 'output' }) });
  broken.stdin.end(printed.join(''));
  const code = await broken.ended;
  keeps(code === 0, `it ended with ${code}`);
  keeps((await world.readLog('for-ever.log')).toString() === printed.join(''), 'the log is not whole');
});

promise('crash-stray', async (tool, world) => {
  for (const fault of ['timer', 'rejection', 'node-warning', 'signal']) {
    const { program, log } = await started(fault, tool, world);
    const often = 5;
    for (let place = 0; fault === 'signal' && place < often; place += 1) {
      program.signal('SIGINT');
      await until(async () => (await raised(program, 'tool')) > place);
    }
    await until(async () => (await raised(program, 'tool')) >= often);
    await endsWell(program, log, fault, world);
  }
});

promise('crash-picture', async (_, world) => {
  const all = 'timer,rejection,node-warning,parse';
  for (const fault of ['parse', 'timer', 'rejection', 'node-warning', all]) {
    const awaited = fault === all ? '(and 1 more)' : `fault at ${fault}`;
    const { shell, shown, said } = await inTerminal(fault, awaited, world);
    const told = shown.filter((row) => row.startsWith('! '));
    keeps(
      told.length === 1 && told[0]?.includes('fault at ') === true,
      `${fault}: the panel is\n${shown.join('\n')}`,
    );
    keeps(said.length === 0, `${fault}: it said ${said}`);
    keeps(!shell.wire.includes('(node:'), `${fault}: Node wrote across the panel`);
  }
});

promise('stderr-gone', async (tool, world) => {
  const full = new NamedPipe();
  try {
    // More than a pipe holds: the rest waits, so that it stays full.
    void full.write('x'.repeat(100_000));
    for (const stderr of ['&-', full.path]) {
      const log = `${stderr === '&-' ? 'closed' : 'full'}.log`;
      const ours = tool.command(log).join(' ');
      const faults = 'parse,timer,rejection,node-warning,log@3-3,output@3-5';
      const program = world.run('sh', ['-c', `exec ${ours} 2>${stderr}`], {
        env: testBuild({ fault: faults }),
      });
      for (const line of printed) {
        await program.stdin.write(line);
        await program.printed(line);
      }
      program.stdin.end();
      const code = await program.ended;
      keeps(code === 0, `2>${stderr}: it ended with ${code}`);
      keeps(program.stdout.toString() === printed.join(''), `2>${stderr}: stdout is not whole`);
      keeps((await world.readLog(log)).toString() === printed.join(''), `2>${stderr}: the log is not whole`);
    }
  } finally {
    full.destroy();
  }
});

describe.concurrent('the faults', () => {
  test('what only the panel has shown is said once it is gone', async ({
    directory,
    fpgaTee,
    run,
    terminal,
    miner,
    readLog,
  }) => {
    const world = { directory, fpgaTee, run, terminal, miner, readLog };
    const { said } = await inTerminal('parse,panel@8', 'fault at panel', world);
    expect(said).toEqual([
      expect.stringContaining('fault at parse'),
      expect.stringContaining('the panel failed (fault at panel)'),
    ]);
  });

  test('nothing is counted while all is well', async ({ fpgaTee }) => {
    const program = fpgaTee(served);
    await program.stdin.write(stats(1));
    await program.printed(stats(1));
    const counts = seriesOf(await scrape(await program.address()), 'fpga_tee_warnings_total');
    expect(Object.keys(counts).length).toBeGreaterThanOrEqual(7);
    expect(new Set(Object.values(counts))).toEqual(new Set([0]));
    program.stdin.end();
    expect(await program.ended).toBe(0);
  });
});
