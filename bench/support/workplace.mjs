// Where a bench works, and with what.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mtailRules, regexOf } from './programs.mjs';

/** Megabytes that the simulator makes of a session; more are the same session again, as after the miner's restart. */
const session = 20;

/**
 * @typedef {object} Settings
 * @property {string} program the built program
 * @property {number} megabytes of each format
 * @property {number} runs
 * @property {readonly string[]} formats
 * @property {readonly string[] | null} programs those to be measured only; null for all
 * @property {number} seconds that each measure of something that goes on takes
 * @property {boolean} quick
 */

/** A folder of its own with what miners print. */
export class Workplace {
  settings;
  /** @type {(() => void)[]} */
  #steps = [];
  folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-bench-'));

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
  }

  /** @param {string} name */
  file(name) {
    return path.join(this.folder, name);
  }

  /**
   * What miners of a format print, made by the simulator: the same bytes in each run.
   *
   * @param {string} format
   * @param {number} [megabytes]
   */
  output(format, megabytes = this.settings.megabytes) {
    const file = this.file(`${format}-${megabytes}.log`);
    const size = Math.min(session, megabytes) * 1e6;
    const simulator = `'${process.execPath}' '${this.settings.program}' simulate -b ${format} --cards 4 --rate 0 --restart-every 2h`;
    const { stdout } = spawnSync('sh', ['-c', `${simulator} | head -c ${size}`], { maxBuffer: 2 * size });
    if (stdout.length !== size) throw new Error(`the simulator printed ${stdout.length} bytes of ${format}`);
    const whole = stdout.subarray(0, stdout.lastIndexOf(0x0a) + 1);
    rmSync(file, { force: true });
    for (let made = 0; made < megabytes; made += session) writeFileSync(file, whole, { flag: 'a' });
    return file;
  }

  /** What mtail is to read of a format. @param {string} format */
  rules(format) {
    const file = this.file(`${format}.mtail`);
    writeFileSync(file, mtailRules(regexOf(format)));
    return file;
  }

  /** Whether a program is installed. @param {string} program */
  has(program) {
    return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  }

  /** The command of the program. @param {readonly string[]} args */
  own(args) {
    return [process.execPath, this.settings.program, ...args];
  }

  /**
   * A simulated miner, for a shell.
   *
   * @param {string} format
   * @param {number} cards
   * @param {number} rate lines a second of each card
   */
  miner(format, cards, rate) {
    return `exec '${process.execPath}' '${this.settings.program}' simulate -b ${format} --cards ${cards} --rate ${rate}`;
  }

  /** @param {() => void} step */
  onClose(step) {
    this.#steps.push(step);
  }

  close() {
    for (const step of this.#steps.splice(0)) {
      try {
        step();
      } catch {
        // It has ended by itself.
      }
    }
    // What was ended may write a last time.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** What the machine is, for those who compare. */
export function machine() {
  const cpu = /^model name\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? process.arch;
  const cores = spawnSync('nproc').stdout.toString().trim();
  return `${cpu}, ${cores} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
}
