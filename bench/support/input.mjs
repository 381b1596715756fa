// What the benchmarks feed: the simulator's sessions, and between their lines what no format knows and what never comes
// twice, as pools and chats print it.
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** Lines that one program prints before the next has its turn. */
const turn = 2000;
/** One strange line after so many of the simulator's. */
const strangeEvery = 25;

const words = () => randomBytes(9).toString('base64url');

/** Ever new texts, each of its own kind. */
const strange = [
  () => `[pool ${randomInt(1e9)}] <${words()}> ${words()} ${words()}`,
  () => `\x1b[1;33mstratum\x1b[0m job ${words()} difficulty \x1b[32m${randomInt(1e6)}\x1b[0m`,
  () => `programming ${randomInt(50)} %\rprogramming ${randomInt(50, 99)} %\rprogramming 100 % ${words()}`,
  () => `矿池 ${words()} 温度 ${randomInt(90)} ℃ 🔥 \u202e${words()}`,
  () => `\x1b]0;${words()}\x07\x1b[2J\x1b[${randomInt(99)};1H${words()}`,
  () => `${words().repeat(300)}`,
  () => '',
];

/** A line that no format knows. */
export function strangeLine() {
  const make = strange[randomInt(strange.length)];
  return make === undefined ? '' : make();
}

/**
 * The lines of several simulated miners in turn, with strange ones between them.
 *
 * @param {string} program the built program
 * @param {{readonly lines: number, readonly bitstreams: readonly string[], readonly cards: number}} what
 * @returns {AsyncGenerator<string>} each line without its newline
 */
export async function* minersLines(program, { lines, bitstreams, cards }) {
  const miners = bitstreams.map((bitstream) => {
    const args = ['-b', bitstream, '--cards', `${cards}`, '--rate', '0', '--restart-every', '2h'];
    const child = spawn(process.execPath, [program, 'simulate', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, iterator };
  });
  try {
    for (let made = 0; made < lines; made += 1) {
      if (made % strangeEvery === strangeEvery - 1) {
        yield strangeLine();
        continue;
      }
      const { value } = (await miners[Math.floor(made / turn) % miners.length]?.iterator.next()) ?? {};
      if (typeof value !== 'string') throw new Error('the simulator ended');
      yield value;
    }
  } finally {
    for (const { child } of miners) child.kill();
  }
}

/**
 * Writes such lines to a file.
 *
 * @param {string} file
 * @param {AsyncIterable<string>} lines
 */
export async function writeLines(file, lines) {
  const stream = createWriteStream(file);
  let text = '';
  const flush = async () => {
    if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', () => resolve(null)));
    text = '';
  };
  for await (const line of lines) {
    text += `${line}\n`;
    if (text.length > 256 * 1024) await flush();
  }
  await flush();
  stream.end();
  await finished(stream);
}
