import { describe, expect, test, vi } from 'vitest';
import type { JobIo, JobOptions } from '../../src/job/job-options.ts';
import { aLog, aMiner, JobWorld, terminal } from './support/job-world.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('a miner’s output', () => {
  test('goes into its log and to stdout, as it is', async () => {
    const world = new JobWorld();
    const job = world.job();
    const miner = job.add({ ...aMiner, log: aLog });
    miner.bytes(bytes('one\ntw'));
    miner.bytes(bytes('o\n'));
    miner.end();
    expect(await world.ended(job.end())).toBe(true);
    expect(world.disk.text).toBe('one\ntwo\n');
    expect(world.stdout.text).toBe('one\ntwo\n');
    expect(world.stderr.text).toBe('');
  });

  test('of several is shown in whole lines, each with its miner’s name, and only that of who is to be shown', () => {
    const world = new JobWorld({ several: true });
    const job = world.job();
    const [first, second] = [job.add(aMiner), job.add({ ...aMiner, name: 'rig2' })];
    first.bytes(bytes('one\nha'));
    second.bytes(bytes('two\n'));
    job.screen.show('rig2');
    first.bytes(bytes('lf\nthree\n'));
    second.bytes(bytes('four\n'));
    expect(world.stdout.text).toBe('rig1: one\nrig2: two\nrig2: four\n');
  });

  test('of several goes line by line into the log of all', async () => {
    const world = new JobWorld({ several: true, linesLog: aLog });
    const job = world.job();
    const [first, second] = [job.add(aMiner), job.add({ ...aMiner, name: 'rig2' })];
    first.bytes(bytes('on'));
    second.bytes(bytes('two\n'));
    first.bytes(bytes('e\n'));
    await world.ended(job.end());
    expect(world.disk.text).toBe('rig2: two\nrig1: one\n');
  });
});

describe('the line that has no end yet', () => {
  /** What the panel would show of it, once the miner has printed half a line. */
  async function shownOf(options: Partial<JobOptions>): Promise<string> {
    let shown = (): string => 'no panel';
    const loadPanel: JobIo['loadPanel'] = async () => ({
      mountPanel({ unterminated }) {
        shown = unterminated;
        return {
          lines: () => {},
          detach: () => {},
          clear: () => {},
          settingsChanged: () => {},
          stop: () => Promise.resolve(),
        };
      },
    });
    const job = new JobWorld(options, { terminal, loadPanel }).job();
    job.add(aMiner).bytes(bytes('one\nha'));
    await vi.waitFor(() => expect(shown()).not.toBe('no panel'));
    return shown();
  }

  test('is shown of the only miner', async () => {
    expect(await shownOf({})).toBe('ha');
  });

  test('is not of several, whose lines come from all sides', async () => {
    expect(await shownOf({ several: true })).toBe('');
  });
});

describe('at its end', () => {
  test('a log that lacks something is told', async () => {
    const world = new JobWorld();
    world.disk.openFails = 'EACCES';
    const job = world.job();
    job.add({ ...aMiner, log: aLog }).bytes(bytes('one\n'));
    expect(await world.ended(job.end())).toBe(false);
    expect(world.stderr.text).toContain('the last 4 bytes could not be written');
  });

  test('a log that hangs is not waited for for ever', async () => {
    const world = new JobWorld();
    const job = world.job();
    job.add({ ...aMiner, log: aLog }).bytes(bytes('one\n'));
    const ended = job.end();
    world.time.advance(5);
    expect(await ended).toBe(false);
  });

  test('no stall is told any more of a miner that has ended', () => {
    const world = new JobWorld();
    const job = world.job();
    const [ended, silent] = [job.add(aMiner), job.add({ ...aMiner, name: 'rig2' })];
    ended.end();
    silent.bytes(bytes('one\n'));
    world.time.advance(400);
    expect(world.stderr.text).toBe('fpga-tee: rig2: no output for 5m\n');
  });
});

describe('what we say', () => {
  test('stands on stderr where there is no panel', () => {
    const world = new JobWorld();
    world.job().say('metrics at somewhere');
    expect(world.stderr.text).toBe('fpga-tee: metrics at somewhere\n');
  });

  test('does not tear the panel’s picture, and a warning comes to stderr when the panel goes', () => {
    const world = new JobWorld({}, { terminal });
    const job = world.job();
    job.say('metrics at somewhere');
    job.failed(new Error('no more'));
    expect(job.screen.showsPanel()).toBe(true);
    expect(world.stderr.text).toBe('');
    job.screen.detachPanel();
    expect(job.screen.showsPanel()).toBe(false);
    expect(world.stderr.text).toBe(
      'fpga-tee: something failed inside (no more); the log and the output go on\n',
    );
  });

  test('is said where the terminal can not be written, or can not be drawn on', () => {
    for (const [options, io] of [
      [{}, { terminal, drawable: false }],
      [{ plain: true }, { terminal }],
    ] as const) {
      const world = new JobWorld(options, io);
      world.job().say('a line');
      expect(world.stderr.text).toBe('fpga-tee: a line\n');
    }
    const world = new JobWorld({}, { terminal });
    world.stdout.open = false;
    world.job().say('a line');
    expect(world.stderr.text).toBe('fpga-tee: a line\n');
  });
});
