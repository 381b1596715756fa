import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Notes what happens to it. On SIGINT it ramps down for a while, and says so in its terminal. */
const script = `
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
const note = (text) => appendFileSync(process.argv[2], text + '\\n');
for (const signal of ['SIGHUP', 'SIGTERM']) process.on(signal, () => note(signal));
let ramping = false;
process.on('SIGINT', () => {
  note('SIGINT');
  if (ramping) return;
  ramping = true;
  let step = 0;
  setInterval(() => {
    console.log('ramping ' + (step += 1));
    if (step < 5) return;
    note('done');
    process.exit(3);
  }, 100);
});
// What a miner with keys does at its start; in the background it would stop there.
try { execFileSync('stty', ['-icanon'], { stdio: ['inherit', 'ignore', 'ignore'] }); } catch {}
note('pid ' + process.pid);
console.log('up');
// Should a test fail, it ends by itself.
setTimeout(() => process.exit(9), 90_000);
setInterval(() => { if (!ramping) console.log('line'); }, 50);
`;

/** A miner in a directory, with keys or without. */
export class NotingMiner {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async in(directory: string): Promise<NotingMiner> {
    await writeFile(path.join(directory, 'miner.mjs'), script);
    return new NotingMiner(directory);
  }

  /** The command line that starts it, for a shell. */
  command(note = 'note'): string {
    const [file, notes] = ['miner.mjs', note].map((name) => path.join(this.#directory, name));
    return `${process.execPath} ${file} ${notes}`;
  }

  /** Its process id; `null` until it mines. */
  pid(note = 'note'): number | null {
    return Number(this.#lines(note)[0]?.split(' ')[1]) || null;
  }

  /** What has happened to it so far. */
  heard(note = 'note'): string[] {
    return this.#lines(note).slice(1);
  }

  #lines(note: string): string[] {
    const file = path.join(this.#directory, note);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }
}
