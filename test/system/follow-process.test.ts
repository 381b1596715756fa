import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { followed, here, rb4, served } from './support/followed.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

describe('in a terminal', () => {
  test.concurrent('the cards of all logs stand in one panel; Ctrl-C ends it with 0', async ({
    terminal,
    directory,
  }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
    await writeFile(path.join(directory, 'b.log'), rb4(1, 4, 2));
    // The shell itself would end as well.
    const shell = terminal(`trap : INT; fpga-tee ${here.join(' ')} -m a.log b.log c.log`);
    await shell.shows(/^ *card1 .*3\.000/);
    await shell.shows(/^ *card2 .*4\.000/);
    await appendFile(path.join(directory, 'b.log'), rb4(2, 5, 2));
    await shell.shows(/^ *card2 .*5\.000/);
    shell.type('\x03');
    expect(await shell.ended()).toBe(0);
  });

  test.concurrent('a log that is not there yet is said to be waited for until it appears', async ({
    terminal,
    directory,
  }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
    const shell = terminal(`fpga-tee ${here.join(' ')} -m a.log b.log -c bcu1 bcu2`, {
      columns: 80,
      rows: 24,
    });
    const waits = (): boolean => shell.screen.some((row) => row.includes('waiting for'));
    await shell.shows(/^(?:\S+\/| *)bcu1 .*3\.000/);
    await shell.shows(/^ {2}b\.log .* waiting for b\.log$/);
    const rows = shell.screen;
    const place = rows.findIndex((row) => /^ {2}b\.log .* waiting for b\.log$/.test(row));
    expect(rows.slice(0, place).findLast((row) => row.startsWith('── fpga-tee'))).toBeDefined();
    expect(rows[place + 1]).toMatch(/^card +GH/);
    // Nobody needs to look.
    expect(shell.colourOf('waiting for b.log')).toBe(null);
    await writeFile(path.join(directory, 'b.log'), rb4(1, 4, 2));
    await until(() => shell.screen.some((row) => /^(?:\S+\/| *)bcu2 .*4\.000/.test(row)) && !waits());
    // One that goes away is waited for again.
    await rm(path.join(directory, 'b.log'));
    await until(waits);
    await writeFile(path.join(directory, 'b.log'), rb4(2, 5, 2));
    await until(() => shell.screen.some((row) => /^(?:\S+\/| *)bcu2 .*5\.000/.test(row)) && !waits());
  });

  // By itself: another terminal's shell would hold this one open.
  test.runIf(process.platform === 'linux')('that is closed it ends', async ({ terminal, directory }) => {
    await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
    const shell = terminal(`sh -c 'echo $$ > pid; exec fpga-tee ${here.join(' ')} -m a.log'`);
    await shell.shows('card1');
    const pid = Number(await readFile(path.join(directory, 'pid'), 'utf8'));
    shell.hangUp();
    await until(async () => !(await isAlive(pid)));
  });
});

describe('signals without a terminal', () => {
  test.concurrent.for([
    ['SIGINT', 0],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends it, with %i, and its own log is whole',
    async ([signal, code], { fpgaTee, directory, readLog }) => {
      await writeFile(path.join(directory, 'a.log'), rb4(1, 3));
      const tee = fpgaTee([...here, '-m', 'a.log', '-o', 'own.log']);
      await followed(tee);
      tee.signal(signal);
      expect(await tee.ended).toBe(code);
      expect((await readLog('own.log')).toString()).toBe(rb4(1, 3));
    },
  );

  test.concurrent('SIGHUP opens its own log anew, and it goes on', async ({
    fpgaTee,
    directory,
    readLog,
  }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    const tee = fpgaTee([...here, '-m', 'a.log', '-o', 'own.log']);
    const address = await followed(tee);
    tee.signal('SIGHUP');
    await appendFile(log, rb4(2, 4));
    await served(address, 'card1', 4);
    await until(async () => (await readLog('own.log')).includes('4.000GH/s'));
  });
});

describe('when nobody reads what it prints', () => {
  test.concurrent('it ends where that is all that it does', async ({ run, directory }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    const shell = run('sh', ['-c', '{ fpga-tee -m a.log --no-metrics; echo $? > code; } | head -n 1']);
    await shell.printed('Hash');
    await until(async () => {
      await appendFile(log, rb4(2, 4));
      return (await readFile(path.join(directory, 'code'), 'utf8')) === '0\n';
    });
  });

  test.concurrent('it serves its metrics all the same', async ({ fpgaTee, directory }) => {
    const log = path.join(directory, 'a.log');
    await writeFile(log, rb4(1, 3));
    const tee = fpgaTee([...here, '-m', 'a.log']);
    const address = await followed(tee);
    tee.closeStdout();
    await appendFile(log, rb4(2, 4));
    await until(() => tee.stderr.includes('nobody reads stdout any more'));
    await appendFile(log, rb4(3, 5));
    await served(address, 'card1', 5);
  });
});

/** Ended means ended, whether somebody has asked for its exit code or not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat !== '' && !stat.split(') ').at(-1)?.startsWith('Z');
}
