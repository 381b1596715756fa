import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { testBuild } from './support/environment.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { scrape, seriesOf, value } from './support/http.ts';
import { test as base } from './support/test.ts';
import { until } from './support/until.ts';

/** Four seconds are one: the ramp-down of five takes 20, after 30 without a word SIGINT would follow. */
const env = testBuild({ rate: 4 }, { NO_COLOR: '1' });
const options = 'run --rig rig.yaml --host 127.0.0.1 --port 0 --stall-silent 15s --stall-grace 10s'.split(
  ' ',
);

/** The arguments of the stuck miner's first run, of its second, and of the one beside it. */
const first = 'simulate -b rb4 --seed 3 --rate 5 --stall-after 2s';
const second = 'simulate -b rb4 --seed 4 --rate 5';
const healthy = 'simulate -b nimiq --seed 5 --rate 5';

/** Two miners of a rig: `stuck` prints nothing any more after a while, once; `well` goes on. */
const test = base.extend<{ readonly rig: undefined }>({
  rig: [
    async ({ directory }, use) => {
      const script = path.join(directory, 'stuck.sh');
      await writeFile(
        script,
        `#!/bin/sh\necho run >>runs\n[ -e again ] && exec fpga-tee ${second}\ntouch again\nexec fpga-tee ${first}\n`,
      );
      await chmod(script, 0o755);
      await writeFile(
        path.join(directory, 'rig.yaml'),
        [
          'miners:',
          '  - { name: stuck, command: ./stuck.sh, cards: bcu1, restart: { policy: on-stall, backoff: 10s } }',
          `  - { name: well, command: fpga-tee ${healthy}, cards: cvp1, restart: on-stall }`,
          '',
        ].join('\n'),
      );
      await use(undefined);
    },
    { auto: true },
  ],
});

/** The kinds of stall that the page tells of a miner. */
function stallsOf(page: string, source: string): string[] {
  return Object.entries(seriesOf(page, 'fpga_miner_stalled'))
    .filter(([series, stalled]) => series.includes(`source="${source}"`) && stalled === 1)
    .map(([series]) => /kind="([^"]+)"/.exec(series)?.[1] ?? '');
}

const restarts = (page: string, source: string): number | null =>
  value(page, `fpga_miner_restarts_total{source="${source}"}`);

describe('a started miner that gets stuck', () => {
  test.concurrent('is ramped down, started again, counted once; the one beside it notices nothing', {
    timeout: 90_000,
  }, async ({ fpgaTee, run, readLog }) => {
    const note = ['--on-stall', 'echo "$FPGA_TEE_STALL_TEXT" >>told', '--on-stall-over'];
    const tee = fpgaTee([...options, ...note, 'echo "$FPGA_TEE_STALL_TEXT" >>told'], { env });
    const address = await tee.address();
    await tee.printed('stuck: ');
    expect(stallsOf(await scrape(address), 'stuck')).toEqual([]);

    const during = await until(async () => {
      const page = await scrape(address);
      return stallsOf(page, 'stuck').length > 0 && page;
    }, 40);
    expect(stallsOf(during, 'stuck')).toEqual(['silent']);
    expect(restarts(during, 'stuck')).toBe(0);
    const silent = await readLog('stuck.log');

    const length = await until(() => {
      const place = tee.stdout.indexOf('stuck: [fpga-tee: restarted, stalled: silent]\n');
      return place === -1 ? null : { place };
    }, 40);
    await until(() => tee.stdout.subarray(length.place).toString().split('stuck: [4002').length > 20, 40);
    await until(async () => (await readLog('told').catch(() => '')).toString().split('\n').length === 3);
    const after = await scrape(address);
    expect(stallsOf(after, 'stuck')).toEqual([]);
    expect(restarts(after, 'stuck')).toBe(1);
    expect([restarts(after, 'well'), stallsOf(after, 'well')]).toEqual([0, []]);
    expect(value(after, 'fpga_miner_up{source="stuck"}')).toBe(1);

    tee.signal('SIGTERM');
    expect(await tee.ended).toBe(143);
    expect((await readLog('runs')).toString()).toBe('run\nrun\n');
    expect((await readLog('told')).toString()).toMatch(
      /^stuck: no output for \d+s\nstuck: (?:started anew|no longer stuck) \(no output for \d+[sm]\)\n$/,
    );
    expect(tee.stderr.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^fpga-tee: stuck: no output for \d+s$/),
      'fpga-tee: stuck: stalled (silent)',
      'fpga-tee: stuck: ramping down: ESC sent',
      'fpga-tee: stuck: stalled: silent; restarts in 10s',
      'fpga-tee: stuck: restarted (stalled: silent)',
      expect.stringMatching(/^fpga-tee: stuck: (?:started anew|no longer stuck) \(no output for \d+[sm]\)$/),
      // The end of both, in whatever order.
      ...Array.from({ length: 4 }, () =>
        expect.stringMatching(/^fpga-tee: (?:stuck|well): (?:ramping down: ESC sent|stopped \(exit 0\))$/),
      ),
      '',
    ]);

    // What each run printed is what the miner prints by itself.
    const log = await readLog('stuck.log');
    const mark = Buffer.from('[fpga-tee: restarted, stalled: silent]\n');
    expectBytes(log.subarray(0, silent.length), silent);
    expectBytes(log.subarray(silent.length, silent.length + mark.length), mark);
    await Promise.all([
      beginsAs(silent, first),
      beginsAs(log.subarray(silent.length + mark.length), second),
      beginsAs(await readLog('well.log'), healthy),
    ]);
    for (const name of ['stuck', 'well']) await shownWhole(name);

    async function beginsAs(printed: Buffer, command: string): Promise<void> {
      const alone = run('fpga-tee', [...command.split(' '), '--for', '3s']);
      expect(await alone.ended).toBe(0);
      expect(alone.stdoutLength).toBeGreaterThan(500);
      expectBytes(printed.subarray(0, alone.stdoutLength), alone.stdout);
    }
    /** The lines that are shown with a miner's name are those of its log. */
    async function shownWhole(name: string): Promise<void> {
      const shown = tee.stdout
        .toString()
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2));
      expect(shown).toEqual((await readLog(`${name}.log`)).toString().replace(/\n$/, '').split('\n'));
    }
  });

  test.concurrent('has a row in the panel for each step, and the cards keep their places', {
    timeout: 90_000,
  }, async ({ terminal }) => {
    const shell = terminal(`fpga-tee ${options.join(' ')}`, { columns: 80, rows: 24, env });
    const said = (pattern: RegExp): Promise<unknown> =>
      until(() => shell.screen.some((row) => pattern.test(row)), 40);
    /** Rows from the bottom of the panel to the cards, once all of it is drawn. */
    const places = (): Promise<number[]> =>
      until(() => {
        const rows = [/^log /, /^\S+\/bcu1 /, /^\S+\/cvp1 /].map((pattern) =>
          shell.screen.findIndex((row) => pattern.test(row)),
        );
        const [log = -1, ...cards] = rows;
        return !rows.includes(-1) && cards.map((row) => log - row);
      });
    await said(/^\S+\/bcu1 .*GH\/s/);
    await said(/^\S+\/cvp1 .*MH\/s/);
    expect(shell.screen.some((row) => row.startsWith('!'))).toBe(false);
    const first = await places();

    await said(/^! stuck +ramping down .* stuck, no output for \d+[sm]/);
    expect(await places()).toEqual(first);
    await said(/^! stuck +restarts in \d+s .* \(stalled: silent\)$/);
    expect(await places()).toEqual(first);
    expect(shell.screen.some((row) => row.includes('! well'))).toBe(false);
    await until(() => !shell.screen.some((row) => row.startsWith('! ')));
    await said(/^── fpga-tee .* · 1 restart (.* )?─/);
    expect(await places()).toEqual(first);
    expect(shell.lines).toContain('stuck: [fpga-tee: restarted, stalled: silent]');
    shell.type('\x1dqq');
    expect(await shell.ended()).toBe(0);
  });
});
