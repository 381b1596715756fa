import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sampleBytes } from '../../support/samples.ts';
import { until } from '../support/until.ts';
import { keeps, promise } from './support/promise.ts';

const limit = 100 * 1024;

/** The log and what was put away of it, from the oldest on. */
function piecesOf(directory: string): string[] {
  const numberOf = (name: string): number => Number(/\d+$/.exec(name)?.[0] ?? 0);
  return readdirSync(directory)
    .filter((name) => name.startsWith('the.log'))
    .sort((a, b) => numberOf(b) - numberOf(a))
    .map((name) => path.join(directory, name));
}

function joined(directory: string): Buffer {
  return Buffer.concat(piecesOf(directory).map((piece) => readFileSync(piece)));
}

/** Some megabytes of what miners print. */
const session = Buffer.concat(
  Array.from({ length: 30 }, () =>
    (['0xbtc-dna', 'nimiq-colour-crlf', 'whitefire-table-a'] as const).map((name) => sampleBytes(name)),
  ).flat(),
);

promise('rotation', async (tool, { directory, run }) => {
  const [command, ...args] = tool.command(
    'the.log',
    '--no-metrics',
    '--log-max-size',
    '100K',
    '--log-keep',
    '99',
  );
  const program = run(command, args);
  for (let from = 0; from < session.length; from += 7000)
    await program.stdin.write(session.subarray(from, from + 7000));
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}: ${program.stderr}`);
  keeps(joined(directory).equals(session), 'the pieces joined are not the input');
  const pieces = piecesOf(directory);
  keeps(pieces.length >= session.length / limit, `there are ${pieces.length} pieces`);
  keeps(
    pieces.every((piece) => statSync(piece).size <= limit),
    'one is too long',
  );

  const few = run(command, [...args.slice(0, -1), '2']);
  few.stdin.end(session);
  keeps((await few.ended) === 0, few.stderr);
  const left = piecesOf(directory).filter((piece) => /log(?:\.[12])?$/.test(piece));
  const bytes = Buffer.concat(left.map((piece) => readFileSync(piece)));
  keeps(session.subarray(-bytes.length).equals(bytes), 'the newest pieces are not the end of the input');
});

promise('rotation-killed', async (tool, { directory, run }) => {
  const [command, ...args] = tool.command(
    'the.log',
    '--no-metrics',
    '--log-max-size',
    '1K',
    '--log-keep',
    '9999',
  );
  let before: Buffer = Buffer.alloc(0);
  // At some moment of some rotation: one in each millisecond or so.
  for (let round = 1; round <= 5; round += 1) {
    const program = run(command, args);
    const text = Buffer.from(
      Array.from({ length: 4000 }, (_, line) => `run ${round}, line ${line}\n`).join(''),
    );
    await program.stdin.write(text.subarray(0, 2000));
    await until(() => joined(directory).length > before.length);
    const rest = program.stdin.write(text.subarray(2000));
    await until(() => piecesOf(directory).length > 10 * round);
    program.signal('SIGKILL');
    await Promise.race([rest, program.ended]);
    await program.ended;
    const now = joined(directory);
    keeps(now.subarray(0, before.length).equals(before), 'an older piece has changed');
    const own = now.subarray(before.length);
    keeps(
      own.length > 0 && text.subarray(0, own.length).equals(own),
      'the pieces are not the beginning of the input',
    );
    before = now;
  }
});

promise('log-timestamps', async (tool, { directory, run, readLog }) => {
  const [command, ...args] = tool.command('the.log', '--no-metrics', '--log-timestamps');
  const from = Date.now();
  const program = run(command, args);
  const input = 'one\nhalf';
  await program.stdin.write(input);
  await program.printed('half');
  await program.stdin.write(' a line\r\n\nlast');
  program.stdin.end();
  keeps((await program.ended) === 0, program.stderr);
  keeps(program.stdout.toString() === 'one\nhalf a line\r\n\nlast', 'stdout is changed');
  const log = (await readLog('the.log')).toString();
  const stamps = [...log.matchAll(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d) /gm)].map(
    ([, time = '']) => Date.parse(time),
  );
  keeps(stamps.length === 4, `there are ${stamps.length} times in 4 lines`);
  keeps(
    stamps.every((time) => time >= from - 1 && time <= Date.now()),
    'the times are not those of the lines',
  );
  const without = log.replaceAll(/^\S+ /gm, '');
  keeps(without === 'one\nhalf a line\r\n\nlast', 'a line is changed');
  keeps(statSync(path.join(directory, 'the.log')).size === log.length, 'the log is not what was read');
});

for (const [error, words] of [
  ['EIO', 'the disk fails (EIO)'],
  ['EDQUOT', 'the disk is full (the quota is used up)'],
] as const)
  promise(
    'rotation-disk-fails',
    async (tool, { directory, run }) => {
      const [command, ...args] = tool.command(
        'the.log',
        '--no-metrics',
        '--log-max-size',
        '16K',
        '--log-keep',
        '99',
      );
      // Looking at a name, and renaming, fails now and then: of each thread of the program three times.
      const program = run(
        'strace',
        [
          ...['-f', '-qq', '-o', '/dev/null', '-e', 'trace=access,faccessat,faccessat2,rename,renameat2'],
          ...['-e', `inject=access,faccessat,faccessat2:error=${error}:when=30..32`],
          ...['-e', `inject=rename,renameat2:error=${error}:when=20..22`, command, ...args],
        ],
        { env: { UV_THREADPOOL_SIZE: '1' } },
      );
      const part = session.subarray(0, 600_000);
      for (let from = 0; from < part.length; from += 7000)
        await program.stdin.write(part.subarray(from, from + 7000));
      await until(() => joined(directory).length === part.length);
      program.stdin.end();
      const code = await program.ended;
      keeps(code === 0, `it ended with ${code}: ${program.stderr}`);
      keeps(program.stderr.includes(`it can't be renamed (${words})`), 'nothing has failed');
      keeps(joined(directory).equals(part), 'the pieces joined are not the input');
    },
    error,
  );
