import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe } from 'vitest';
import { scrape, value } from '../support/http.ts';
import type { Program } from '../support/program.ts';
import type { World } from '../support/test.ts';
import { until } from '../support/until.ts';
import { remountDisk, withDisk } from './support/disk.ts';
import { Broken, keeps, promise, type Tool } from './support/promise.ts';

/** Lines of a miner, all different, from one number up to another. */
function lines(from: number, to: number): string {
  let text = '';
  for (let line = from; line < to; line += 1)
    text += `[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${line}\n`;
  return text;
}

/** What a file holds; nothing while it is not there. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Waits for what ought to happen; when it doesn't, the promise is broken. */
async function eventually(tool: Tool, condition: () => boolean | Promise<boolean>, otherwise: () => string) {
  await until(condition, tool.patience).catch(() => {
    throw new Broken(otherwise());
  });
}

/** The miner ends; the tool must have come through. */
async function endsWell(program: Program): Promise<void> {
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}: ${program.stderr}`);
}

function tellsOnce(tool: Tool, program: Program, text: string): void {
  if (tool.name === 'tee') return;
  const told = program.stderr.split('\n').filter((line) => line !== '');
  keeps(told.length === 1 && told[0]?.includes(text) === true, `it says: ${program.stderr}`);
}

promise('disk-full', async (tool, { directory, run }) => {
  const disk = path.join(directory, 'disk');
  await withDisk(disk, 'size=1m', async () => {
    const ballast = path.join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(800 * 1024));
    const log = path.join(disk, 'the.log');
    const [command, ...args] = tool.command(log);
    const program = run(command, args);
    const input = lines(0, 10_000);
    for (let from = 0; from < input.length; from += 10_000)
      await program.stdin.write(input.slice(from, from + 10_000));
    await eventually(
      tool,
      () => program.stdout.length === input.length,
      () => `stdout stands still after ${program.stdout.length} of ${input.length} bytes`,
    );
    await until(() => program.stderr.includes('\n'));
    rmSync(ballast);
    await eventually(
      tool,
      () => contentOf(log) === input,
      () => `the log has ${contentOf(log).length} of ${input.length} bytes`,
    );
    await endsWell(program);
    tellsOnce(tool, program, 'the disk is full');
  });
});

promise('disk-full-beyond', async (tool, { directory, run }) => {
  const disk = path.join(directory, 'disk');
  await withDisk(disk, 'size=4m', async () => {
    const ballast = path.join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024 - 200 * 1024));
    const log = path.join(disk, 'the.log');
    const [command, ...args] = tool.command(log, '--log-queue', '256K', '--host', '127.0.0.1', '--port', '0');
    const program = run(command, args);
    const address = await program.address();
    const input = lines(0, 10_000);
    for (let from = 0; from < input.length; from += 1000)
      await program.stdin.write(input.slice(from, from + 1000));
    await until(() => program.stdout.length === input.length);
    const dropped = value(await scrape(address), 'fpga_tee_log_dropped_bytes_total') ?? 0;
    keeps(dropped > 0 && dropped < input.length, `${dropped} bytes are counted as lost`);
    rmSync(ballast);
    await until(async () => value(await scrape(address), 'fpga_tee_log_queued_bytes') === 0);
    await program.stdin.write('afterwards\n');
    program.stdin.end();
    const code = await program.ended;
    keeps(code === 1, `it ended with ${code}`);
    // Where it was lost, and how much: with that many bytes of the input in the place of each mark, it is the input.
    let at = 0;
    let marked = 0;
    for (const [index, piece] of contentOf(log)
      .split(/\n\[fpga-tee: (\d+) bytes could not be written here\]\n/)
      .entries()) {
      if (index % 2 === 1) marked += Number(piece);
      else
        keeps(`${input}afterwards\n`.startsWith(piece, at), 'what stands between the marks is not the input');
      at += index % 2 === 1 ? Number(piece) : piece.length;
    }
    keeps(at === input.length + 'afterwards\n'.length, `the log accounts for ${at} of ${input.length} bytes`);
    keeps(marked === dropped, `${marked} bytes are marked, ${dropped} counted`);
  });
});

/** The tool on a log of which some of the writes fail, by their number, as strace makes them. */
function withFailingWrites(
  tool: Tool,
  log: string,
  error: string,
  which: string,
  run: World['run'],
): Program {
  writeFileSync(log, '');
  const [command, ...args] = tool.command(log);
  return run(
    'strace',
    [
      ...['-f', '-qq', '-o', '/dev/null', '-P', log, '-e', 'trace=write,writev,pwrite64'],
      ...['-e', `inject=write,writev,pwrite64:error=${error}:when=${which}`, command, ...args],
    ],
    // strace counts by thread.
    { env: { UV_THREADPOOL_SIZE: '1' } },
  );
}

const diskErrors = {
  EIO: 'the disk fails (EIO)',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk is full (the quota is used up)',
  ESTALE: 'the server no longer knows the file (ESTALE)',
  EUCLEAN: 'the file system is damaged and wants to be checked (EUCLEAN)',
};

for (const [error, words] of Object.entries(diskErrors)) {
  promise(
    'disk-fails',
    async (tool, { directory, run }) => {
      const log = path.join(directory, 'the.log');
      const program = withFailingWrites(tool, log, error, '3..5', run);
      let input = '';
      for (let line = 0; line < 100; line += 1) {
        const text = lines(line, line + 1);
        input += text;
        await program.stdin.write(text);
        await program.printed(text);
      }
      await eventually(
        tool,
        () => contentOf(log) === input,
        () => `the log has ${contentOf(log).length} of ${input.length} bytes`,
      );
      await endsWell(program);
      tellsOnce(tool, program, words);
    },
    error,
  );
}

for (const error of ['EIO', 'EDQUOT']) {
  promise(
    'disk-fails-at-end',
    async (tool, { directory, run }) => {
      const log = path.join(directory, 'the.log');
      const program = withFailingWrites(tool, log, error, '1..3', run);
      const input = lines(0, 100);
      await program.stdin.write(input);
      await endsWell(program);
      keeps(contentOf(log) === input, `the log has ${contentOf(log).length} of ${input.length} bytes`);
    },
    error,
  );
}

/** The folder that the log is in goes away: all that comes then must be in a new one. */
async function folderGoes(tool: Tool, program: Program, folder: string): Promise<void> {
  const log = path.join(folder, 'the.log');
  const before = lines(0, 100);
  await program.stdin.write(before);
  await until(() => contentOf(log) === before);
  rmSync(folder, { recursive: true });
  const after = lines(100, 200);
  await program.stdin.write(after);
  await eventually(
    tool,
    () => contentOf(log).endsWith(after),
    () => 'there is no log any more',
  );
  keeps(`${before}${after}`.endsWith(contentOf(log)), 'the new log has something else');
  await endsWell(program);
}

promise('log-directory-removed', async (tool, { directory, run }) => {
  const folder = path.join(directory, 'folder');
  mkdirSync(folder);
  const [command, ...args] = tool.command(path.join(folder, 'the.log'));
  await folderGoes(tool, run(command, args), folder);
});

promise('log-cwd-removed', async (tool, { directory, run }) => {
  const folder = path.join(directory, 'folder');
  mkdirSync(folder);
  const command = `cd folder; exec ${tool.command('the.log').join(' ')}`;
  await folderGoes(tool, run('sh', ['-c', command]), folder);
});

promise('log-deleted', async (tool, { directory, run }) => {
  const log = path.join(directory, 'the.log');
  const [command, ...args] = tool.command(log);
  const program = run(command, args);
  let input = '';
  for (let round = 0; round < 5; round += 1) {
    const before = lines(round * 100, round * 100 + 50);
    input += before;
    await program.stdin.write(before);
    await until(() => contentOf(log).endsWith(before));
    rmSync(log);
    const after = lines(round * 100 + 50, round * 100 + 100);
    input += after;
    await program.stdin.write(after);
    await eventually(
      tool,
      () => contentOf(log).endsWith(after),
      () => 'there is no log any more',
    );
    keeps(input.endsWith(contentOf(log)), 'the new log has something else');
  }
  await endsWell(program);
});

for (const how of [
  'and that is all',
  'and a new file is put in its place',
  'and a SIGHUP follows',
] as const) {
  promise(
    'log-renamed',
    async (tool, { directory, run }) => {
      const log = path.join(directory, 'the.log');
      const [command, ...args] = tool.command(log);
      const program = run(command, args);
      let input = '';
      const pieces: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        const text = lines(round * 100, round * 100 + 100);
        input += text;
        await program.stdin.write(text);
        await until(() => program.stdout.length === input.length && existsSync(log));
        const piece = `${log}-${round}`;
        renameSync(log, piece);
        pieces.push(piece);
        if (how === 'and a new file is put in its place') appendFileSync(log, '');
        if (how === 'and a SIGHUP follows') {
          program.signal('SIGHUP');
          await eventually(
            tool,
            () => existsSync(log),
            () => `there is no log any more (SIGHUP: ${program.stderr})`,
          );
        }
        const next = lines(round * 1000 + 50_000, round * 1000 + 50_001);
        input += next;
        await program.stdin.write(next);
        await eventually(
          tool,
          () => contentOf(log).endsWith(next),
          () => 'the log goes on under its new name',
        );
        keeps([...pieces, log].map(contentOf).join('') === input, 'the pieces joined are not the input');
      }
      await endsWell(program);
    },
    how,
  );
}

promise('logrotate', async (tool, { directory, run }) => {
  // It is asked for where the folder belongs to others as well, and only root may change to somebody.
  const su = process.getuid?.() === 0 ? '  su root root\n' : '';
  const log = path.join(directory, 'the.log');
  const configuration = path.join(directory, 'logrotate.conf');
  writeFileSync(
    configuration,
    `${log} {\n  rotate 50\n  nocreate\n  compress\n  delaycompress\n  missingok\n${su}}\n`,
  );
  chmodSync(configuration, 0o644);
  const [command, ...args] = tool.command(log);
  const program = run(command, args);
  let input = lines(0, 1);
  await program.stdin.write(input);
  await until(() => contentOf(log) === input);
  for (let rotation = 1; rotation <= 5; rotation += 1) {
    const rotate = run('logrotate', ['-f', '-s', path.join(directory, 'state'), configuration]);
    let rotating = true;
    rotate.ended.then(() => {
      rotating = false;
    });
    for (let line = 0; line < 50 || rotating; line += 1) {
      const text = lines(input.length, input.length + 1);
      input += text;
      await program.stdin.write(text);
      await pause(1);
    }
    const code = await rotate.ended;
    if (code !== 0) throw new Error(`logrotate ended with ${code}: ${rotate.stderr}`);
  }
  await endsWell(program);
  const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);
  const pieces = readdirSync(directory)
    .filter((name) => name.startsWith('the.log'))
    .sort((a, b) => numberOf(b) - numberOf(a))
    .map((name) => {
      const bytes = readFileSync(path.join(directory, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    });
  keeps(pieces.length === 6, `there are ${pieces.length} pieces`);
  keeps(pieces.join('') === input, `the pieces have ${pieces.join('').length} of ${input.length} bytes`);
});

/** As somebody who is not root: root may write everywhere. */
const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] as const;

promise('no-permission', async (tool, { directory, run }) => {
  chmodSync(directory, 0o755);
  const logs = path.join(directory, 'logs');
  mkdirSync(logs, { mode: 0o700 });
  const log = path.join(logs, 'the.log');
  const [setpriv, ...rights] = nobody;
  const program = run(setpriv, [...rights, ...tool.command(log)]);
  const input = lines(0, 1000);
  await program.stdin.write(input);
  await until(() => program.stdout.length === input.length && program.stderr.includes('\n'));
  tellsOnce(tool, program, 'no permission to write it (choose another with --log)');
  chmodSync(logs, 0o777);
  await eventually(
    tool,
    () => contentOf(log) === input,
    () => `the log has ${contentOf(log).length} of ${input.length} bytes`,
  );
  await endsWell(program);
});

promise('read-only-at-start', async (tool, { directory, run }) => {
  const disk = path.join(directory, 'disk');
  await withDisk(disk, 'size=4m,ro', async () => {
    const log = path.join(disk, 'the.log');
    const [command, ...args] = tool.command(log);
    const program = run(command, args);
    const input = lines(0, 1000);
    await program.stdin.write(input);
    await until(() => program.stdout.length === input.length && program.stderr.includes('\n'));
    tellsOnce(tool, program, 'the file system is read-only');
    remountDisk(disk, 'rw');
    await eventually(
      tool,
      () => contentOf(log) === input,
      () => `the log has ${contentOf(log).length} of ${input.length} bytes`,
    );
    await endsWell(program);
  });
});

describe('what is read is not written', () => {
  const command = {
    'the input': 'fpga-tee --no-metrics -o the.log < own',
    'the web configuration': 'echo hello | fpga-tee -p 0 --web-config own -o the.log',
    'a log that is followed': 'fpga-tee --no-metrics -m own -o the.log',
  };
  for (const [what, line] of Object.entries(command)) {
    promise(
      'log-is-own-input',
      async (_, { directory, run }) => {
        const own = path.join(directory, 'own');
        const text = 'rate_limit: {interval: 1s, burst: 5}\n';
        writeFileSync(own, text);
        linkSync(own, path.join(directory, 'the.log'));
        const shell = run('sh', ['-c', line]);
        keeps((await shell.ended) === 2, `it ended with ${await shell.ended}`);
        keeps(readFileSync(own, 'utf8') === text, 'it wrote into it');
      },
      what,
    );
  }
});
