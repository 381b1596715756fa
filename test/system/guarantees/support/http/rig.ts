import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { get as getEncrypted } from 'node:https';
import path from 'node:path';
import type { Program } from '../../../support/program.ts';
import type { World } from '../../../support/test.ts';
import { until } from '../../../support/until.ts';
import { keeps, type Tool } from '../promise.ts';

/** How many connections ended with which status; `none` without any. */
export type Answers = Readonly<Record<string, number>>;

/** What the probe has seen since it was last asked. */
interface Seen {
  readonly lines: number;
  /** Milliseconds by which the latest line was late, beyond all doubt. */
  readonly latest: number;
  /** Lines that came out otherwise than they went in. */
  readonly wrong: number;
}

/** Milliseconds. */
const lateness = 50;
/** A busy machine makes anything late now and then: late is what is late every time. */
const rounds = 3;
/** What the heap of a process that has worked keeps for the next time; a page for each of 10,000 scrapes has 150 MB. */
const memory = 96 * 1024 * 1024;

const pageSize = 4096;

/** The program with the output of 12 cards going through, and a probe that sees how late it comes out. */
export class Rig {
  readonly #probe: Program;
  readonly #world: World;
  readonly #tool: Tool;
  readonly #auth: string | undefined;
  #encrypted = false;
  #told = 0;
  #pid = 0;
  #port = 0;
  #descriptors = 0;
  #memory = 0;

  /**
   * @param files how many descriptors the program may have
   * @param options further ones of the program
   * @param auth user name and password, with a colon between them
   */
  constructor(
    tool: Tool,
    world: World,
    files: number,
    options: readonly string[] = [],
    auth?: string,
    env = {},
  ) {
    this.#tool = tool;
    this.#world = world;
    this.#auth = auth;
    const command = tool.command('the.log', '--host', '127.0.0.1', '--port', '0', ...options);
    const limited = ['sh', '-c', `ulimit -n ${files}; exec "$@"`, 'sh', ...command];
    this.#probe = world.run(process.execPath, [script('probe'), ...limited], { env });
  }

  /** Resolves when the metrics of all cards are served. */
  async ready(): Promise<void> {
    const { pid } = await this.#tells<{ pid: number }>();
    this.#pid = pid;
    const address = new URL(await this.#probe.address());
    this.#port = Number(address.port);
    this.#encrypted = address.protocol === 'https:';
    await until(() => this.#isServed());
    this.#descriptors = this.#openFiles();
    this.#memory = this.#residentBytes();
  }

  /** Makes a load of a kind and gives its answers. */
  async #load(kind: string): Promise<Answers> {
    const load = this.#world.run(process.execPath, [
      script('load'),
      `${this.#port}`,
      kind,
      ...(this.#encrypted ? ['tls'] : []),
    ]);
    const code = await load.ended;
    if (code !== 0) throw new Error(`the load ended with ${code}: ${load.stderr}`);
    return JSON.parse(load.stdout.toString());
  }

  /**
   * Shows that a load of a kind leaves the miner's bytes on time, and that afterwards all is as before.
   *
   * @param expected what must have been answered
   */
  async withstands(kind: string, expected: (answers: Answers) => boolean): Promise<void> {
    await this.isOnTimeDuring(kind, async () => {
      const answers = await this.#load(kind);
      keeps(expected(answers), `${kind}: the answers were ${JSON.stringify(answers)}`);
    });
  }

  /**
   * Shows that what happens leaves the miner's bytes on time, and that afterwards all is as before.
   *
   * @param happening lets it happen; may be called several times, as a busy machine makes anything late now and then
   */
  async isOnTimeDuring(kind: string, happening: () => Promise<void>): Promise<void> {
    const late: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await this.#seen();
      await happening();
      const { lines, latest, wrong } = await this.#seen();
      if (lines === 0) throw new Error('the probe has seen nothing');
      keeps(wrong === 0, `${kind}: ${wrong} lines came out otherwise than they went in`);
      await this.#settles(
        () => this.#isServed(),
        () => `${kind}: the metrics were not served afterwards`,
      );
      late.push(latest);
      if (latest <= lateness) break;
    }
    keeps(Math.min(...late) <= lateness, `${kind}: bytes were late by ${late.map(Math.round).join(', ')} ms`);
    await this.#settles(
      () => this.#openFiles() <= this.#descriptors + 2,
      () => `${kind}: ${this.#openFiles()} descriptors stayed open, before there were ${this.#descriptors}`,
    );
    await this.#settles(
      () => this.#residentBytes() <= this.#memory + memory,
      () => `${kind}: it had ${this.#residentBytes()} bytes of memory, before ${this.#memory}`,
    );
  }

  /** Where its metrics are. */
  address(): Promise<string> {
    return this.#probe.address();
  }

  async #settles(condition: () => boolean | Promise<boolean>, otherwise: () => string): Promise<void> {
    await until(condition, this.#tool.patience).catch(() => keeps(false, otherwise()));
  }

  async #seen(): Promise<Seen> {
    await this.#probe.stdin.write('\n');
    return this.#tells<Seen>();
  }

  /** The next line that the probe prints. */
  async #tells<Told>(): Promise<Told> {
    const line = await until(() => this.#probe.stdout.toString().split('\n').slice(0, -1)[this.#told]);
    this.#told += 1;
    return JSON.parse(line);
  }

  /** Whether the page is there within a second, with every card. */
  #isServed(): Promise<boolean> {
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(1000);
      const page = { port: this.#port, host: '127.0.0.1', path: '/metrics', auth: this.#auth ?? null };
      const how = { ...page, agent: false as const, signal };
      const asked = this.#encrypted ? getEncrypted({ ...how, rejectUnauthorized: false }) : get(how);
      asked.on('error', () => resolve(false));
      asked.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', () => resolve(false));
        response.on('end', () => resolve((text.match(/^fpga_card_up\{.*\} 1$/gm) ?? []).length === 12));
      });
    });
  }

  #openFiles(): number {
    return readdirSync(`/proc/${this.#pid}/fd`).length;
  }

  #residentBytes(): number {
    return Number(readFileSync(`/proc/${this.#pid}/statm`, 'latin1').split(' ')[1]) * pageSize;
  }
}

function script(name: string): string {
  return path.join(import.meta.dirname, `${name}.mjs`);
}
